import { vietnamDate, vietnamTime } from '../../core/clock.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/durations.ts'
import { fill } from '../../core/fill.ts'
import type { ConsoleTexts } from '../texts.ts'

/** `14:05 21/11/2026`, as read in Vietnam. */
export function dateAndTime(at: number): string {
  return `${vietnamTime(at)} ${vietnamDate(at)}`
}

/** A length of time in its largest whole unit: `3 phút`. */
export function ageText(ms: number, units: ConsoleTexts['ages']): string {
  const in_ = (unit: string, size: number) => fill(unit, { count: String(Math.floor(Math.max(ms, 0) / size)) })
  if (ms < MINUTE_MS) return in_(units.seconds, 1000)
  if (ms < HOUR_MS) return in_(units.minutes, MINUTE_MS)
  return ms < 2 * DAY_MS ? in_(units.hours, HOUR_MS) : in_(units.days, DAY_MS)
}
