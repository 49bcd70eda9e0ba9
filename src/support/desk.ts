import { join } from 'node:path'
import { z } from 'zod'
import type { Calendar } from '../calendar/calendar.ts'
import { readCalendar } from '../calendar/read-calendar.ts'
import { type CalendarTexts, readCalendarTexts } from '../calendar/say-opening.ts'
import type { ContactId } from '../core/ids.ts'
import type { Message } from '../core/messages.ts'
import { readYaml } from '../core/read-yaml.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { Units } from '../staff/units.ts'
import { readSupportTexts, type SupportTexts } from './texts.ts'

// Far below the working time that the calendar looks ahead.
const minutes = z.int().positive().max(10_000)
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time such as 21:00' })
  .transform((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))
const rulesSchema = z.strictObject({
  answer_within_minutes: z.strictObject({ commune: minutes, officer: minutes, admin: minutes }),
  silence_minutes: minutes,
  closes_after_hours: minutes,
  night: z.strictObject({ from: timeOfDay, to: timeOfDay }),
})

/** How long things may take; `night` in minutes after midnight. */
export type SupportRules = z.infer<typeof rulesSchema>

/** A message of staff to a citizen, outside the citizen's own turns. */
export interface Letter {
  readonly contact: ContactId
  /** Unique: the same letter is put in once. */
  readonly key: string
  readonly message: Message
  /** UTC ms. */
  readonly now: number
  /** Not before. */
  readonly dueAt: number
  /**
   * One of many alike, which are counted under this name: it goes out at most once, and not to somebody who opted out
   * meanwhile. Without it a letter is a reply.
   */
  readonly batch?: string
}

/** Puts a letter into the line of what is sent, within the transaction. */
export type Deliver = (trx: Db, letter: Letter) => Promise<void>

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
