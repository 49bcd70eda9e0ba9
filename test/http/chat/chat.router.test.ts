import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { webContactOf } from '../../../src/channels/web/channel.ts'
import { viewOf } from '../../../src/channels/web/view.ts'
import { insertOutbox } from '../../../src/outbox/outbox.store.ts'
import { type ChatServer, type ChatServerOptions, GIA_LAI, startChatServer, TEXTS } from '../support/chat-server.ts'
import { type EventStream, openStream } from '../support/event-stream.ts'

let open = new AsyncDisposableStack()
afterEach(async () => {
  await open.disposeAsync()
  open = new AsyncDisposableStack()
})

async function start(options: ChatServerOptions = {}): Promise<ChatServer> {
  return open.use(await startChatServer(options))
}

/** Opens the page as a browser does; gives the cookie that it would send from then on. */
async function visit(server: ChatServer): Promise<string> {
  const page = await fetch(`${server.url}/chat`)
  return cookieOf(page)
}

function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

function visitorOf(cookie: string): string {
  return /=(\w+)\./.exec(cookie)?.[1] ?? ''
}

function post(server: ChatServer, path: string, cookie: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${server.url}/chat${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', cookie, ...headers },
    body: JSON.stringify(body),
  })
}

const message = (text: string) => ({ id: randomUUID(), province: 'gia-lai', text })

async function stream(server: ChatServer, cookie: string): Promise<EventStream> {
  return open.use(await openStream(`${server.url}/chat/stream?province=gia-lai`, cookie))
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

  it.each([
    { name: 'another site', headers: { 'Sec-Fetch-Site': 'cross-site' } },
    { name: 'a neighbouring site', headers: { 'Sec-Fetch-Site': 'same-site' } },
    { name: 'an older browser on another site', headers: { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' } },
    { name: 'a hidden origin', headers: { 'Sec-Fetch-Site': '', Origin: 'null' } },
  ])('refuses $name', async ({ headers }) => {
    const server = await start()
    const { 'Sec-Fetch-Site': site, ...rest } = headers as Record<string, string>
    const response = await fetch(`${server.url}/chat/messages`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        cookie: await visit(server),
        ...rest,
        ...(site ? { 'Sec-Fetch-Site': site } : {}),
      },
      body: JSON.stringify(message('a')),
    })
    expect(response.status).toBe(403)
    const reset = await post(server, '/reset', '', {}, { 'Sec-Fetch-Site': site || 'cross-site' })
    expect(reset.status).toBe(403)
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

describe('the event stream', () => {
  const echo: ChatServerOptions = {
    script: (event) => (event.type === 'message' ? { type: 'text', text: `Đáp: ${event.text}` } : null),
  }

  it('tells what is said by both sides, live and then as history, under the same keys', async () => {
    const server = await start(echo)
    const cookie = await visit(server)
    const live = await stream(server, cookie)
    expect(live.history).toEqual([])
    const said = message('Tôi hỏi')
    await post(server, '/messages', cookie, said)
    const heard = [await live.next(), await live.next()].sort((a, b) => b.from.localeCompare(a.from))
    expect(heard[0]).toMatchObject({ key: `in:${said.id}`, from: 'person', text: 'Tôi hỏi' })
    expect(heard[1]).toMatchObject({ from: 'assistant', view: { text: 'Đáp: Tôi hỏi' } })
    await expect
      .poll(async () => (await stream(server, cookie)).history.map((item) => item.key))
      .toEqual(heard.map((item) => item.key))
  })

  it('tells nothing of other visitors or provinces', async () => {
    const server = await start(echo)
    const cookie = await visit(server)
    await post(server, '/messages', cookie, message('Riêng tư'))
    expect((await stream(server, await visit(server))).history).toEqual([])
    const elsewhere = open.use(await openStream(`${server.url}/chat/stream?province=ha-tinh`, cookie))
    expect(elsewhere.history).toEqual([])
  })

  it('begins with the last 50 lines', async () => {
    const clock = { time: 1_790_812_800_000, now: () => clock.time }
    const server = await start({ clock })
    const cookie = await visit(server)
    for (let count = 0; count < 60; count++) {
      clock.time += 3_000
      await post(server, '/messages', cookie, message(`Tin ${count}`))
    }
    const { history } = await stream(server, cookie)
    expect(history.map((item) => item.text)).toEqual(Array.from({ length: 50 }, (_, index) => `Tin ${index + 10}`))
  })

  it('finds what another process sent', async () => {
    const server = await start({ pollMs: 20 })
    const cookie = await visit(server)
    const contact = webContactOf(GIA_LAI, visitorOf(cookie))
    const live = await stream(server, cookie)
    const part = { body: viewOf({ type: 'text', text: 'Từ máy khác' }) }
    const { db } = server.database
    await insertOutbox(db, server.sealer, [{ contact, purpose: 'reply', key: 'far', part }], 1)
    // As the sender of the other process would: this one's hub hears nothing of it.
    await db.updateTable('outbox').set({ status: 'sent', finished_at: 2 }).where('key', '=', 'far').execute()
    expect(await live.next()).toMatchObject({ key: 'out:far', view: { text: 'Từ máy khác' } })
  })

  it('makes a new visitor of a browser whose cookie is worth nothing', async () => {
    const server = await start()
    const { response } = await stream(server, 'gd_visitor=old.cookie')
    expect(visitorOf(cookieOf(response))).toMatch(/^[0-9a-f]{32}$/)
  })

  it('is open for so many pages and no more, until one is closed', async () => {
    const server = await start({ maxStreams: 2 })
    const url = `${server.url}/chat/stream?province=gia-lai`
    const first = await openStream(url, await visit(server))
    await stream(server, await visit(server))
    expect((await fetch(url)).status).toBe(503)
    await first[Symbol.asyncDispose]()
    await expect
      .poll(async () =>
        openStream(url, '').then(
          (late) => open.use(late).response.status,
          () => 503,
        ),
      )
      .toBe(200)
  })

  it('is open for four pages of one visitor', async () => {
    const server = await start()
    const cookie = await visit(server)
    for (let page = 0; page < 4; page++) await stream(server, cookie)
    const fifth = await fetch(`${server.url}/chat/stream?province=gia-lai`, { headers: { cookie } })
    expect(fifth.status).toBe(429)
  })

  it('refuses an unknown province', async () => {
    const server = await start()
    expect((await fetch(`${server.url}/chat/stream?province=x`)).status).toBe(400)
  })

  it('ends when the server closes', async () => {
    const server = await start()
    const live = await stream(server, await visit(server))
    const ended = expect(live.next()).rejects.toThrow('the stream ended')
    await server.stop()
    await ended
  })
})

describe('beginning anew', () => {
  it('makes a new visitor, whose history is empty', async () => {
    const server = await start()
    const cookie = await visit(server)
    await post(server, '/messages', cookie, message('Trước'))
    const reset = await post(server, '/reset', cookie, {})
    expect(reset.status).toBe(204)
    expect(visitorOf(cookieOf(reset))).not.toBe(visitorOf(cookie))
    expect((await stream(server, cookieOf(reset))).history).toEqual([])
  })
})
