import type { Day } from '../../calendar/days.ts'
import { dayWith, type Weekday, weekdayOf } from '../../classes/calendar.ts'
import { DAY_MS } from '../../core/durations.ts'
import type { MomentReaders } from '../../engine/expects/load-expects.ts'
import { readStretches } from './stretches.ts'

/** Days that were named: by their date, or any of a weekday. */
export interface WishedDays {
  readonly days: readonly Day[]
  readonly weekdays: readonly Weekday[]
}

/** A day is said in so many words at most: "tối thứ bảy tuần sau nữa". */
const DAY_WORDS = 6
/** Readings that name days which all will do: "thứ hai hoặc thứ ba", "cuối tuần". */
const ANY_WILL_DO: ReadonlySet<string> = new Set(['ambiguous', 'several', 'vague'])

/** The days that a text names. "Thứ năm" is every Thursday, "thứ năm tuần sau" and "mai" are one day. */
export function daysIn(typed: readonly string[], date: MomentReaders['date'], now: number): WishedDays {
  const read = (words: readonly string[], at = now) => namedDays(date, words, at)
  const found = readStretches(typed, DAY_WORDS, ({ words }) => {
    const days = read(words)
    return days && { days, isWeekday: isOfEachWeek(words, days, read, now) }
  })
  const dates = found.flatMap(({ days, isWeekday }) => (isWeekday ? [] : days))
  const weekdays = found.flatMap(({ days, isWeekday }) => (isWeekday ? days.map(weekdayOf) : []))
  return { days: [...new Set(dates)], weekdays: [...new Set(weekdays)] }
}

/** The day that words name, or the two of "cuối tuần"; null where they name none, or leave it open. */
function namedDays(date: MomentReaders['date'], words: readonly string[], now: number): readonly Day[] | null {
  const reading = date(words.join(' '), now)
  const values =
    reading.type === 'understood'
      ? [reading.value]
      : ANY_WILL_DO.has(reading.why)
        ? (reading.choices ?? []).map(({ value }) => value)
        : []
  const days = values.flatMap(({ year, month, day }) => dayWith(year, month, day) ?? [])
  return days.length === 0 ? null : days
}

/**
 * Said on each of the days to come it names no other weekdays, a week later the same ones on other dates; and nothing in
 * it narrows that down to one week.
 */
function isOfEachWeek(
  words: readonly string[],
  days: readonly Day[],
  read: (words: readonly string[], at: number) => readonly Day[] | null,
  now: number,
): boolean {
  const nextWeek = read(words, now + 7 * DAY_MS) ?? []
  const weekdays = weekdaysOf(days)
  const isSame = nextWeek.join() !== days.join() && weekdaysOf(nextWeek).size === weekdays.size
  return (
    isSame &&
    Array.from({ length: 7 }, (_, index) => now + (index + 1) * DAY_MS).every((at) => {
      const named = read(words, at) ?? []
      const narrower = parts(words).flatMap((part) => read(part, at)?.join() ?? [])
      return named.every((day) => weekdays.has(weekdayOf(day))) && narrower.every((part) => part === named.join())
    })
  )
}

function weekdaysOf(days: readonly Day[]): ReadonlySet<Weekday> {
  return new Set(days.map(weekdayOf))
}

/** Each shorter stretch within. */
function parts(words: readonly string[]): (readonly string[])[] {
  return words
    .flatMap((_, start) => words.slice(start).map((_, more) => words.slice(start, start + more + 1)))
    .filter(({ length }) => length < words.length)
}
