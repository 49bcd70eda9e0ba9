import { addDays, type Day } from '../../calendar/days.ts'
import { DAY_MS } from '../../core/durations.ts'
import type { Minutes } from '../../core/vietnam-day.ts'
import { dayWith, instantOf } from '../calendar.ts'
import { readTime } from './read-hours.ts'
import type { RowReader } from './row-reader.ts'
import type { Field } from './words.ts'

const DATE = /(\d{1,4})\s*[/.\-–]\s*(\d{1,2})\s*[/.\-–]\s*(\d{1,4})/g
const IN_WORDS = /ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})/giu
const NO_YEAR = /^\D*\d{1,2}\s*[/.-]\s*\d{1,2}\D*$/
/** Day 0 of Excel's count, and the numbers of its days from 2009 to 2064. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30)
const EXCEL_DAYS = [40_000, 60_000] as const

/** A day of a cell; null when it is empty or wrong. */
export function readDay(row: RowReader, field: Field): Day | null {
  return readMoment(row, field)?.day ?? null
}

/** An instant (UTC ms) of a cell with a day and perhaps a time. A day without one counts from its begin, or to its end. */
export function readInstant(row: RowReader, field: Field, without: 'begin' | 'end'): number | null {
  const moment = readMoment(row, field)
  if (moment === null) return null
  const { day, time } = moment
  if (time !== null) return instantOf(day, time)
  return instantOf(without === 'begin' ? day : addDays(day, 1), 0)
}

/** The days listed in a cell, or in what is taken of its `text`; empty when it is empty or wrong. */
export function readDays(row: RowReader, field: Field, text = row.text(field)): Day[] {
  const cell = row.cell(field)
  if (cell instanceof Date || typeof cell === 'number') return [readDay(row, field)].filter((day) => day !== null)
  const found = daysIn(text)
  if (/\d/.test(found.rest)) {
    row.fail(field, 'date', { value: found.rest.replace(/[;,]/g, ' ') })
    return []
  }
  const unreal = found.days.find(({ day }) => day === null)
  if (unreal) row.fail(field, 'date_unreal', { value: unreal.text })
  return found.days.flatMap(({ day }) => day ?? [])
}

interface Moment {
  readonly day: Day
  /** null when only a day was given. */
  readonly time: Minutes | null
}

function readMoment(row: RowReader, field: Field): Moment | null {
  const cell = row.cell(field)
  const text = row.text(field)
  if (cell instanceof Date) return momentOf(cell)
  if (typeof cell === 'number' && cell > EXCEL_DAYS[0] && cell < EXCEL_DAYS[1])
    return momentOf(new Date(EXCEL_EPOCH + cell * DAY_MS))
  if (text === '') return null
  const { days, rest } = daysIn(text)
  const [found, another] = days
  if (!found || another) return row.fail(field, NO_YEAR.test(text) ? 'date_no_year' : 'date', { value: text })
  if (found.day === null) return row.fail(field, 'date_unreal', { value: text })
  if (!/\d/.test(rest)) return { day: found.day, time: null }
  const time = readTime(rest, row.words)
  return time === null ? row.fail(field, 'date', { value: text }) : { day: found.day, time }
}

function momentOf(shown: Date): Moment | null {
  const at = new Date(Math.round(shown.getTime() / 60_000) * 60_000)
  const day = dayWith(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())
  const time = at.getUTCHours() * 60 + at.getUTCMinutes()
  return day === null ? null : { day, time: time === 0 ? null : time }
}

interface DaysInText {
  /** Each as written; null for one that the calendar has not. */
  readonly days: readonly { readonly text: string; readonly day: Day | null }[]
  /** The text without them. */
  readonly rest: string
}

function daysIn(text: string): DaysInText {
  const days: { text: string; day: Day | null }[] = []
  const take = (whole: string, first: string, second: string, third: string) => {
    days.push({ text: whole, day: dayTyped(Number(first), Number(second), Number(third)) })
    return ' '
  }
  const rest = text.replace(IN_WORDS, take).replace(DATE, take)
  return { days, rest }
}

/** Day first, as in Vietnam, or year first, as computers write it. */
function dayTyped(first: number, month: number, third: number): Day | null {
  if (first > 31) return dayWith(first, month, third)
  return dayWith(third < 100 ? 2000 + third : third, month, first)
}
