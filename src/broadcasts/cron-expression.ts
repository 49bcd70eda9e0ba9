import { calendarOf, type Day, type Minutes, weekdayOf } from '../core/vietnam-day.ts'

/** The days and the minutes of the day that a cron expression means. */
export interface CronTimes {
  isOn(day: Day): boolean
  /** In order. */
  readonly times: readonly Minutes[]
}

const FIELDS = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12 },
  { name: 'day of the week', min: 0, max: 7 },
] as const

/**
 * Reads a cron expression of five fields (numbers, lists, ranges, steps; day of the week 0 or 7 for Sunday). As in cron,
 * a day needs to fit one of the two day fields where both are given. Throws an `Error` that names the wrong field.
 *
 * Our own reading, because the times of the past are asked for too (what was missed while nothing ran).
 */
export function readCron(expression: string): CronTimes {
  const parts = expression.trim().split(/\s+/)
  if (parts.length !== FIELDS.length) throw new Error(`a cron expression has five fields, "${expression}" has not`)
  const [minutes, hours, dates, months, weekdays] = FIELDS.map((field, index) =>
    readField(parts[index] ?? '', field),
  ) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>]
  const [anyDate, anyWeekday] = [parts[2] === '*', parts[4] === '*']
  return {
    isOn(day) {
      const { month, date } = calendarOf(day)
      if (!months.has(month)) return false
      const weekday = weekdayOf(day)
      const onDate = dates.has(date)
      const onWeekday = weekdays.has(weekday) || (weekday === 7 && weekdays.has(0))
      return anyDate || anyWeekday ? (anyDate || onDate) && (anyWeekday || onWeekday) : onDate || onWeekday
    },
    times: [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)).sort((a, b) => a - b),
  }
}

function readField(text: string, { name, min, max }: (typeof FIELDS)[number]): Set<number> {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part)
    if (!match) throw new Error(`"${part}" is no ${name} of a cron expression`)
    const [, any, first, last, step] = match
    const from = any ? min : Number(first)
    const to = any ? max : Number(last ?? (step === undefined ? first : max))
    const by = Number(step ?? 1)
    if (from < min || to > max || from > to || by < 1) throw new Error(`"${part}" is no ${name} of a cron expression`)
    for (let value = from; value <= to; value += by) values.add(value)
  }
  return values
}
