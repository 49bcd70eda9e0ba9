import { join } from 'node:path'
import { z } from 'zod'
import type { Calendar } from '../calendar/calendar.ts'
import { readCalendar } from '../calendar/read-calendar.ts'
import { type CalendarTexts, readCalendarTexts } from '../calendar/say-opening.ts'
import { readYaml } from '../core/read-yaml.ts'
import { timeOfDay } from '../core/time-of-day.ts'
import type { Sealer } from '../db/seal.ts'
import type { Units } from '../staff/units.ts'
import type { Deliver } from './letter.ts'
import { readSupportTexts, type SupportTexts } from './texts.ts'

// Far below the working time that the calendar looks ahead.
const minutes = z.int().positive().max(10_000)
const rulesSchema = z.strictObject({
  answer_within_minutes: z.strictObject({ commune: minutes, officer: minutes, admin: minutes }),
  silence_minutes: minutes,
  closes_after_hours: minutes,
  night: z.strictObject({ from: timeOfDay, to: timeOfDay }),
})

/** How long things may take; `night` in minutes after midnight. */
export type SupportRules = z.infer<typeof rulesSchema>

/** What dealing with tickets needs besides the database. */
export interface SupportDesk {
  readonly sealer: Sealer
  readonly units: Units
  readonly deliver: Deliver
  readonly calendar: Calendar
  readonly calendarTexts: CalendarTexts
  readonly rules: SupportRules
  readonly texts: SupportTexts
}

/** Reads rules, hours and texts from `data/` under `root`. Throws an `AppError` that names a file with a mistake. */
export function loadSupportDesk(root: string, given: Pick<SupportDesk, 'sealer' | 'units' | 'deliver'>): SupportDesk {
  return {
    ...given,
    calendar: readCalendar(root),
    calendarTexts: readCalendarTexts(root),
    rules: readYaml(join(root, 'data/support/rules.yaml'), rulesSchema),
    texts: readSupportTexts(join(root, 'data/messages/support.yaml')),
  }
}
