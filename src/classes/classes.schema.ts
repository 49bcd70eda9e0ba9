import type { ContactId, Id } from '../core/ids.ts'
import type { UnitCode } from '../places/commune.ts'
import type { StaffId } from '../staff/member.ts'
import type { ClassCode, ClassId, ClassMode, ClassStatus } from './class.ts'
import type { SessionStatus } from './schedule.ts'

/** The tables of this room: the database knows no room above it, so each adds its own to the schema. */
declare module '../db/schema.ts' {
  interface Schema {
    classes: ClassTable
    class_sessions: ClassSessionTable
    registrations: RegistrationTable
    class_intents: ClassIntentTable
    class_reminders: ClassReminderTable
  }
}

interface ClassTable {
  id: ClassId
  code: ClassCode
  subject: string
  audience: string | null
  province_code: UnitCode
  commune_code: UnitCode
  place: string
  map_link: string | null
  teacher: string | null
  capacity: number
  opens_at: number | null
  closes_at: number | null
  /** JSON of the `Schedule`. */
  schedule: string
  mode: ClassMode
  status: ClassStatus
  /** First and last lesson that take place; null when none does. */
  starts_at: number | null
  ends_at: number | null
  /** Seats held and people waiting: kept here, so that one row is all that people race for. */
  taken: number
  waiting: number
  /** Number of the last person who signed up, for the order of arrival. */
  arrivals: number
  /** Raised by each who changes the seats; doing so holds the row until the end of the transaction. */
  version: number
  created_at: number
  updated_at: number
}

/** Place and subject stand here too: a search reads lessons in the order of their beginning and stops when it has enough. */
interface ClassSessionTable {
  class_id: ClassId
  number: number
  starts_at: number
  ends_at: number
  status: SessionStatus
  province_code: UnitCode
  commune_code: UnitCode
  /** The subject without accents, in lower case. */
  subject_key: string
  mode: ClassMode
  /** 1 for a lesson that somebody may begin with: one that is held, and before which sign-up is still open. */
  entry: 0 | 1
}

export type RegistrationId = Id<'Registration'>

/** A seat is held in each of these but `waiting` and `cancelled`. */
export const REGISTRATION_STATUSES = ['registered', 'waiting', 'offered', 'cancelled', 'attended', 'missed'] as const
export type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number]
/** Who took a person off the list; `expiry`: an offered seat was not confirmed in time. */
export type CancelledBy = 'person' | 'staff' | 'expiry'

interface RegistrationTable {
  id: RegistrationId
  class_id: ClassId
  /** Who wrote to us; often for somebody else of the family. */
  contact_id: ContactId
  sealed_name: Buffer
  sealed_phone: Buffer
  /** Keyed hash of name and phone: nobody is signed up twice, and nobody reads a phone out of it. */
  person_index: string
  /** What is said at the door: `LC12-031`. */
  code: string
  status: RegistrationStatus
  /** Order of arrival within the class. */
  position: number
  /** Until when an offered seat is kept. */
  offered_until: number | null
  /** When the message about an offer was put into the outbox; null while nobody was told. */
  offer_told_at: number | null
  cancelled_by: CancelledBy | null
  /** Version of the text that was agreed to, by whom and when. */
  consent_version: string
  consented_by: ContactId
  consented_at: number
  created_at: number
  updated_at: number
}

/** What a member of staff may have done to a class at a word of agreement. */
export type ClassDeed = 'open' | 'close' | 'attendance'

/** Read back to a member of staff, and waiting for their word. */
interface ClassIntentTable {
  staff_id: StaffId
  class_id: ClassId
  deed: ClassDeed
  /** JSON of the numbers of those who came; `[]` for other deeds. */
  present: string
  created_at: number
}

export type ReminderKind = 'evening' | 'soon'
/** `window`: the platform takes no free message so long after the person's last; `no_account`: it is configured no more. */
export type ReminderOutcome = 'sent' | 'opted_out' | 'window' | 'no_account'

/** What became of the reminder of one lesson; the lesson is named by its time, so that one that is moved is told anew. */
interface ClassReminderTable {
  registration_id: RegistrationId
  session_at: number
  kind: ReminderKind
  outcome: ReminderOutcome
  at: number
}
