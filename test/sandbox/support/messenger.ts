import { SANDBOX_MESSENGER } from '../../../src/sandbox/index.ts'
import type { FakeMessengerOptions } from '../../../src/sandbox/messenger/options.ts'
import { type FakeMessenger, startFakeMessenger } from '../../../src/sandbox/messenger/server.ts'
import { type MovableClock, movableClock } from './clock.ts'

export const PSID = '24681012141618202'
export const PAGE_ID = SANDBOX_MESSENGER.pageId

export interface GraphReply {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
  /** `0`, or code and subcode as in `10/2018278`. */
  readonly code: string
}

export interface MessengerBench {
  readonly messenger: FakeMessenger
  readonly clock: MovableClock
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<GraphReply>
  send(body: unknown): Promise<GraphReply>
  /** Sends a text to `PSID` as an answer. */
  say(text: string): Promise<GraphReply>
  close(): Promise<void>
}

export async function startMessengerBench(options: Partial<FakeMessengerOptions> = {}): Promise<MessengerBench> {
  const clock = movableClock()
  const messenger = await startFakeMessenger({ clock, pages: [SANDBOX_MESSENGER], retrySpeedUp: 1e6, ...options })
  const call: MessengerBench['call'] = async (method, path, body, headers) => {
    const authorization = `Bearer ${SANDBOX_MESSENGER.pageToken}`
    const answer = await fetch(messenger.url + path, {
      method,
      headers: { 'content-type': 'application/json', authorization, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return readReply(answer)
  }
  const send = (body: unknown) => call('POST', `/v25.0/${PAGE_ID}/messages`, body)
  return { messenger, clock, call, send, say: (text) => send(answerTo(PSID, { text })), close: () => messenger.close() }
}

export function answerTo(psid: string, message: object, extra: object = {}) {
  return { recipient: { id: psid }, messaging_type: 'RESPONSE', message, ...extra }
}

async function readReply(answer: Response): Promise<GraphReply> {
  const body = (await answer.json()) as Record<string, unknown>
  const error = body.error as { code: number; error_subcode?: number } | undefined
  const code = error ? [error.code, error.error_subcode].filter((part) => part !== undefined).join('/') : '0'
  return { status: answer.status, headers: answer.headers, body, code }
}
