import { startOfDay, dayOf as writtenDayOf } from '../calendar/days.ts'
import type { Id } from '../core/ids.ts'
import { DAY_MS, minutesOf, weekdayOf as weekdayOfNumber } from '../core/vietnam-day.ts'

/** A day of Vietnam's calendar, `2026-10-05`; later ones sort later. */
export type Day = Id<'Day'>
/** Minutes after midnight in Vietnam. */
export type Minutes = number
/** 1 is Monday, 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

const MINUTE_MS = 60_000

/** The day of these numbers (month 1 to 12), or null when the calendar has none. */
export function dayOf(year: number, month: number, date: number): Day | null {
  const at = new Date(Date.UTC(year, month - 1, date))
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === date
  return exists ? dayNumbered(at.getTime() / DAY_MS) : null
}

export function addDays(day: Day, days: number): Day {
  return dayNumbered(numberOf(day) + days)
}

export function weekdayOf(day: Day): Weekday {
  return weekdayOfNumber(numberOf(day)) as Weekday
}

/** UTC ms of that time of the day in Vietnam. */
export function instantOf(day: Day, time: Minutes): number {
  return startOfDay(day) + time * MINUTE_MS
}

/** The day in Vietnam at an instant (UTC ms), and the time of that day. */
export function localTimeOf(instant: number): { readonly day: Day; readonly time: Minutes } {
  return { day: writtenDayOf(instant) as Day, time: minutesOf(instant) }
}

/** `05/10/2026`. */
export function showDay(day: Day): string {
  return day.split('-').reverse().join('/')
}

/** `07:30`. */
export function showTime(time: Minutes): string {
  return `${String(Math.floor(time / 60)).padStart(2, '0')}:${String(time % 60).padStart(2, '0')}`
}

function numberOf(day: Day): number {
  return Date.parse(day) / DAY_MS
}

function dayNumbered(number: number): Day {
  return new Date(number * DAY_MS).toISOString().slice(0, 10) as Day
}
