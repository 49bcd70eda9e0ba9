import { addDays, type Day } from '../calendar/days.ts'
import type { Minutes } from '../core/vietnam-day.ts'
import { instantOf, type Weekday, weekdayOf } from './calendar.ts'

interface Hours {
  readonly start: Minutes
  readonly end: Minutes
}

/** One lesson. */
export interface SingleSchedule extends Hours {
  readonly kind: 'once'
  readonly date: Day
}

/** A lesson of a series on another day, and perhaps at another time of it; both `start` and `end` are given, or neither. */
export interface MovedLesson extends Partial<Hours> {
  readonly from: Day
  readonly to: Day
}

/** The same hours on the same weekdays, as RFC 5545's weekly rule (BYDAY with UNTIL or COUNT). */
export interface WeeklySchedule extends Hours {
  readonly kind: 'weekly'
  /** In the order of the week, at least one. */
  readonly weekdays: readonly Weekday[]
  readonly from: Day
  /** The last day on which there may be a lesson. At least one of `until` and `count` is given. */
  readonly until: Day | null
  /** How many lessons; days left out for a holiday do not count, those cancelled do. */
  readonly count: number | null
  readonly onHolidays: boolean
  readonly cancelled: readonly Day[]
  readonly moved: readonly MovedLesson[]
}

export type Schedule = SingleSchedule | WeeklySchedule

const SESSION_STATUSES = ['planned', 'moved', 'cancelled'] as const
export type SessionStatus = (typeof SESSION_STATUSES)[number]

/** A lesson on its day. */
export interface Session {
  /** Where it stands in the series, from 1; a lesson that was moved keeps its number. */
  readonly number: number
  readonly startsAt: number
  readonly endsAt: number
  readonly status: SessionStatus
}

/** A series longer than this was typed wrongly. */
export const MAX_SESSIONS = 200
/** Where a series is looked for before it is given up: two years of days. */
export const MAX_SERIES_DAYS = 731

/** The lessons of a schedule, in the order of the series. */
export function sessionsOf(schedule: Schedule, holidays: ReadonlySet<Day>): Session[] {
  if (schedule.kind === 'once') return [sessionOn(1, schedule.date, schedule, 'planned')]
  const moves = new Map(schedule.moved.map((move) => [move.from, move]))
  return seriesDays(schedule, holidays).map((day, index) => {
    const move = moves.get(day)
    if (move) return sessionOn(index + 1, move.to, { ...schedule, ...hoursOf(move) }, 'moved')
    return sessionOn(index + 1, day, schedule, schedule.cancelled.includes(day) ? 'cancelled' : 'planned')
  })
}

/** The days of a series by its rule alone, before single ones are moved or cancelled. */
export function seriesDays(
  schedule: Pick<WeeklySchedule, 'weekdays' | 'from' | 'until' | 'count' | 'onHolidays'>,
  holidays: ReadonlySet<Day>,
): Day[] {
  const { weekdays, from, until, count, onHolidays } = schedule
  const days: Day[] = []
  for (let step = 0; step < MAX_SERIES_DAYS && days.length < (count ?? MAX_SESSIONS + 1); step++) {
    const day = addDays(from, step)
    if (until !== null && day > until) break
    if (weekdays.includes(weekdayOf(day)) && (onHolidays || !holidays.has(day))) days.push(day)
  }
  return days
}

function hoursOf({ start, end }: MovedLesson): Hours | null {
  return start === undefined || end === undefined ? null : { start, end }
}

function sessionOn(number: number, day: Day, hours: Hours, status: SessionStatus): Session {
  return { number, startsAt: instantOf(day, hours.start), endsAt: instantOf(day, hours.end), status }
}
