import { compareDates, type LocalDate, weekdayOf } from './calendar.ts'
import { type Day, type DayRefusal, readDays } from './read-days.ts'
import { type Hours, readHours, type TimeOfDay } from './read-hours.ts'

/** Values that were found, and what keeps them from being an answer; null: nothing does. */
export interface Found<Value, Why extends string> {
  readonly values: readonly Value[]
  readonly why: Why | null
}

/** One reading of a text about days and times. */
export interface Moment {
  /** `null` where the text names none. */
  readonly days: Found<LocalDate, DayRefusal | 'several' | 'mismatch'> | null
  readonly times: Found<TimeOfDay, 'ambiguous' | 'several' | 'mismatch' | 'no_such_time' | 'vague'> | null
  /** What was left over: `D` and `T` stand where a day and a time were found. */
  readonly rest: string
  /** The signs it was read from. */
  readonly signs: string
}

/** Days and times that stand in the signs of a text, as seen from `today`. */
export function readMoment(signs: string, today: LocalDate): Moment {
  const { days, rest: withoutDays } = readDays(signs, today)
  const { hours, rest } = readHours(withoutDays)
  return { days: foundDays(days, / or /.test(rest)), times: foundTimes(hours), rest, signs }
}

/** `either`: an "or" stands between them. */
function foundDays(days: readonly Day[], either: boolean): Moment['days'] {
  if (days.length === 0) return null
  const refusals = days.flatMap((day) => (day.type === 'refused' ? [day.why] : []))
  if (refusals.includes('lunar')) return { values: [], why: 'lunar' }
  const values = days.flatMap(datesOf).toSorted(compareDates)
  if (refusals[0]) return { values, why: refusals[0] }
  const dated = distinct(days.flatMap((day) => (day.type === 'day' ? [day.date] : [])))
  const weekdays = days.flatMap((day) => (day.type === 'weekday' ? [day] : []))
  const [first, second] = dated
  if (first === undefined) return foundWeekdays(weekdays.map((weekday) => weekday.dates))
  if (second !== undefined || (either && weekdays.length > 0)) return { values, why: 'several' }
  const confirmed = weekdays.every((each) => each.weekday === weekdayOf(first))
  return confirmed ? { values: dated, why: null } : { values, why: 'mismatch' }
}

function datesOf(day: Day): readonly LocalDate[] {
  if (day.type === 'day') return [day.date]
  return day.type === 'weekday' ? day.dates : day.choices
}

function foundWeekdays(weekdays: readonly (readonly LocalDate[])[]): Moment['days'] {
  const values = distinct(weekdays.flat().toSorted(compareDates))
  if (values.length === 1) return { values, why: null }
  return { values, why: weekdays.length > 1 ? 'several' : 'ambiguous' }
}

function distinct(dates: readonly LocalDate[]): LocalDate[] {
  return dates.filter((date, i) => dates.findIndex((other) => compareDates(date, other) === 0) === i)
}

function foundTimes(hours: readonly Hours[]): Moment['times'] {
  const [first, ...others] = hours
  if (first === undefined) return null
  const values = hours.flatMap((each) => each.times)
  const refused = hours.find((each) => each.type === 'refused')
  if (refused?.type === 'refused') return { values, why: refused.why }
  if (others.length > 0) return { values, why: 'several' }
  return { values, why: first.times.length > 1 ? 'ambiguous' : null }
}

/**
 * What the words around a day or a time make of it: `approximate` ("khoảng", "sau", "từ … đến"), `not_understood` for a
 * word that is not known or says no; null where they change nothing.
 */
export function judgeRest(rest: string): 'approximate' | 'not_understood' | null {
  const left = rest
    .replace(/^i(?!\S)/, '')
    .replace(/([DT]) dash (?=\1)/g, '$1 about ')
    .split(' ')
    .filter((sign) => sign !== '' && !SILENT.has(sign))
  if (left.length === 0) return null
  return left.every((sign) => LOOSE.has(sign)) ? 'approximate' : 'not_understood'
}

/** Where a day or a time was found, and what stands between two of them. */
const SILENT: ReadonlySet<string> = new Set(['D', 'T', 'or', 'dash', 'day'])
const LOOSE: ReadonlySet<string> = new Set(['about', 'after', 'next'])
