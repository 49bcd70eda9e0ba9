import { setTimeout as delay } from 'node:timers/promises'
import type { SentMessage } from '../../src/sandbox/sent-log.ts'
import { Latencies } from './latencies.ts'
import { type Person, personOf } from './webhooks.ts'

interface Open {
  readonly person: Person
  readonly askedAt: number
  readonly answered: () => void
}

/** How long nothing may arrive before what is still open counts as lost. */
const LOST_AFTER_MS = 15_000

/**
 * The people who ask. Each has one question open at a time (every one of them is answered in one message), so that an
 * answer is known by whom it reaches; more join when all are waiting.
 */
export class Crowd {
  readonly #open = new Map<string, Open>()
  readonly #free: Person[]
  #people: number
  #arrived = 0
  #latencies = new Latencies()

  constructor(people: number) {
    this.#people = people
    this.#free = Array.from({ length: people }, (_, number) => personOf(number))
  }

  /** Whoever has been silent the longest now has a question open, since `askedAt` (`performance.now`); `answered` is called at its answer. */
  ask(askedAt: number, answered: () => void = () => {}): Person {
    const person = this.#free.shift() ?? personOf(this.#people++)
    this.#open.set(person.id, { person, askedAt, answered })
    return person
  }

  /** To be called with whatever a fake platform accepts. */
  receive(message: SentMessage): void {
    const open = this.#open.get(message.to)
    if (!open) return
    this.#open.delete(message.to)
    this.#arrived += 1
    this.#latencies.add(performance.now() - open.askedAt)
    this.#free.push(open.person)
    open.answered()
  }

  get waiting(): number {
    return this.#open.size
  }

  /** Answers since the beginning. */
  get answered(): number {
    return this.#arrived
  }

  /** From question to answer, of the answers since the last call. */
  takeLatencies(): Latencies {
    const taken = this.#latencies
    this.#latencies = new Latencies()
    return taken
  }

  /** Waits until all are answered. Throws when nothing comes any more: an acknowledged question must not be lost. */
  async allAnswered(): Promise<void> {
    let seen = this.#arrived
    let lastArrival = performance.now()
    while (this.#open.size > 0) {
      await delay(5)
      if (this.#arrived > seen) {
        seen = this.#arrived
        lastArrival = performance.now()
      } else if (performance.now() - lastArrival > LOST_AFTER_MS) {
        throw new Error(`${this.#open.size} questions were never answered`)
      }
    }
  }
}
