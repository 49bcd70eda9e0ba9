import type { Id } from '../core/ids.ts'
import type { UnitCode } from '../places/commune.ts'
import type { Schedule, Session } from './schedule.ts'

export type ClassId = Id<'Class'>
/** Short, for people to say and type; unique in the deployment: `LC12`. */
export type ClassCode = Id<'ClassCode'>
/** How an office numbers its classes: LC12. */
export const CLASS_CODE = /^[A-Z]{1,4}\d{1,6}$/

export const CLASS_MODES = ['in_person', 'online'] as const
export type ClassMode = (typeof CLASS_MODES)[number]

/** `draft` is shown to nobody; `closed` takes no more people; `cancelled` does not take place. */
const CLASS_STATUSES = ['draft', 'open', 'closed', 'cancelled'] as const
export type ClassStatus = (typeof CLASS_STATUSES)[number]

/** A class as the commune's office plans it. Instants are UTC ms. */
export interface ClassPlan {
  readonly code: ClassCode
  readonly subject: string
  readonly audience: string | null
  readonly province: UnitCode
  readonly commune: UnitCode
  /** Where it meets, in words; for an online class how to get in. */
  readonly place: string
  readonly mapLink: string | null
  /** Who teaches: a person or a team. */
  readonly teacher: string | null
  readonly capacity: number
  /** null: at once. */
  readonly opensAt: number | null
  /** null: when the first lesson begins. */
  readonly closesAt: number | null
  readonly schedule: Schedule
  readonly mode: ClassMode
  readonly status: ClassStatus
}

/** A class of the catalogue, with its lessons. */
export interface CatalogueClass extends ClassPlan {
  readonly id: ClassId
  readonly sessions: readonly Session[]
  /** Seats that are held: people registered, people who were offered one, people whose coming was noted. */
  readonly taken: number
  readonly waiting: number
}
