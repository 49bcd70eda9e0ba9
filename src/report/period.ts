import { DAY_MS } from '../core/durations.ts'
import type { Period } from '../core/period.ts'
import { fold, normalise } from '../core/text.ts'
import { calendarOf, type Day, dayOf, instantOf, readDay } from '../core/vietnam-day.ts'

/** Days as people write them, `01/10/2026`; both belong to the period. */
export interface Days {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** A period, or what keeps the days from being one. */
export type PeriodReading =
  | { readonly type: 'read'; readonly period: Period }
  | { readonly type: 'wrong_date'; readonly value: string }
  | { readonly type: 'reversed' }

/**
 * The period of some days. Without any, the current month in Việt Nam; with the first alone, up to today; with the last
 * alone, from the first of its month.
 */
export function readPeriod({ from, to }: Days, now: number): PeriodReading {
  const first = from === undefined ? null : readDay(from.trim())
  if (from !== undefined && first === null) return { type: 'wrong_date', value: from }
  const last = to === undefined ? null : readDay(to.trim())
  if (to !== undefined && last === null) return { type: 'wrong_date', value: to }
  const today = dayOf(now)
  if (first === null && last === null) return { type: 'read', period: monthOf(today) }
  const begin = first ?? dayOf(monthOf(last ?? today).from)
  const end = last ?? today
  if (begin > end) return { type: 'reversed' }
  return { type: 'read', period: { from: instantOf(begin, 0), until: instantOf(end + 1, 0) } }
}

/** First and last day of a period. */
export function daysOf({ from, until }: Period): { readonly first: Day; readonly last: Day } {
  return { first: dayOf(from), last: dayOf(until - 1) }
}

/** What a member of staff asks for in chat. */
export type ReportCommand =
  | { readonly type: 'read'; readonly period: Period }
  | { readonly type: 'wrong_month'; readonly value: string }

/** Commands are short; everything that citizens write is looked at here. */
const MAX_CHARS = 60
const COMMAND =
  /^(?:(?:em|toi|xin|cho|xem|lay|gui)\s+)*bao cao(?:\s+(?:cua\s+)?(?:don vi|tinh)(?:\s+(?:minh|em|toi|ta))?)?(?:\s+thang\s+(?:(?<named>nay|truoc)|(?<month>\d{1,2})(?:\s*[/-]\s*(?<year>20\d{2})|\s+nam\s+(?<year2>20\d{2}))?))?(?:\s+a)?[\s.!?]*$/

/**
 * The month that a text asks a report of: `báo cáo` (this month), `báo cáo tháng 10`, `báo cáo tháng 10/2026`, `báo cáo
 * tháng trước`; a month without its year is the last
 * one that has begun. null for any other text.
 */
export function readReportCommand(text: string, now: number): ReportCommand | null {
  if (text.length > MAX_CHARS) return null
  const match = COMMAND.exec(fold(normalise(text)))
  if (!match) return null
  const { named, month, year, year2 } = match.groups ?? {}
  const today = dayOf(now)
  const current = calendarOf(today)
  const read = (period: Period): ReportCommand => ({ type: 'read', period })
  if (named === 'truoc') return read(wholeMonth(current.year, current.month - 1))
  if (month === undefined) return read(monthOf(today))
  const wanted = Number(month)
  if (wanted < 1 || wanted > 12) return { type: 'wrong_month', value: month }
  const written = year ?? year2
  if (written !== undefined) return read(wholeMonth(Number(written), wanted))
  return read(wholeMonth(wanted > current.month ? current.year - 1 : current.year, wanted))
}

function monthOf(day: Day): Period {
  const { year, month } = calendarOf(day)
  return wholeMonth(year, month)
}

/** `month` 1 to 12; 0 is the December before. */
function wholeMonth(year: number, month: number): Period {
  const first = (months: number) => instantOf(Math.floor(Date.UTC(year, months, 1) / DAY_MS), 0)
  return { from: first(month - 1), until: first(month) }
}
