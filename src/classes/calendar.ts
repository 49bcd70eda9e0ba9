import { type Day, dayOf, startOfDay } from '../calendar/days.ts'
import { DAY_MS, MINUTE_MS } from '../core/durations.ts'
import { type Minutes, minutesOf, weekdayOf as weekdayOfNumber } from '../core/vietnam-day.ts'

/** 1 is Monday, 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** The day of these numbers (month 1 to 12), or null when the calendar has none. */
export function dayWith(year: number, month: number, date: number): Day | null {
  const at = new Date(Date.UTC(year, month - 1, date))
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === date
  return exists ? (at.toISOString().slice(0, 10) as Day) : null
}

/** On which day of the week it falls. */
export function weekdayOf(day: Day): Weekday {
  return weekdayOfNumber(Date.parse(day) / DAY_MS) as Weekday
}

/** UTC ms of that time of the day in Vietnam. */
export function instantOf(day: Day, time: Minutes): number {
  return startOfDay(day) + time * MINUTE_MS
}

/** The day in Vietnam at an instant (UTC ms), and the time of that day. */
export function localTimeOf(instant: number): { readonly day: Day; readonly time: Minutes } {
  return { day: dayOf(instant), time: minutesOf(instant) }
}

/** `05/10/2026`. */
export function showDay(day: Day): string {
  return day.split('-').reverse().join('/')
}
