import { DAY_MS, instantOf, dayOf as numberOf } from '../core/vietnam-day.ts'

/** A day as read in Viet Nam: `2026-11-23`. Days written so sort as they follow each other. */
export type Day = string

export const WEEKDAYS = ['cn', 't2', 't3', 't4', 't5', 't6', 't7'] as const
/** `t2` is Monday, `cn` Sunday. */
export type Weekday = (typeof WEEKDAYS)[number]

/** The day that an instant (UTC ms) belongs to in Viet Nam. */
export function dayOf(instant: number): Day {
  return new Date(numberOf(instant) * DAY_MS).toISOString().slice(0, 10)
}

/** The instant (UTC ms) at which a day begins in Viet Nam. */
export function startOfDay(day: Day): number {
  return instantOf(Date.parse(`${day}T00:00:00Z`) / DAY_MS, 0)
}

export function dayAfter(day: Day): Day {
  return dayOf(startOfDay(day) + DAY_MS)
}

export function weekdayOf(day: Day): Weekday {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'cn'
}
