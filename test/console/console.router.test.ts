import { scryptSync } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createConsoleRouter } from '../../src/console/console.router.ts'
import { readConsoleTexts } from '../../src/console/texts.ts'
import type { AccountId, ProvinceId } from '../../src/core/ids.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import type { SupportRequestId } from '../../src/db/schema.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import type { Sandbox } from '../../src/sandbox/index.ts'
import { recordSupportRequest } from '../../src/support/support.store.ts'
import { account, NOW, otherAccount, person, sealer } from '../support/samples.ts'

const TEXTS = readConsoleTexts('data/messages/console.yaml')
const PASSWORD = 'mật khẩu của tỉnh'
/** At a cost that no real password should have: each login here costs a millisecond. */
const STORED = `scrypt$4$1$1$${Buffer.from('salt').toString('base64')}$${scryptSync(PASSWORD, 'salt', 32, { N: 16, r: 1, p: 1 }).toString('base64')}`

let database: Database
let woken: AccountId[]
let clock: { time: number; now: () => number }
let open: AsyncDisposableStack
beforeEach(async () => {
  open = new AsyncDisposableStack()
  database = open.use(openDatabase('file::memory:'))
  await migrate(database)
  await database.db.insertInto('settings').values({ name: 'console.admin_password', value: STORED }).execute()
  woken = []
  clock = { time: NOW, now: () => clock.time }
})
afterEach(() => open.disposeAsync())

const SENT: Pick<Sandbox, 'messages'> = {
  messages: () => [
    {
      platform: 'zalo-oa',
      at: NOW,
      to: '2468',
      kind: 'list',
      text: 'Chào <b>bà con</b>',
      buttons: [{ title: 'VNeID', type: 'oa.query.hide', payload: 'x' }],
    },
  ],
}

async function start(
  options: { sandbox?: Pick<Sandbox, 'messages'> | null; publicUrl?: string; adminPassword?: string } = {},
): Promise<string> {
  const server = express().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  open.defer(() => void server.close().closeAllConnections())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const router = createConsoleRouter({
    db: database.db,
    sealer,
    clock,
    accounts: [
      { id: account, province: 'gia-lai' as ProvinceId },
      { id: otherAccount, province: 'gia-lai' as ProvinceId },
    ],
    provinces: new Map([['gia-lai' as ProvinceId, { short: 'Gia Lai' }]]),
    wake: (id) => woken.push(id),
    sandbox: options.sandbox === undefined ? SENT : options.sandbox,
    adminPassword: options.adminPassword ?? null,
    sessionKey: Buffer.alloc(32, 3),
    publicUrl: options.publicUrl ?? url,
    texts: TEXTS,
  })
  server.removeAllListeners('request').on('request', express().use('/console', router))
  return url
}

/** A browser at the console: it keeps the cookie and follows no redirect. */
class Officer {
  readonly #url: string
  cookie = ''

  constructor(url: string) {
    this.#url = url
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#fetch(path, { headers })
  }

  post(path: string, form: readonly [string, string][], headers: Record<string, string> = {}): Promise<Response> {
    const body = new URLSearchParams([...form])
    return this.#fetch(path, { method: 'POST', body, headers: { 'Sec-Fetch-Site': 'same-origin', ...headers } })
  }

  /** The token in the forms of a page. */
  async csrf(path = '/console/login'): Promise<string> {
    return /name="csrf" value="([^"]+)"/.exec(await (await this.get(path)).text())?.[1] ?? ''
  }

  async login(password = PASSWORD): Promise<Response> {
    return this.post('/console/login', [
      ['csrf', await this.csrf()],
      ['password', password],
    ])
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string>), cookie: this.cookie }
    const response = await fetch(this.#url + path, { ...init, headers, redirect: 'manual' })
    const cookie = response.headers.getSetCookie()[0]
    if (cookie !== undefined) this.cookie = cookie.split(';')[0] ?? ''
    return response
  }
}

async function loggedIn(url?: string): Promise<Officer> {
  const officer = new Officer(url ?? (await start()))
  expect((await officer.login()).headers.get('location')).toBe('/console')
  return officer
}

const deeds = async () =>
  (await database.db.selectFrom('audit_log').select(['action', 'subject']).orderBy('id').execute()).map(
    (row) => `${row.action} ${row.subject}`,
  )

/** Dead letters by their key, with why each was given up. */
async function addDeadLetters(failures: Readonly<Record<string, 'outside_window' | 'unknown'>>): Promise<number[]> {
  const { db } = database
  const rows = Object.keys(failures).map((key) => ({
    contact: person(1),
    purpose: 'reply' as const,
    key,
    part: { body: { text: `Nội dung ${key} <i>` } },
  }))
  await insertOutbox(db, sealer, rows, NOW)
  for (const [key, failure] of Object.entries(failures))
    await db
      .updateTable('outbox')
      .set({ status: 'failed', failure, failure_code: '-230' })
      .where('key', '=', key)
      .execute()
  return (await db.selectFrom('outbox').select('id').orderBy('id').execute()).map((row) => row.id)
}

describe('logging in to the console', () => {
  it.each(['', '/sent', '/failures', '/requests'])('is needed for /console%s', async (path) => {
    const response = await new Officer(await start()).get(`/console${path}`)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/console/login'])
  })

  it('gives a new session that scripts and other sites do not get, and is written down', async () => {
    const officer = new Officer(await start())
    await officer.get('/console/login')
    const guest = officer.cookie
    const response = await officer.login()
    expect(response.headers.getSetCookie()[0]).toMatch(/Path=\/console;.*HttpOnly; SameSite=Strict$/)
    expect(officer.cookie.split('.')[0]).not.toBe(guest.split('.')[0])
    expect((await officer.get('/console')).status).toBe(200)
    expect(await deeds()).toEqual(['login console'])
  })

  it('takes the password of the settings before the stored one', async () => {
    const officer = new Officer(await start({ adminPassword: 'mật khẩu đặt khi khởi động' }))
    expect((await officer.login()).status).toBe(401)
    expect((await officer.login('mật khẩu đặt khi khởi động')).status).toBe(303)
  })

  it('keeps the cookie to https where the console is reached that way', async () => {
    const officer = new Officer(await start({ publicUrl: 'https://gan-dan.gialai.gov.vn' }))
    const response = await officer.get('/console/login')
    expect(response.headers.getSetCookie()[0]).toContain('Secure')
  })

  it('fails with a wrong password, which is written down', async () => {
    const officer = new Officer(await start())
    const response = await officer.login('sai')
    expect(response.status).toBe(401)
    expect(await response.text()).toContain(TEXTS.login.wrong)
    expect((await officer.get('/console')).status).toBe(303)
    expect(await deeds()).toEqual(['login_failed console'])
  })

  it('is closed for a quarter of an hour after five failures, also to the right password', async () => {
    const officer = new Officer(await start())
    const tries = await Promise.all(Array.from({ length: 8 }, () => officer.login('sai')))
    expect(tries.map((response) => response.status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    expect((await officer.login()).status).toBe(429)
    clock.time += 15 * 60_000
    expect((await officer.login()).status).toBe(303)
  })

  it.each([
    { name: 'without a token', csrf: null, headers: {} },
    { name: 'with a token that was made up', csrf: 'abc.def', headers: {} },
    { name: 'from another site', csrf: 'own', headers: { 'Sec-Fetch-Site': 'cross-site' } },
  ])('is refused $name', async ({ csrf, headers }) => {
    const officer = new Officer(await start())
    const own = await officer.csrf()
    const response = await officer.post(
      '/console/login',
      [['password', PASSWORD], ...(csrf === null ? [] : [['csrf', csrf === 'own' ? own : csrf] as [string, string]])],
      headers,
    )
    expect(response.status).toBe(403)
    expect((await officer.get('/console')).status).toBe(303)
  })

  it('ends after twelve hours without use, and lasts on with it', async () => {
    const officer = await loggedIn()
    for (let hour = 0; hour < 30; hour += 10) {
      clock.time += 10 * 3_600_000
      expect((await officer.get('/console')).status).toBe(200)
    }
    clock.time += 12 * 3_600_000
    expect((await officer.get('/console')).status).toBe(303)
  })

  it('ends for good at logout, also for a copy of the cookie', async () => {
    const officer = await loggedIn()
    const copy = officer.cookie
    await officer.post('/console/logout', [['csrf', await officer.csrf('/console')]])
    officer.cookie = copy
    expect((await officer.get('/console')).status).toBe(303)
    expect(await deeds()).toEqual(['login console', 'logout console'])
  })

  it('is not to be had by making a guest an admin', async () => {
    const officer = new Officer(await start())
    await officer.get('/console/login')
    officer.cookie = officer.cookie.replace('guest', 'admin')
    expect((await officer.get('/console')).status).toBe(303)
  })

  it('is asked for by htmx with the whole page', async () => {
    const response = await new Officer(await start()).get('/console', { 'HX-Request': 'true' })
    expect([response.status, response.headers.get('hx-redirect')]).toEqual([204, '/console/login'])
  })
})

describe('pages of the console', () => {
  it('are sent with strict headers', async () => {
    const { headers } = await (await loggedIn()).get('/console')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/)
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    '/console/login',
    '/console',
    '/console/failures',
    '/console/requests',
  ])('say loudly in the sandbox that nothing is real: %s', async (path) => {
    const officer = path === '/console/login' ? new Officer(await start()) : await loggedIn()
    expect(await (await officer.get(path)).text()).toContain(TEXTS.trial.text)
  })

  it('show accounts, what waits and the state of tokens', async () => {
    await addDeadLetters({ a: 'outside_window' })
    await insertOutbox(
      database.db,
      sealer,
      [{ contact: person(2), purpose: 'reply', key: 'w', part: { body: {} } }],
      NOW - 120_000,
    )
    const row = { sealed_pair: sealer.seal({}), refreshed_at: NOW, seed: '', dead_reason: 'revoked', expires_at: NOW }
    await database.db
      .insertInto('zalo_tokens')
      .values({ account_id: account, ...row })
      .execute()
    const page = await (await (await loggedIn()).get('/console')).text()
    expect(page).toContain(account)
    expect(page).toContain(otherAccount)
    expect(page).toContain('chờ lâu nhất 2 phút')
    expect(page).toContain(TEXTS.overview.tokens.dead)
    expect(page).toContain(TEXTS.failures.reasons.outside_window.why)
  })

  it('show in the sandbox what the fake platforms took, and do not exist otherwise', async () => {
    const page = await (await (await loggedIn()).get('/console/sent')).text()
    expect(page).toContain('Chào &lt;b&gt;bà con&lt;/b&gt;')
    expect(page).toContain('VNeID')
    const real = await loggedIn(await start({ sandbox: null }))
    expect((await real.get('/console/sent')).status).toBe(404)
    expect(await (await real.get('/console')).text()).not.toContain('/console/sent')
  })
})

describe('dead letters in the console', () => {
  it('are explained without their text', async () => {
    await addDeadLetters({ a: 'outside_window', b: 'unknown' })
    const page = await (await (await loggedIn()).get('/console/failures')).text()
    for (const reason of ['outside_window', 'unknown'] as const) {
      expect(page).toContain(TEXTS.failures.reasons[reason].why)
      expect(page).toContain(TEXTS.failures.reasons[reason].cure)
    }
    expect(page).not.toContain('Nội dung')
  })

  it('show their text on demand, which is written down', async () => {
    const [id] = await addDeadLetters({ a: 'outside_window' })
    const officer = await loggedIn()
    const csrf = await officer.csrf('/console/failures')
    const words = await officer.post(`/console/failures/${id}/words`, [['csrf', csrf]], { 'HX-Request': 'true' })
    expect(await words.text()).toBe('<blockquote><p>Nội dung a &lt;i&gt;</p></blockquote>')
    expect((await deeds()).at(-1)).toBe(`message_viewed outbox:${id}`)
  })

  it('go back into the line when chosen; their accounts are woken', async () => {
    const [a, b, c] = await addDeadLetters({ a: 'outside_window', b: 'unknown', c: 'unknown' })
    const officer = await loggedIn()
    const csrf = await officer.csrf('/console/failures')
    const response = await officer.post('/console/failures/resend', [
      ['csrf', csrf],
      ['id', String(a)],
      ['id', String(c)],
      ['id', 'x'],
    ])
    expect(response.headers.get('location')).toBe('/console/failures?resent=2')
    const rows = await database.db.selectFrom('outbox').select(['id', 'status']).orderBy('id').execute()
    expect(rows).toEqual([
      { id: a, status: 'queued' },
      { id: b, status: 'failed' },
      { id: c, status: 'queued' },
    ])
    expect(woken).toEqual([account])
    expect((await deeds()).at(-1)).toBe(`messages_resent outbox:${a} outbox:${c}`)
    expect(await (await officer.get('/console/failures?resent=2')).text()).toContain('Đã xếp 2 tin')
  })

  it.each([
    { name: 'without a token', csrf: null, headers: {} },
    { name: "with another session's token", csrf: 'other', headers: {} },
    { name: 'from another site', csrf: 'own', headers: { 'Sec-Fetch-Site': 'same-site' } },
  ])('are not sent again $name', async ({ csrf, headers }) => {
    const [id] = await addDeadLetters({ a: 'unknown' })
    const url = await start()
    const officer = await loggedIn(url)
    const own = await officer.csrf('/console/failures')
    const token = csrf === 'own' ? own : await (await loggedIn(url)).csrf('/console/failures')
    const form: [string, string][] = [
      ['id', String(id)],
      ...(csrf === null ? [] : [['csrf', token] as [string, string]]),
    ]
    expect((await officer.post('/console/failures/resend', form, headers)).status).toBe(403)
    expect(woken).toEqual([])
  })

  it('are listed fifty at a time', async () => {
    await addDeadLetters(Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'unknown' as const])))
    const officer = await loggedIn()
    const first = await (await officer.get('/console/failures')).text()
    expect(first.match(/name="id"/g)).toHaveLength(50)
    const older = /href="(\/console\/failures\?before=\d+)"/.exec(first)?.[1] ?? ''
    const second = await (await officer.get(older)).text()
    expect(second.match(/name="id"/g)).toHaveLength(1)
    expect(second).not.toContain('?before=')
  })

  it('are not there when nothing failed', async () => {
    expect(await (await (await loggedIn()).get('/console/failures')).text()).toContain(TEXTS.failures.empty)
  })
})

describe('support requests in the console', () => {
  const id = 'r1' as SupportRequestId

  it('are listed with their question, escaped, and seen by the audit log', async () => {
    const question = 'Hỏi <script>x</script>'
    await recordSupportRequest(database.db, sealer, { id, contact: person(7), question, at: NOW - 7_200_000 })
    const page = await (await (await loggedIn()).get('/console/requests')).text()
    expect(page).toContain('Hỏi &lt;script&gt;x&lt;/script&gt;')
    expect(page).toContain('đã chờ 2 giờ')
    expect((await deeds()).at(-1)).toBe('requests_viewed support')
  })

  it('are closed once', async () => {
    await recordSupportRequest(database.db, sealer, { id, contact: person(7), question: null, at: NOW })
    const officer = await loggedIn()
    const csrf = await officer.csrf('/console/requests')
    const close = () => officer.post(`/console/requests/${id}/close`, [['csrf', csrf]])
    expect((await close()).headers.get('location')).toBe('/console/requests?closed=1')
    expect((await close()).headers.get('location')).toBe('/console/requests?closed=0')
    expect((await deeds()).filter((deed) => deed.startsWith('request_closed'))).toEqual([
      `request_closed support:${id}`,
    ])
    expect(await (await officer.get('/console/requests')).text()).toContain(TEXTS.requests.empty)
  })
})
