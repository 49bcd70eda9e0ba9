import { addDays, type Day } from '../../calendar/days.ts'
import { type Minutes, readMinutes } from '../../core/vietnam-day.ts'
import { showDay } from '../calendar.ts'
import { MAX_SERIES_DAYS, MAX_SESSIONS, type Schedule, seriesDays, type WeeklySchedule } from '../schedule.ts'
import { headingsOf } from './headings.ts'
import { readDay, readDays } from './read-days.ts'
import { readHours } from './read-hours.ts'
import { readWeekdays } from './read-weekdays.ts'
import type { RowReader } from './row-reader.ts'

/** `19:00-20:30` at the end of what tells of a move. */
const HOURS = /\s(\d\d:\d\d)\s*-\s*(\d\d:\d\d)\s*$/
const SERIES_ONLY = ['cancelled', 'moved', 'onHolidays'] as const

/** The lessons a row asks for; null when something about them is wrong. */
export function readSchedule(row: RowReader, holidays: ReadonlySet<Day>): Schedule | null {
  const already = row.mistakes.length
  if (row.text('date') === '') row.fail('date', 'missing', { example: row.words.examples.date ?? '' })
  const date = readDay(row, 'date')
  const hours = readHours(row)
  const until = readDay(row, 'until')
  const count = readCount(row)
  const weekdays = readWeekdays(row)
  const onHolidays = row.choice('onHolidays', { yes: row.words.yes, no: row.words.no }, 'yes_no') === 'yes'
  const changes = readChanges(row)
  if (date === null || hours === null || row.mistakes.length > already) return null

  if (weekdays.length === 0) {
    const several = (count !== null && count > 1) || (until !== null && until !== date)
    if (several) return row.fail('weekdays', 'weekdays_missing')
    for (const field of SERIES_ONLY) if (row.text(field) !== '') row.fail(field, 'single_only')
    return row.mistakes.length > already ? null : { kind: 'once', date, ...hours }
  }
  if (count === null && until === null)
    return row.fail('count', 'weekly_end_missing', { columns: headingsOf(row.words, ['count', 'until']) })
  const schedule = { kind: 'weekly', weekdays, from: date, until, count, ...hours, onHolidays, ...changes } as const
  return isSound(row, schedule, holidays) ? schedule : null
}

function readCount(row: RowReader): number | null {
  const text = row.text('count')
  if (text === '') return null
  const count = Number(/^(\d+)(?:\s*\p{L}+)?$/u.exec(text)?.[1] ?? Number.NaN)
  if (count >= 1 && count <= MAX_SESSIONS) return count
  return row.fail('count', 'count', { value: text, max: MAX_SESSIONS })
}

function readChanges(row: RowReader): Pick<WeeklySchedule, 'cancelled' | 'moved'> {
  const already = row.mistakes.length
  const parts = row
    .text('moved')
    .split(';')
    .filter((part) => part.trim() !== '')
  const moved = readDays(row, 'moved', parts.map((part) => part.replace(HOURS, '')).join(';'))
  if (row.mistakes.length === already && moved.length !== parts.length * 2)
    row.fail('moved', 'moved', { value: row.text('moved') })
  const pairs = parts.flatMap((part, index) => {
    const [from, to] = moved.slice(index * 2)
    return from !== undefined && to !== undefined ? [{ from, to, ...hoursIn(part) }] : []
  })
  return { cancelled: readDays(row, 'cancelled').sort(), moved: pairs }
}

/** The hours of a lesson that is held at another time than the others; nothing when it keeps them. */
function hoursIn(part: string): { start: Minutes; end: Minutes } | null {
  const [start = null, end = null] = (HOURS.exec(part)?.slice(1) ?? []).map(readMinutes)
  return start === null || end === null || end <= start ? null : { start, end }
}

/** Whether the series has lessons, as many as it says, and those that are changed are among them. */
function isSound(row: RowReader, schedule: WeeklySchedule, holidays: ReadonlySet<Day>): boolean {
  const already = row.mistakes.length
  const days = seriesDays(schedule, holidays)
  const { count, until, from } = schedule
  if (days.length === 0) row.fail('weekdays', 'no_lessons', { from: showDay(from) })
  else if (until === null ? days.length < (count ?? 0) : until > addDays(from, MAX_SERIES_DAYS))
    row.fail(until === null ? 'count' : 'until', 'series_too_long')
  if (days.length > MAX_SESSIONS) row.fail('until', 'too_many_lessons', { max: MAX_SESSIONS })
  const all = count === null ? days : seriesDays({ ...schedule, count: null }, holidays)
  if (row.mistakes.length === already && count !== null && until !== null && all.length !== count)
    row.fail('count', 'count_disagrees', { count, until: showDay(until), lessons: all.length })
  const lessons = new Set(days)
  const check = (field: 'cancelled' | 'moved', changed: readonly Day[]) => {
    for (const day of changed) if (!lessons.has(day)) row.fail(field, 'not_a_lesson', { date: showDay(day) })
  }
  if (row.mistakes.length === already) {
    check('cancelled', schedule.cancelled)
    check(
      'moved',
      schedule.moved.map((move) => move.from),
    )
  }
  return row.mistakes.length === already
}
