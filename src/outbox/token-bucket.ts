import type { Pace } from '../core/channel.ts'

/** A token bucket: `burst` at once, then `perSecond`. Times are UTC ms, given by the caller. */
export class TokenBucket {
  readonly #pace: Pace
  #tokens: number
  #at: number

  constructor(pace: Pace, now: number) {
    this.#pace = pace
    this.#tokens = pace.burst
    this.#at = now
  }

  /** Begins anew without a burst. */
  empty(now: number): void {
    this.#tokens = 0
    this.#at = now
  }

  /** How many whole tokens there are now. */
  available(now: number): number {
    this.#refill(now)
    return Math.floor(this.#tokens)
  }

  take(count: number, now: number): void {
    this.#refill(now)
    this.#tokens -= count
  }

  /** Milliseconds until a token is there; 0 when one is. */
  waitMs(now: number): number {
    this.#refill(now)
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / this.#pace.perSecond) * 1000)
  }

  #refill(now: number): void {
    const elapsed = Math.max(0, now - this.#at)
    this.#tokens = Math.min(this.#pace.burst, this.#tokens + (elapsed / 1000) * this.#pace.perSecond)
    this.#at = now
  }
}
