/** Slots are given out in handfuls, so that one statement claims several messages. */
const LEAST = 8
const MOST = 16

/**
 * How many calls of broadcasts are under way at once, over all accounts. Without a limit, what many accounts have claimed
 * would wait in front of a platform's connections, and every answer behind it.
 */
export class Slots {
  readonly #waiting = new Set<() => void>()
  #free: number

  constructor(count: number) {
    this.#free = count
  }

  /** Some slots, `wanted` at most; 0 when so few are left that it pays to wait. Each is to be given back. */
  take(wanted: number): number {
    const taken = this.#free < LEAST ? 0 : Math.min(wanted, this.#free, MOST)
    this.#free -= taken
    return taken
  }

  giveBack(count: number): void {
    this.#free += count
    const next = this.#waiting.values().next().value
    if (this.#free < LEAST || !next) return
    this.#waiting.delete(next)
    next()
  }

  /** `rouse` is called once, when it is its turn to take some. */
  await(rouse: () => void): void {
    this.#waiting.add(rouse)
  }
}
