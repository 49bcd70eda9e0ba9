import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { type ChatServer, type ChatServerOptions, startChatServer, TEXTS } from '../support/chat-server.ts'
import { cookieOf, message, post, visit, visitorOf } from '../support/visitor.ts'

let open = new AsyncDisposableStack()
afterEach(async () => {
  await open.disposeAsync()
  open = new AsyncDisposableStack()
})

async function start(options: ChatServerOptions = {}): Promise<ChatServer> {
  return open.use(await startChatServer(options))
}

describe('the chat page', () => {
  it('makes a visitor with a cookie that scripts and other sites do not get, once', async () => {
    const server = await start()
    const first = await fetch(`${server.url}/chat`)
    expect(first.headers.getSetCookie()[0]).toMatch(/^gd_visitor=[0-9a-f]{32}\.[\w-]+;.*HttpOnly; SameSite=Lax$/)
    const second = await fetch(`${server.url}/chat`, { headers: { cookie: cookieOf(first) } })
    expect(second.headers.getSetCookie()).toEqual([])
    const forged = await fetch(`${server.url}/chat`, { headers: { cookie: `${cookieOf(first)}x` } })
    expect(forged.headers.getSetCookie()).toHaveLength(1)
  })

  it('says loudly in the sandbox that nothing is real, and not otherwise', async () => {
    const [sandbox, real] = [await start({ sandbox: true }), await start({ sandbox: false })]
    expect(await (await fetch(`${sandbox.url}/chat`)).text()).toContain(TEXTS.trial.text)
    expect(await (await fetch(`${real.url}/chat`)).text()).not.toContain(TEXTS.trial.text)
  })

  it.each([
    { name: 'the default', query: '', cookie: '', province: 'tỉnh Gia Lai', look: 'zalo' },
    { name: 'what the address says', query: '?province=ha-tinh', cookie: '', province: 'tỉnh Hà Tĩnh', look: 'zalo' },
    {
      name: 'what the browser remembers',
      query: '',
      cookie: 'gd_province=ha-tinh; gd_look=messenger',
      province: 'tỉnh Hà Tĩnh',
      look: 'messenger',
    },
    {
      name: 'the default for nonsense',
      query: '?province=x',
      cookie: 'gd_look=x',
      province: 'tỉnh Gia Lai',
      look: 'zalo',
    },
  ])('begins with $name', async ({ query, cookie, province, look }) => {
    const server = await start()
    const page = await (await fetch(`${server.url}/chat${query}`, { headers: { cookie } })).text()
    expect(page).toContain(`<title>Gần Dân · ${province}</title>`)
    expect(page).toContain(`data-look="${look}"`)
  })

  it('has what a link wrote ready for the person, as text and not too much of it', async () => {
    const server = await start()
    const page = await (
      await fetch(`${server.url}/chat?text=${encodeURIComponent(`<b>dd-LC12-1${'x'.repeat(99)}`)}`)
    ).text()
    expect(page).toContain(`>&lt;b&gt;dd-LC12-1${'x'.repeat(48)}</textarea>`)
  })

  it('weighs less than 30 KB on its way to a phone, and its files are kept for a year', async () => {
    const server = await start()
    const page = await fetch(`${server.url}/chat`)
    const html = await page.text()
    const urls = [...html.matchAll(/"(\/chat\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
    expect(urls).toHaveLength(2)
    const script = urls.find((url) => url.endsWith('.js')) ?? ''
    const sizes = await Promise.all(
      [...urls, script.replace('chat.js', 'bubbles.js')].map(async (url) => {
        const file = await fetch(server.url + url)
        expect(file.headers.get('cache-control')).toContain('immutable')
        await file.arrayBuffer()
        return Number(file.headers.get('content-length'))
      }),
    )
    expect(sizes.every((size) => size > 500)).toBe(true)
    expect(Buffer.byteLength(html) + sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(30_000)
  })

  it('allows no script but its own', async () => {
    const server = await start()
    const page = await fetch(`${server.url}/chat`)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
  })
})

describe('posting a message', () => {
  it('puts it into the inbox once, however often it is posted', async () => {
    const server = await start()
    const cookie = await visit(server)
    const said = message('Tôi hỏi')
    for (let time = 0; time < 3; time++) expect((await post(server, '/messages', cookie, said)).status).toBe(202)
    const rows = await server.database.db.selectFrom('inbox').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      account_id: 'web:gia-lai',
      contact_id: `web:gia-lai/${visitorOf(cookie)}`,
      external_id: `${visitorOf(cookie)}:${said.id}`,
      type: 'message',
    })
  })

  it('takes a pressed button', async () => {
    const server = await start()
    const cookie = await visit(server)
    const pressed = { id: randomUUID(), province: 'gia-lai', payload: 'topic:vneid.la-gi', label: 'VNeID' }
    expect((await post(server, '/messages', cookie, pressed)).status).toBe(202)
    const row = await server.database.db.selectFrom('inbox').selectAll().executeTakeFirstOrThrow()
    expect(server.sealer.open(row.sealed_event)).toMatchObject({
      type: 'button',
      payload: 'topic:vneid.la-gi',
      label: 'VNeID',
    })
  })

  it.each([
    { name: 'white space', body: message(' \n '), error: TEXTS.errors.empty },
    { name: '2,001 characters', body: message('ế'.repeat(2001)), error: TEXTS.errors.too_long },
    { name: 'an unknown province', body: { ...message('a'), province: 'x' }, error: TEXTS.errors.wrong },
    { name: 'an id that is no UUID', body: { ...message('a'), id: '1' }, error: TEXTS.errors.wrong },
    { name: 'no object', body: 7, error: TEXTS.errors.wrong },
    { name: 'too much', body: message('a'.repeat(50_000)), error: TEXTS.errors.wrong },
  ])('refuses $name', async ({ body, error }) => {
    const server = await start()
    const response = await post(server, '/messages', await visit(server), body)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error })
  })

  it('takes 2,000 letters of any length in bytes', async () => {
    const server = await start()
    const response = await post(server, '/messages', await visit(server), message('ế'.repeat(2000)))
    expect(response.status).toBe(202)
  })

  it('wants a visitor that it made itself', async () => {
    const server = await start()
    expect((await post(server, '/messages', '', message('a'))).status).toBe(401)
    expect((await post(server, '/messages', 'gd_visitor=0123.abcd', message('a'))).status).toBe(401)
  })

  it.each<{ name: string; headers: Record<string, string> }>([
    { name: 'another site', headers: { 'Sec-Fetch-Site': 'cross-site' } },
    { name: 'a neighbouring site', headers: { 'Sec-Fetch-Site': 'same-site' } },
    { name: 'an older browser on another site', headers: { Origin: 'https://evil.example' } },
    { name: 'a hidden origin', headers: { Origin: 'null' } },
    { name: 'no browser at all', headers: {} },
  ])('refuses $name', async ({ headers }) => {
    const server = await start()
    const cookie = await visit(server)
    for (const path of ['/messages', '/reset']) {
      const init = { method: 'POST', body: JSON.stringify(message('a')) }
      const sent = { 'Content-Type': 'application/json', cookie, ...headers }
      expect((await fetch(`${server.url}/chat${path}`, { ...init, headers: sent })).status).toBe(403)
    }
  })

  it('knows an older browser by its origin', async () => {
    const server = await start()
    const response = await fetch(`${server.url}/chat/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', cookie: await visit(server), Origin: server.url },
      body: JSON.stringify(message('a')),
    })
    expect(response.status).toBe(202)
  })

  it('takes 30 messages a minute of one visitor, and says when to come again', async () => {
    const clock = { time: 1_790_812_800_000, now: () => clock.time }
    const server = await start({ clock })
    const [cookie, other] = [await visit(server), await visit(server)]
    for (let count = 0; count < 30; count++) await post(server, '/messages', cookie, message('a'))
    const refused = await post(server, '/messages', cookie, message('a'))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    expect(await refused.json()).toEqual({ error: TEXTS.errors.too_fast })
    expect((await post(server, '/messages', other, message('a'))).status).toBe(202)
    clock.time += 60_000
    expect((await post(server, '/messages', cookie, message('a'))).status).toBe(202)
  })

  it('takes 300 messages a minute of one network, however many visitors it makes of itself', async () => {
    const clock = { time: 1_790_812_800_000, now: () => clock.time }
    const inbox = { receive: async () => ({ type: 'stored', fresh: 1 }) as const }
    const server = await start({ clock, inbox, trustedProxies: 1 })
    const visitors = await Promise.all(Array.from({ length: 11 }, () => visit(server)))
    const say = async (address: string, visitor = 10) => {
      const headers = { 'X-Forwarded-For': address }
      return (await post(server, '/messages', visitors[visitor] ?? '', message('a'), headers)).status
    }
    const flood = Array.from({ length: 300 }, (_, count) => say(`2001:db8:1:2::${count}`, count % 10))
    expect(new Set(await Promise.all(flood))).toEqual(new Set([202]))
    expect([await say('2001:db8:1:2::ffff'), await say('2001:db8:1:3::1'), await say('203.0.113.7')]).toEqual([
      429, 202, 202,
    ])
    clock.time += 60_000
    expect(await say('2001:db8:1:2::1')).toBe(202)
  })

  it.each([
    { name: 'overloaded', receipt: { type: 'overloaded' } as const },
    { name: 'unable to store', receipt: { type: 'storage_failed', error: new Error('disk full') } as const },
  ])('asks to come again when the inbox is $name', async ({ receipt }) => {
    const server = await start({ inbox: { receive: async () => receipt } })
    const response = await post(server, '/messages', await visit(server), message('a'))
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.json()).toEqual({ error: TEXTS.errors.busy })
  })
})
