/** What the platform knows of one person towards one OA. Instants are UTC ms. */
export interface Person {
  readonly id: string
  readonly name: string
  followed: boolean
  blocked: boolean
  /** Last message, press, form or opened chat; null for one who only follows. */
  lastInteractionAt: number | null
  /** Consultation messages to the person since then. */
  sentSince: number
  /** Last sign of life on Zalo at all. */
  lastActiveAt: number
  welcomesLeft: number
  alias: string
  sharedInfo: Readonly<Record<string, string>>
}

/** Answers that one incoming message may get through `recipient.message_id`, within 48 hours. */
const ANSWERS_PER_MESSAGE = 8
const WELCOME_MESSAGES = 3
/** Older incoming messages are forgotten beyond this number. */
const KEPT_INCOMING = 20_000

interface Incoming {
  readonly userId: string
  readonly at: number
  answersLeft: number
}

/** The people of one OA, those who write without an account, and the messages they wrote. */
export class People {
  readonly #people = new Map<string, Person>()
  readonly #conversations = new Map<string, string>()
  readonly #incoming = new Map<string, Incoming>()

  find(id: string): Person | undefined {
    return this.#people.get(id)
  }

  all(): Person[] {
    return [...this.#people.values()]
  }

  /** The person, made known if need be. */
  meet(id: string, now: number): Person {
    const known = this.#people.get(id)
    if (known) {
      known.lastActiveAt = now
      return known
    }
    const person: Person = {
      id,
      name: `Người dùng ${id.slice(-4)}`,
      followed: false,
      blocked: false,
      lastInteractionAt: null,
      sentSince: 0,
      lastActiveAt: now,
      welcomesLeft: WELCOME_MESSAGES,
      alias: '',
      sharedInfo: {},
    }
    this.#people.set(id, person)
    return person
  }

  /** The conversation of a person without a Zalo account, by the id that stands for them. */
  conversationOf(anonymousId: string): string | undefined {
    return this.#conversations.get(anonymousId)
  }

  meetAnonymous(anonymousId: string, conversationId: string): void {
    this.#conversations.set(anonymousId, conversationId)
  }

  rememberIncoming(messageId: string, userId: string, at: number): void {
    this.#incoming.set(messageId, { userId, at, answersLeft: ANSWERS_PER_MESSAGE })
    const oldest = this.#incoming.keys().next()
    if (this.#incoming.size > KEPT_INCOMING && !oldest.done) this.#incoming.delete(oldest.value)
  }

  incoming(messageId: string): Incoming | undefined {
    return this.#incoming.get(messageId)
  }
}
