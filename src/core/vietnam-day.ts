import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations.ts'

/** Việt Nam keeps UTC+7 all year. */
const OFFSET_MS = 7 * HOUR_MS

/** A day as its number since 1 January 1970, as the calendar shows it in Việt Nam. */
export type Day = number
/** Minutes since midnight. */
export type Minutes = number

/** The day in Việt Nam at an instant (UTC ms). */
export function dayOf(instant: number): Day {
  return Math.floor((instant + OFFSET_MS) / DAY_MS)
}

/** The time of the day in Việt Nam at an instant (UTC ms). */
export function minutesOf(instant: number): Minutes {
  return Math.floor((((instant + OFFSET_MS) % DAY_MS) + DAY_MS) / MINUTE_MS) % 1440
}

/** UTC ms of that day's minute in Việt Nam. */
export function instantOf(day: Day, minutes: Minutes): number {
  return day * DAY_MS - OFFSET_MS + minutes * MINUTE_MS
}

/** Monday 1 to Sunday 7. */
export function weekdayOf(day: Day): number {
  // 1 January 1970 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** `month` 1 to 12. */
export function calendarOf(day: Day): { readonly year: number; readonly month: number; readonly date: number } {
  const at = new Date(day * DAY_MS)
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() }
}

/** UTC ms at which the calendar month of an instant began in Việt Nam. */
export function startOfMonth(instant: number): number {
  const today = dayOf(instant)
  return instantOf(today - calendarOf(today).date + 1, 0)
}

/** The same time of the day so many months earlier (UTC ms); the month's last day where it has no such date. */
export function monthsBefore(instant: number, months: number): number {
  const { year, month, date } = calendarOf(dayOf(instant))
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  const day = Date.UTC(year, month - 1 - months, Math.min(date, last)) / DAY_MS
  return instant - (dayOf(instant) - day) * DAY_MS
}

/** Reads `05/10/2026`; null for what is no day of the calendar. */
export function readDay(text: string): Day | null {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text)
  if (!match) return null
  const [date, month, year] = match.slice(1).map(Number) as [number, number, number]
  const day = Date.UTC(year, month - 1, date) / DAY_MS
  const back = calendarOf(day)
  return back.date === date && back.month === month ? day : null
}

/** Reads `07:30`; null for what no clock shows. */
export function readMinutes(text: string): Minutes | null {
  const match = /^(\d{2}):(\d{2})$/.exec(text)
  if (!match) return null
  const [hours, minutes] = match.slice(1).map(Number) as [number, number]
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null
}

/** `05/10/2026`, as `readDay` reads it. */
export function showDay(day: Day): string {
  const { year, month, date } = calendarOf(day)
  return `${twoDigits(date)}/${twoDigits(month)}/${year}`
}

/** `07:30`, as `readMinutes` reads it. */
export function showMinutes(minutes: Minutes): string {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0')
}
