import { MINUTE_MS } from '../core/durations.ts'
import type { ProvinceId } from '../core/ids.ts'
import { addDays, type Day, dayOf, startOfDay, type Weekday, weekdayOf } from './days.ts'

/** Longer than any row of holidays; whoever looks further has a calendar without working hours. */
const MAX_DAYS_AHEAD = 60

/** From and until how many minutes after midnight offices are open. */
export interface Hours {
  readonly from: number
  readonly to: number
}

/** The hours of each weekday, in order; a weekday without hours is off. */
export type Week = ReadonlyMap<Weekday, readonly Hours[]>

export interface WorkingHours {
  readonly week: Week
  /** Provinces whose hours differ. */
  readonly weeks: ReadonlyMap<ProvinceId, Week>
  readonly holidays: ReadonlySet<Day>
  /** Days worked in exchange for another, with the weekday whose hours they have. */
  readonly worked: ReadonlyMap<Day, Weekday>
}

/** When the offices of a province are open; null stands for one that is not known. Instants are UTC ms. */
export interface Calendar {
  /** Days off by law. */
  readonly holidays: ReadonlySet<Day>
  isOpen(now: number, province: ProvinceId | null): boolean
  /** When offices open next: `now` itself while they are open. */
  nextOpening(now: number, province: ProvinceId | null): number
  /** The instant at which `minutes` of working time have passed since `from`. */
  addWorkingMinutes(from: number, minutes: number, province: ProvinceId | null): number
}

/** An opening of one day, in UTC ms. */
interface Span {
  readonly from: number
  readonly to: number
}

export function createCalendar({ week, weeks, holidays, worked }: WorkingHours): Calendar {
  function spansOf(day: Day, province: ProvinceId | null): Span[] {
    const instead = worked.get(day)
    if (holidays.has(day) && !instead) return []
    const own = (province === null ? undefined : weeks.get(province)) ?? week
    const start = startOfDay(day)
    return (own.get(instead ?? weekdayOf(day)) ?? []).map(({ from, to }) => ({
      from: start + from * MINUTE_MS,
      to: start + to * MINUTE_MS,
    }))
  }

  /** What is left of the openings from an instant on, in order. */
  function* openingsFrom(instant: number, province: ProvinceId | null): Generator<Span> {
    let day = dayOf(instant)
    for (let days = 0; days < MAX_DAYS_AHEAD; days++, day = addDays(day, 1))
      for (const span of spansOf(day, province))
        if (span.to > instant) yield { from: Math.max(span.from, instant), to: span.to }
    throw new Error(`no office hours within ${MAX_DAYS_AHEAD} days after ${dayOf(instant)}`)
  }

  function nextOpening(now: number, province: ProvinceId | null): number {
    for (const span of openingsFrom(now, province)) return span.from
    return now
  }

  return {
    holidays,
    nextOpening,
    isOpen: (now, province) => nextOpening(now, province) === now,
    addWorkingMinutes(from, minutes, province) {
      let left = minutes * MINUTE_MS
      for (const span of openingsFrom(from, province)) {
        if (span.to - span.from >= left) return span.from + left
        left -= span.to - span.from
      }
      return from
    },
  }
}
