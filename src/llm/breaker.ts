import type { Clock } from '../core/clock.ts'
import { MINUTE_MS } from '../core/durations.ts'

/** After so many failures in a row nothing is asked for a while; then one question tries whether it works again. */
const FAILURES_TO_OPEN = 5
const REST_MS = MINUTE_MS

/** Keeps a service that is away from costing every person its timeout. */
export interface Breaker {
  /** Whether the service may be asked now; who is told so reports what came of it. */
  mayTry(): boolean
  worked(): void
  /** true when this failure opened it. */
  failed(): boolean
}

export function createBreaker(clock: Clock): Breaker {
  let failures = 0
  let restsUntil = 0
  return {
    mayTry() {
      if (failures < FAILURES_TO_OPEN) return true
      const now = clock.now()
      if (now < restsUntil) return false
      restsUntil = now + REST_MS
      return true
    },
    worked() {
      failures = 0
    },
    failed() {
      failures++
      if (failures >= FAILURES_TO_OPEN) restsUntil = clock.now() + REST_MS
      return failures === FAILURES_TO_OPEN
    },
  }
}
