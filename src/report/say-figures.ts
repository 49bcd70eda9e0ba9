import { MINUTE_MS } from '../core/durations.ts'
import { fill } from '../core/fill.ts'
import type { ReportTexts } from './texts.ts'

/** A count, or something that is put in words. */
export type Value = number | string

const HOUR_MINUTES = 60
const DAY_MINUTES = 24 * HOUR_MINUTES
const WHOLE = new Intl.NumberFormat('vi-VN')
const MEAN = new Intl.NumberFormat('vi-VN', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** A count as it is read in Vietnam: `12.345`. */
export function amount(value: Value): string {
  return typeof value === 'number' ? WHOLE.format(value) : value
}

/** `2 giờ 5 phút`, in the two units that tell enough. */
export function durationSaid(ms: number | null, { durations, none }: ReportTexts): string {
  if (ms === null) return none
  const minutes = Math.round(ms / MINUTE_MS)
  if (minutes < HOUR_MINUTES) return fill(durations.minutes, { minutes: String(minutes) })
  const hours = Math.floor(minutes / HOUR_MINUTES)
  if (minutes < DAY_MINUTES)
    return fill(durations.hours, { hours: String(hours), minutes: String(minutes % HOUR_MINUTES) })
  const days = Math.floor(minutes / DAY_MINUTES)
  return fill(durations.days, { days: String(days), hours: String(hours % 24) })
}

/** The mean of some ratings and how many they are, or that there are none. */
export function ratingSaid(count: number, mean: number | null, { rating, none }: ReportTexts): string {
  return count === 0 || mean === null ? none : fill(rating, { mean: MEAN.format(mean), count: amount(count) })
}
