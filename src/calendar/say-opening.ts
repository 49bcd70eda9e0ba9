import { join } from 'node:path'
import { z } from 'zod'
import { vietnamDate, vietnamTime } from '../core/clock.ts'
import { fill } from '../core/fill.ts'
import { readYaml } from '../core/read-yaml.ts'
import { dayOf, weekdayOf } from './days.ts'

const text = z.string().min(1)
const calendarTextsSchema = z.strictObject({
  weekdays: z.strictObject({ t2: text, t3: text, t4: text, t5: text, t6: text, t7: text, cn: text }),
  opening: text,
  hour: text,
  hour_and_minute: text,
})

/** The words for days and hours. */
export type CalendarTexts = z.infer<typeof calendarTextsSchema>

/** Reads `data/messages/calendar.yaml` under `root`. Throws an `AppError` that names what is missing or unknown. */
export function readCalendarTexts(root: string): CalendarTexts {
  return readYaml(join(root, 'data/messages/calendar.yaml'), calendarTextsSchema)
}

/** An opening (UTC ms) as it is said to people: `thứ Hai 23/11/2026, từ 7 giờ 30`. */
export function sayOpening(opening: number, texts: CalendarTexts): string {
  const [hour = '', minute = ''] = vietnamTime(opening).split(':')
  const values = { hour: String(Number(hour)), minute }
  return fill(texts.opening, {
    weekday: texts.weekdays[weekdayOf(dayOf(opening))],
    date: vietnamDate(opening),
    time: fill(minute === '00' ? texts.hour : texts.hour_and_minute, values),
  })
}
