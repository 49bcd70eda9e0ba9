/** Slots are given out in handfuls, so that one statement claims several messages. */
const LEAST = 8
const MOST = 16

/**
 * How many calls of broadcasts are under way at once, over all accounts. Without a limit, what many accounts have claimed
 * would wait in front of a platform's connections, and every answer behind it.
 */
export class Slots {
  readonly #waiting = new Set<() => void>()
  readonly #count: number
  #limit: number
  #taken = 0

  constructor(count: number) {
    this.#count = count
    this.#limit = count
  }

  /** Gives out no more than `few` at once until what it gives is disposed of. */
  narrow(few: number): Disposable {
    this.#limit = few
    return {
      [Symbol.dispose]: () => {
        this.#limit = this.#count
        const waiting = [...this.#waiting]
        this.#waiting.clear()
        for (const rouse of waiting) rouse()
      },
    }
  }

  /** Some slots, `wanted` at most; 0 when so few are left that it pays to wait. Each is to be given back. */
  take(wanted: number): number {
    const taken = this.#free < LEAST ? 0 : Math.min(wanted, this.#free, MOST)
    this.#taken += taken
    return taken
  }

  giveBack(count: number): void {
    this.#taken -= count
    const next = this.#waiting.values().next().value
    if (this.#free < LEAST || !next) return
    this.#waiting.delete(next)
    next()
  }

  get #free(): number {
    return this.#limit - this.#taken
  }

  /** `rouse` is called once, when it is its turn to take some. */
  await(rouse: () => void): void {
    this.#waiting.add(rouse)
  }
}
