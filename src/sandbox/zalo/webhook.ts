import { createHash } from 'node:crypto'
import { MINUTE_MS } from '../../core/durations.ts'
import { WebhookSender } from '../webhook-sender.ts'
import type { ZaloEvent } from './events.ts'

/** 30 s, 5 min, 15 min, 30 min and 1 h after the first attempt; then the app is unsubscribed. */
const RETRY_AT_MS = [30_000, 5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, 60 * MINUTE_MS]
const ANSWER_DEADLINE_MS = 2_000

export interface WebhookKeys {
  readonly appId: string
  readonly oaSecretKey: string
}

/** `mac=` and the SHA-256 of app id, body, timestamp and OA secret key, one after the other: no HMAC. */
function signatureOf(keys: WebhookKeys, body: string, timestamp: string): string {
  return `mac=${createHash('sha256')
    .update(keys.appId + body + timestamp + keys.oaSecretKey)
    .digest('hex')}`
}

/** The headers of a webhook call with this body, whose `timestamp` is part of what is signed. */
export function signedHeaders(keys: WebhookKeys, body: string): Record<string, string> {
  const event: unknown = JSON.parse(body)
  const isStamped = typeof event === 'object' && event !== null && 'timestamp' in event
  const signature = signatureOf(keys, body, isStamped ? String(event.timestamp) : '')
  return { 'content-type': 'application/json', 'x-zevent-signature': signature }
}

/** Posts events to the app's webhook, signed, and unsubscribes it when it fails for the platform's whole schedule. */
export class ZaloWebhook {
  readonly #sender: WebhookSender
  #subscribed = true

  constructor(options: { readonly url?: string | undefined; readonly speedUp: number; readonly deadlineMs?: number }) {
    const policy = {
      deadlineMs: options.deadlineMs ?? ANSWER_DEADLINE_MS,
      retryAtMs: RETRY_AT_MS,
      speedUp: options.speedUp,
    }
    this.#sender = new WebhookSender(options.url, policy, {
      onGivenUp: () => {
        this.#subscribed = false
      },
    })
  }

  get subscribed(): boolean {
    return this.#subscribed
  }

  /** Saves the receiver's address in the app's console, which also switches events on again. */
  connect(url: string): void {
    this.#sender.url = url
    this.#subscribed = true
  }

  /** The status of the first attempt; 0 when the app is not subscribed or did not answer. */
  async post(keys: WebhookKeys, event: ZaloEvent, headers: Readonly<Record<string, string>> = {}): Promise<number> {
    return this.#subscribed ? this.#sender.deliver(this.#writer(keys, event, headers)) : 0
  }

  postLater(keys: WebhookKeys, event: ZaloEvent, headers: Readonly<Record<string, string>> = {}): void {
    if (this.#subscribed) this.#sender.deliverLater(this.#writer(keys, event, headers))
  }

  settled(): Promise<void> {
    return this.#sender.settled()
  }

  close(): Promise<void> {
    return this.#sender.close()
  }

  #writer(keys: WebhookKeys, event: ZaloEvent, headers: Readonly<Record<string, string>>) {
    const body = JSON.stringify(event)
    const signed = signedHeaders(keys, body)
    return (attempt: number) => ({
      body,
      headers: { ...signed, ...headers, ...(attempt > 0 ? { num_retry: String(attempt) } : {}) },
    })
  }
}
