import { z } from 'zod'
import type { PersonIndex } from '../../../classes/person-index.ts'
import type { Ids } from '../../../core/ids.ts'
import type { Db } from '../../../db/open.ts'
import type { Sealer } from '../../../db/seal.ts'
import type { Units } from '../../../staff/units.ts'

/** `data/messages/class-desk.yaml`: what staff are told in chat about classes. */
export const classDeskTextsSchema = z.strictObject({
  today: z.string(),
  today_line: z.string(),
  today_none: z.string(),
  more: z.string(),
  head: z.string(),
  seats: z.string(),
  sign_up: z.strictObject({ draft: z.string(), open: z.string(), closed: z.string(), cancelled: z.string() }),
  person: z.string(),
  states: z.strictObject({
    registered: z.string(),
    waiting: z.string(),
    offered: z.string(),
    attended: z.string(),
    missed: z.string(),
  }),
  nobody: z.string(),
  not_found: z.string(),
  agree: z.string(),
  ask: z.strictObject({ open: z.string(), close: z.string(), attendance: z.string() }),
  nothing_waits: z.string(),
  done: z.strictObject({ open: z.string(), close: z.string(), attendance: z.string() }),
  already: z.strictObject({ open: z.string(), close: z.string() }),
  class_cancelled: z.string(),
  attendance_how: z.string(),
  attendance_too_early: z.string(),
  not_on_list: z.string(),
  none: z.string(),
  added: z.strictObject({ registered: z.string(), waiting: z.string(), already: z.string() }),
  not_added: z.strictObject({
    no_class: z.string(),
    not_open_yet: z.string(),
    closed: z.string(),
    cancelled: z.string(),
  }),
  bad_phone: z.string(),
})
export type ClassDeskTexts = z.infer<typeof classDeskTextsSchema>

/** What staff deal with classes with. */
export interface ClassDesk {
  readonly db: Db
  readonly sealer: Sealer
  readonly ids: Ids
  readonly units: Units
  readonly personIndex: PersonIndex
  readonly texts: ClassDeskTexts
}
