import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../core/clock.ts'
import { HOUR_MS } from '../../core/durations.ts'
import { WebhookSender } from '../webhook-sender.ts'
import { type Chaos, disturb, OTHER_PAGE_ID } from './chaos.ts'
import type { MessengerEvent } from './events.ts'
import type { Page } from './page.ts'
import { numericId, signedHeaders, toWire } from './wire.ts'

const ANSWER_DEADLINE_MS = 5_000
/** "A few times right away". */
const RETRY_AT_MS = [1_000, 3_000, 10_000]
const UNSUBSCRIBED_AFTER_MS = HOUR_MS
/** How long `reorder` holds an event back. */
const HELD_BACK_MS = 50

/** Posts events to the app's callback: by subscribed field, signed, with the chaos in force. */
export class MessengerWebhook {
  readonly #clock: Clock
  readonly #chaos: Chaos
  readonly #sender: WebhookSender
  #failingSince: number | null = null
  #posts = 0
  #writes = 0

  constructor(options: {
    readonly clock: Clock
    readonly chaos: Chaos
    readonly url?: string | undefined
    readonly speedUp: number
    readonly deadlineMs?: number
    /** Called after an hour of failures. */
    readonly onUnsubscribed: () => void
  }) {
    this.#clock = options.clock
    this.#chaos = options.chaos
    const policy = {
      deadlineMs: options.deadlineMs ?? ANSWER_DEADLINE_MS,
      retryAtMs: RETRY_AT_MS,
      speedUp: options.speedUp,
    }
    this.#sender = new WebhookSender(options.url, policy, {
      onAttempt: (status) => {
        if (this.#hasFailedTooLong(status)) options.onUnsubscribed()
      },
    })
  }

  get url(): string | null {
    return this.#sender.url
  }

  connect(url: string): void {
    this.#sender.url = url
    this.#failingSince = null
  }

  /** Posts all of `events` that the Page subscribed to in one call; 0 when none is left or nobody answers. */
  async post(page: Page, events: readonly MessengerEvent[]): Promise<number> {
    const wanted = events.filter((event) => page.isSubscribedTo(event.field))
    if (wanted.length === 0) return 0
    this.#posts += 1
    if (this.#chaos.reorder && this.#posts % 2 === 1) await sleep(HELD_BACK_MS)
    const disturbed = disturb(wanted, this.#chaos)
    const write = () => this.#sign(page, this.#payload(page, disturbed))
    const status = await this.#sender.deliver(write)
    return this.#chaos.duplicate ? this.#sender.deliver(write) : status
  }

  /** Lets `settled` and `close` wait for this work too. */
  track(work: Promise<unknown>): void {
    this.#sender.track(work)
  }

  /** Posts a payload as it is, only written and signed in the platform's way. */
  deliver(page: Page, payload: unknown): Promise<number> {
    return this.#sender.deliver(() => this.#sign(page, payload))
  }

  settled(): Promise<void> {
    return this.#sender.settled()
  }

  close(): Promise<void> {
    return this.#sender.close()
  }

  /** `entry.time` is when the call is made: it differs between repetitions and is never before an event. */
  #payload(page: Page, events: readonly MessengerEvent[]): unknown {
    const pageId = this.#chaos.wrongPageId ? OTHER_PAGE_ID : page.id
    const id = this.#chaos.numberIds ? numericId(pageId) : pageId
    this.#writes += 1
    const head = { id, time: this.#clock.now() + 100 + (this.#writes % 1_000) }
    const lists = { changes: [] as unknown[], messaging: [] as unknown[], standby: [] as unknown[] }
    for (const { field, body } of events) {
      if (field === 'feed' || field.startsWith('marketing_message_')) lists.changes.push(body)
      else if (field === 'standby') lists.standby.push(body)
      else lists.messaging.push(body)
    }
    const filled = Object.fromEntries(Object.entries(lists).filter(([, items]) => items.length > 0))
    return { object: 'page', entry: [{ ...head, ...filled }] }
  }

  #sign(page: Page, payload: unknown) {
    const body = toWire(payload, this.#chaos.escapeMore)
    const secret = this.#chaos.badSignature ? `not ${page.app.appSecret}` : page.app.appSecret
    return { body, headers: signedHeaders(secret, body) }
  }

  #hasFailedTooLong(status: number): boolean {
    if (status === 200) {
      this.#failingSince = null
      return false
    }
    const now = this.#clock.now()
    this.#failingSince ??= now
    return now - this.#failingSince >= UNSUBSCRIBED_AFTER_MS
  }
}
