/** A message that a fake platform accepted, as the person would find it in the chat. */
export interface SentMessage {
  readonly id: string
  /** UTC ms. */
  readonly at: number
  /** The OA's or Page's platform id. */
  readonly account: string
  /** The recipient's platform id, a phone number, or what the platform takes in their place. */
  readonly to: string
  /** In the platform's words: `text`, `image`, `list`, `generic`, … */
  readonly kind: string
  /** The words a person reads; empty for a bare picture. */
  readonly text: string
  readonly buttons: readonly SentButton[]
  /** The body of the call, as it came. */
  readonly body: unknown
}

export interface SentButton {
  readonly title: string
  readonly type: string
  /** What comes back or is opened when it is pressed. */
  readonly payload: string
}

/** Accepted messages in order: the last `keep` of them in detail, all of them as counts. */
export class SentLog {
  readonly kept: SentMessage[] = []
  readonly #keep: number
  readonly #onSent: (message: SentMessage) => void
  readonly #perRecipient = new Map<string, number>()
  #total = 0

  /** `onSent` is called with each message as it is accepted. */
  constructor(keep: number, onSent: (message: SentMessage) => void = () => {}) {
    this.#keep = keep
    this.#onSent = onSent
  }

  get total(): number {
    return this.#total
  }

  countTo(recipient: string): number {
    return this.#perRecipient.get(recipient) ?? 0
  }

  /** Messages per recipient, over the whole life of the log. */
  get perRecipient(): ReadonlyMap<string, number> {
    return this.#perRecipient
  }

  add(message: SentMessage): void {
    this.#total += 1
    this.#perRecipient.set(message.to, this.countTo(message.to) + 1)
    // A tenth goes at once: dropping one at a time would move the whole list for every message.
    if (this.kept.length >= this.#keep) this.kept.splice(0, Math.max(1, Math.floor(this.#keep / 10)))
    this.kept.push(message)
    this.#onSent(message)
  }
}
