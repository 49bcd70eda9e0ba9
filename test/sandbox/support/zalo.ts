import { SANDBOX_ZALO } from '../../../src/sandbox/index.ts'
import type { FakeZaloOptions } from '../../../src/sandbox/zalo/options.ts'
import { type FakeZalo, startFakeZalo } from '../../../src/sandbox/zalo/server.ts'
import { type MovableClock, movableClock } from './clock.ts'

export const USER = '2000000000000000002'
export const { accessToken: TOKEN, refreshToken: REFRESH_TOKEN } = SANDBOX_ZALO.tokens
/** The OA with an access token that does not end, for tests that let weeks pass. */
export const LASTING = { ...SANDBOX_ZALO, tokens: { ...SANDBOX_ZALO.tokens, expiresAt: Number.POSITIVE_INFINITY } }
export const CS = '/v3.0/oa/message/cs'
export const V2 = '/v2.0/oa/message'

export interface ZaloReply {
  readonly status: number
  readonly headers: Headers
  readonly error: number
  readonly message: string
  readonly data: Record<string, unknown>
}

export interface ZaloBench {
  readonly zalo: FakeZalo
  readonly clock: MovableClock
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<ZaloReply>
  get(path: string, token?: string): Promise<ZaloReply>
  /** Sends a text to `USER`. */
  say(text: string, userId?: string): Promise<ZaloReply>
  close(): Promise<void>
}

export async function startZaloBench(options: Partial<FakeZaloOptions> = {}): Promise<ZaloBench> {
  const clock = movableClock()
  const zalo = await startFakeZalo({ clock, apps: [SANDBOX_ZALO], retrySpeedUp: 1e6, ...options })
  const post: ZaloBench['post'] = async (path, body, headers = { access_token: TOKEN }) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
    return readReply(await fetch(zalo.url + path, { ...init, body: JSON.stringify(body) }))
  }
  return {
    zalo,
    clock,
    post,
    get: async (path, token = TOKEN) => readReply(await fetch(zalo.url + path, { headers: { access_token: token } })),
    say: (text, userId = USER) => post(CS, textTo(userId, text)),
    close: () => zalo.close(),
  }
}

export function textTo(userId: string, text: string) {
  return { recipient: { user_id: userId }, message: { text } }
}

export function templateTo(userId: string, payload: object) {
  return { recipient: { user_id: userId }, message: { attachment: { type: 'template', payload } } }
}

async function readReply(answer: Response): Promise<ZaloReply> {
  const body = (await answer.json()) as Omit<ZaloReply, 'status' | 'headers'>
  return { ...body, status: answer.status, headers: answer.headers }
}
