import { DAY_MS } from '../core/durations.ts'
import type { Id } from '../core/ids.ts'
import { instantOf, dayOf as numberOf } from '../core/vietnam-day.ts'

/** A day as read in Viet Nam: `2026-11-23`. Days written so sort as they follow each other. */
export type Day = Id<'Day'>

export const WEEKDAYS = ['cn', 't2', 't3', 't4', 't5', 't6', 't7'] as const
/** `t2` is Monday, `cn` Sunday. */
export type Weekday = (typeof WEEKDAYS)[number]

/** The day that an instant (UTC ms) belongs to in Viet Nam. */
export function dayOf(instant: number): Day {
  return dayNumbered(numberOf(instant))
}

/** The instant (UTC ms) at which a day begins in Viet Nam. */
export function startOfDay(day: Day): number {
  return instantOf(numberFor(day), 0)
}

/** So many days later; earlier with a negative number. */
export function addDays(day: Day, days: number): Day {
  return dayNumbered(numberFor(day) + days)
}

/** On which day of the week it falls. */
export function weekdayOf(day: Day): Weekday {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'cn'
}

function numberFor(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS
}

function dayNumbered(number: number): Day {
  return new Date(number * DAY_MS).toISOString().slice(0, 10) as Day
}
