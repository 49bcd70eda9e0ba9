import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { QrStep } from '../../../src/channels/zalo-personal/transport.ts'
import { failureOf } from '../../../src/channels/zalo-personal/zca-errors.ts'
import { createZcaTransport } from '../../../src/channels/zalo-personal/zca-transport.ts'

const SESSION = { cookies: [{ key: 'zpw_sek', value: 'x', domain: 'chat.zalo.me' }], imei: 'i', userAgent: 'Firefox' }
const json = (value: unknown) => new Response(JSON.stringify(value))

/** Zalo's login pages, whose waiting calls answer what is given. */
function loginPages(answers: { scan: () => Promise<unknown>; confirm?: () => Promise<unknown> }): typeof fetch {
  return async (input, init) => {
    const path = new URL(String(input)).pathname
    const until = (answer: Promise<unknown>) =>
      new Promise<Response>((resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
        answer.then((value) => resolve(json(value)), reject)
      })
    if (path === '/account') return new Response('<script src="https://stc-zlogin.zdn.vn/main-2.44.10.js">')
    if (path.endsWith('/qr/generate'))
      return json({ data: { code: 'c', image: 'data:image/png;base64,iVBORw0', token: 't' } })
    if (path.endsWith('/qr/waiting-scan')) return until(answers.scan())
    if (path.endsWith('/qr/waiting-confirm')) return until(answers.confirm?.() ?? Promise.resolve({ error_code: 0 }))
    return json({ error_code: 0, data: {} })
  }
}
const SCANNED = { error_code: 0, data: { avatar: '', display_name: 'An' } }
const never = () => new Promise<never>(() => {})

describe('a login by QR through the library', () => {
  it('hands on the picture, that it was scanned, and that the phone said no', async () => {
    const steps: QrStep[] = []
    const pages = loginPages({ scan: async () => SCANNED, confirm: async () => ({ error_code: -13 }) })
    const tried = await createZcaTransport(pages).loginByQr((step) => steps.push(step), new AbortController().signal)
    expect(steps).toEqual([{ type: 'code', image: 'iVBORw0' }, { type: 'scanned' }])
    expect(tried).toMatchObject({ type: 'failed', reason: 'declined' })
  })

  it('ends when it is not wanted any more', async () => {
    const stop = new AbortController()
    const tried = createZcaTransport(loginPages({ scan: never })).loginByQr(() => stop.abort(), stop.signal)
    expect(await tried).toMatchObject({ type: 'failed' })
  })

  it('fails when Zalo is not reached', async () => {
    const refused: typeof fetch = () =>
      Promise.reject(Object.assign(new TypeError('x'), { cause: { code: 'ENOTFOUND' } }))
    const tried = createZcaTransport(refused).loginByQr(() => {}, new AbortController().signal)
    expect(await tried).toEqual({ type: 'failed', reason: 'unavailable', code: 'ENOTFOUND' })
  })
})

describe('a login by a stored session through the library', () => {
  /** Zalo answers a login in code that only a session's key opens; without one, it answers nothing. */
  const loginOf =
    (server: unknown): typeof fetch =>
    async (input) =>
      json(String(input).includes('/getServerInfo') ? server : { error_code: 102, data: null })

  it.each([
    { name: 'Zalo gives no session', answer: { data: { settings: {} } }, reason: 'logged_out' },
    {
      name: 'Zalo says so in words',
      answer: { error_message: 'zpw_sek bị thiếu hoặc không đúng' },
      reason: 'logged_out',
    },
  ])('is over when $name', async ({ answer, reason }) => {
    const tried = await createZcaTransport(loginOf(answer)).loginAgain(SESSION)
    expect(tried).toMatchObject({ type: 'failed', reason })
  })

  it('changes nothing of what it was given, and asks nobody but Zalo', async () => {
    const before = structuredClone(SESSION)
    const hosts = new Set<string>()
    const zalo: typeof fetch = async (input) => {
      hosts.add(new URL(String(input)).hostname)
      return json({ data: null })
    }
    await createZcaTransport(zalo).loginAgain(SESSION)
    expect(SESSION).toEqual(before)
    expect([...hosts].every((host) => host.endsWith('zalo.me'))).toBe(true)
  })
})

class ZcaApiError extends Error {
  readonly code: number | null
  constructor(message: string, code: number | null = null) {
    super(message)
    this.code = code
  }
}

describe('an error of the library', () => {
  it.each([
    { error: new ZcaApiError('The session key was improperly submitted', 102), reason: 'logged_out', code: '102' },
    { error: new ZcaApiError('zpw_sek bị thiếu hoặc không đúng', 600), reason: 'logged_out', code: '600' },
    { error: new ZcaApiError('Đăng nhập thất bại'), reason: 'logged_out', code: 'session' },
    { error: new ZcaApiError('Bạn không thể gửi tin', 166), reason: 'refused', code: '166' },
    { error: new ZcaApiError('Request failed with status code 502'), reason: 'unknown', code: 'http 502' },
    { error: new TypeError('fetch failed'), reason: 'unknown', code: 'network' },
    { error: new DOMException('late', 'TimeoutError'), reason: 'unknown', code: 'timeout' },
    {
      error: Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }),
      reason: 'unavailable',
      code: 'ECONNREFUSED',
    },
  ])('in a post means $reason: $code', ({ error, reason, code }) => {
    expect(failureOf(error, 'unknown')).toEqual({ type: 'failed', reason, code })
  })
})

it('is the only place that loads the library, and not before a login', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const loads = files.filter((file) => /import\(?.*'zca-js'/.test(readFileSync(`src/${file}`, 'utf8')))
  expect(loads).toEqual(['channels/zalo-personal/zca.ts'])
  expect(readFileSync('src/channels/zalo-personal/zca.ts', 'utf8')).not.toMatch(/from 'zca-js'/)
})
