import { type Day, dayOf, type Weekday, weekdayOf } from '../../classes/calendar.ts'
import { DAY_MS } from '../../core/vietnam-day.ts'
import type { MomentReaders } from '../../engine/expects/load-expects.ts'
import { readStretches } from './stretches.ts'

/** Days that were named: by their date, or any of a weekday. */
export interface WishedDays {
  readonly days: readonly Day[]
  readonly weekdays: readonly Weekday[]
}

/** A day is said in so many words at most: "thứ bảy tuần sau". */
const DAY_WORDS = 4

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
      : reading.why === 'ambiguous'
        ? (reading.choices ?? []).map(({ value }) => value)
        : []
  const days = values.flatMap(({ year, month, day }) => dayOf(year, month, day) ?? [])
  return days.length === 0 ? null : days
}

/** Said a day or a week later it names the same weekdays, on other dates; and nothing in it narrows it down to a week. */
function isOfEachWeek(
  words: readonly string[],
  days: readonly Day[],
  read: (words: readonly string[], at?: number) => readonly Day[] | null,
  now: number,
): boolean {
  const weekdaysOf = (some: readonly Day[] | null) => [...new Set((some ?? []).map(weekdayOf))].sort().join()
  const nextWeek = read(words, now + 7 * DAY_MS)
  const same = [read(words, now + DAY_MS), nextWeek].every((later) => weekdaysOf(later) === weekdaysOf(days))
  if (!same || nextWeek?.join() === days.join()) return false
  return parts(words).every((part) => {
    const alone = read(part)
    return alone === null || alone.join() === days.join()
  })
}

/** Each shorter stretch within. */
function parts(words: readonly string[]): (readonly string[])[] {
  return words
    .flatMap((_, start) => words.slice(start).map((_, more) => words.slice(start, start + more + 1)))
    .filter(({ length }) => length < words.length)
}
