import { setTimeout as delay } from 'node:timers/promises'
import { SANDBOX_MESSENGER } from '../../../src/sandbox/index.ts'
import type { System } from '../../support/system.ts'
import type { Platform } from './people.ts'

/** A webhook call as its platform makes it, signed. */
export interface SignedCall {
  readonly platform: Platform
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Signs a body that is to be posted as it is. */
export function signed(system: System, platform: Platform, body: string): SignedCall {
  return { platform, body, headers: system[platform].signed(body) }
}

/** A person's text on either platform, with a message id of the test's choosing. */
export function textCall(
  system: System,
  platform: Platform,
  text: { readonly from: string; readonly messageId: string; readonly text: string },
): SignedCall {
  if (platform === 'zalo')
    return signed(
      system,
      'zalo',
      JSON.stringify(system.zalo.event.text(text.from, text.text, { messageId: text.messageId })),
    )
  const { body } = system.messenger.event.text(text.from, text.text, { mid: text.messageId })
  return signed(system, 'messenger', messengerBody([body]))
}

/** One POST of Messenger with these items of `messaging[]`, an entry each. */
export function messengerBody(messaging: readonly object[]): string {
  const entry = messaging.map((item) => ({ id: SANDBOX_MESSENGER.pageId, time: 1_795_150_800_450, messaging: [item] }))
  return JSON.stringify({ object: 'page', entry })
}

/** Posts the call to the server at `url`. */
export function post(url: string, call: SignedCall): Promise<Response> {
  return fetch(`${url}/webhooks/${call.platform}`, { method: 'POST', body: call.body, headers: call.headers })
}

/**
 * Posts until the answer is 200, as the platforms do when the server is away, hangs up or says 5xx; gives the number of
 * attempts. Any other answer is a mistake and throws. `urls` are tried one after the other.
 */
export async function postUntilTaken(urls: readonly string[], call: SignedCall, retryAfterMs = 200): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const status = await statusOf(urls[(attempt - 1) % urls.length] ?? '', call)
    if (status === 200) return attempt
    if (status !== 0 && status < 500) throw new Error(`a genuine event was answered with ${status}`)
    await delay(retryAfterMs)
  }
}

/** 0 when there was no answer. */
async function statusOf(url: string, call: SignedCall): Promise<number> {
  try {
    const answer = await post(url, call)
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 0
  }
}
