import { vietnamDate, vietnamTime } from '../../core/clock.ts'

/** `19:00 28/11/2026`: an instant (UTC ms) as it is read in Vietnam. */
export function instantSaid(instant: number): string {
  return `${vietnamTime(instant)} ${vietnamDate(instant)}`
}
