import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../core/errors.ts'
import type { ProvinceId } from '../core/ids.ts'
import { readYaml } from '../core/read-yaml.ts'
import { type Calendar, createCalendar, type Hours, type Week } from './calendar.ts'
import { addDays, type Day, WEEKDAYS, type Weekday, weekdayOf } from './days.ts'

const weekday = z.enum(WEEKDAYS)
const day = z.iso.date().transform((text) => text as Day)
const hours = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be hours such as 07:30-11:30' })
  .transform(hoursOf)
  .refine(({ from, to }) => from < to, { error: 'must end after it begins' })
const weekSchema = z
  .array(z.strictObject({ days: z.array(weekday).min(1), open: z.array(hours) }))
  .min(1)
  .transform(weekOf)
const fileSchema = z.strictObject({
  hours: z.strictObject({ default: weekSchema, provinces: z.record(z.string(), weekSchema) }),
  holidays: z.array(
    z
      .strictObject({ name: z.string().min(1), from: day, to: day, source: z.string().min(1) })
      .refine(({ from, to }) => from <= to, { error: 'must end on its first day or later' }),
  ),
  worked: z.array(z.strictObject({ date: day, as: weekday, source: z.string().min(1) })),
})

/**
 * Reads `data/calendar/working-hours.yaml` under `root`. Throws an `AppError` that names every mistake, such as a day that
 * is both off and worked, or one that is worked anyway.
 */
export function readCalendar(root: string): Calendar {
  const path = join(root, 'data/calendar/working-hours.yaml')
  const file = readYaml(path, fileSchema)
  const holidays = new Set(file.holidays.flatMap(({ from, to }) => daysBetween(from, to)))
  const worked = new Map(file.worked.map(({ date, as }) => [date, as]))
  for (const date of worked.keys()) {
    if (holidays.has(date)) throw new AppError('data_file', `${path}: ${date} is a holiday and worked: take one out.`)
    if (file.hours.default.has(weekdayOf(date)))
      throw new AppError('data_file', `${path}: ${date} is worked anyway: take it out of "worked".`)
  }
  const weeks = new Map(Object.entries(file.hours.provinces).map(([id, week]) => [id as ProvinceId, week]))
  return createCalendar({ week: file.hours.default, weeks, holidays, worked })
}

function hoursOf(text: string): Hours {
  const [from = 0, to = 0] = text.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))
  return { from, to }
}

function weekOf(rules: readonly { days: readonly Weekday[]; open: readonly Hours[] }[]): Week {
  const inOrder = (open: readonly Hours[]) => [...open].sort((a, b) => a.from - b.from)
  return new Map(rules.flatMap(({ days, open }) => days.map((name) => [name, inOrder(open)] as const)))
}

function daysBetween(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) days.push(date)
  return days
}
