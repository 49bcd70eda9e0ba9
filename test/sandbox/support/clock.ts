import type { Clock } from '../../../src/core/clock.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** 20 November 2026, 12:00 in Hanoi. */
export const NOON = 1_795_150_800_000

export interface MovableClock extends Clock {
  pass(ms: number): void
}

/** A clock that stands still until it is moved. */
export function movableClock(start: number = NOON): MovableClock {
  let at = start
  return {
    now: () => at,
    pass(ms) {
      at += ms
    },
  }
}
