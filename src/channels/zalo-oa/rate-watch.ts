import type { AccountId } from '../../core/ids.ts'
import type { Rate } from './api.ts'

const MINUTE = 60_000

/**
 * Watches how much of the clock minute's allowance Zalo says is left. An OA's package may allow far less than the app (100
 * or 2,000 requests a minute), and nothing but these answers tells how much.
 */
export class RateWatch {
  readonly #limits = new Map<AccountId, number>()
  readonly #closedUntil = new Map<AccountId, number>()

  /** Takes note of an answer that came at `now` (UTC ms); `exhausted` when Zalo refused for the rate. */
  learn(account: AccountId, rate: Rate, exhausted: boolean, now: number): void {
    if (rate.limit !== null && rate.limit > 0) this.#limits.set(account, rate.limit)
    if (exhausted || rate.remaining === 0) this.#closedUntil.set(account, now - (now % MINUTE) + MINUTE)
  }

  /** Whether this minute's allowance is known to be used up, so that a call would only be refused. */
  isClosed(account: AccountId, now: number): boolean {
    const until = this.#closedUntil.get(account) ?? 0
    // A clock set back must not keep the account closed for longer than a minute can be.
    return now < until && until - now <= MINUTE
  }

  /** Requests per minute by account, as far as Zalo has told. */
  get limits(): ReadonlyMap<AccountId, number> {
    return this.#limits
  }
}
