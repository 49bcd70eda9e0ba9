import type { Clock } from '../core/clock.ts'

export interface RateVerdict {
  readonly allowed: boolean
  readonly remaining: number
}

/** Counts calls in windows that begin on whole multiples of `lengthMs`, as the clock minute does. */
export class RateWindow {
  readonly #clock: Clock
  readonly #lengthMs: number
  #window = -1
  #used = 0

  constructor(clock: Clock, lengthMs: number) {
    this.#clock = clock
    this.#lengthMs = lengthMs
  }

  /** Takes one call out of the `limit` of the present window. */
  take(limit: number): RateVerdict {
    const window = Math.floor(this.#clock.now() / this.#lengthMs)
    if (window !== this.#window) {
      this.#window = window
      this.#used = 0
    }
    if (this.#used >= limit) return { allowed: false, remaining: 0 }
    this.#used += 1
    return { allowed: true, remaining: limit - this.#used }
  }
}
