import { join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../core/read-yaml.ts'
import { addDays, type Day } from './calendar.ts'

/** The one part of the offices' calendar that matters to lessons. */
const holidaysSchema = z.object({ holidays: z.array(z.object({ from: z.iso.date(), to: z.iso.date() })) })

/** Days off by law, from `data/calendar` under `root`. Throws an `AppError` that names a mistake in it. */
export function readHolidays(root: string): ReadonlySet<Day> {
  const days = new Set<Day>()
  for (const { from, to } of readYaml(join(root, 'data/calendar/working-hours.yaml'), holidaysSchema).holidays)
    for (let day = from as Day; day <= to; day = addDays(day, 1)) days.add(day)
  return days
}
