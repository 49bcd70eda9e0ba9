import { minutesOf } from '../core/vietnam-day.ts'

/** In minutes after midnight. */
const NIGHT = { from: 60, to: 5 * 60 }

/** Whether people sleep at an instant (UTC ms), and nobody waits for what is cleared away. */
export function isSmallHours(now: number): boolean {
  const minutes = minutesOf(now)
  return minutes >= NIGHT.from && minutes < NIGHT.to
}
