import type { Generated } from 'kysely'
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
    class_focus: ClassFocusTable
    class_letters: ClassLetterTable
    class_attendance: ClassAttendanceTable
    class_scans: ClassScanTable
    class_changes: ClassChangeTable
    class_notices: ClassNoticeTable
    registration_consents: RegistrationConsentTable
    class_ratings: ClassRatingTable
    class_past_figures: ClassPastFiguresTable
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
export type ClassDeed = 'open' | 'close' | 'attendance' | 'add' | 'letter' | 'move' | 'cancel_date' | 'cancel_class'

/** Read back to a member of staff, and waiting for their word. */
interface ClassIntentTable {
  staff_id: StaffId
  class_id: ClassId
  deed: ClassDeed
  /** `[]`; older versions kept here the numbers of those who came. */
  present: string
  /** The `Proposal`: it may hold a name, a phone or a text. */
  sealed_proposal: Buffer | null
  created_at: number
}

export type ReminderKind = 'evening' | 'soon'

/** What became of the reminder of one lesson; the lesson is named by its time, so that one that is moved is told anew. */
interface ClassReminderTable {
  registration_id: RegistrationId
  session_at: number
  kind: ReminderKind
  outcome: NoticeOutcome
  at: number
}

/** The class that a member of staff last dealt with, which words without a code mean. */
interface ClassFocusTable {
  staff_id: StaffId
  class_id: ClassId
  at: number
}

/** A text that staff had sent to everybody in a class; the messages themselves are a batch of the outbox. */
interface ClassLetterTable {
  id: Id<'ClassLetter'>
  class_id: ClassId
  staff_id: StaffId
  /** JSON: how many people are reached, and how many not for which reason. */
  people: string
  created_at: number
  /** When the member was told what became of it; null while messages of it wait. */
  told_at: number | null
}

/** The poster that somebody without a seat scanned last: they are at the door. */
interface ClassScanTable {
  contact_id: ContactId
  class_id: ClassId
  at: number
}

/** Whether a person came to one date of a class; the date is named by its time. */
interface ClassAttendanceTable {
  registration_id: RegistrationId
  session_at: number
  status: 'attended' | 'missed'
  /** `staff:01h…`, or `self` for somebody who scanned the poster. */
  noted_by: string
  noted_at: number
}

/**
 * What became of something that people of a class were to be told without having asked just now. `template`: sent as one
 * that the platform approved; `window`: the platform takes nothing so long after the person's last message; `hours`: not
 * at this hour; `price`: it would cost more than is allowed; `no_account`: the account is configured no more.
 */
export type NoticeOutcome = 'sent' | 'template' | 'opted_out' | 'window' | 'hours' | 'price' | 'no_account'

/** Changes of a class's dates that its people are to hear of, told as one. */
interface ClassChangeTable {
  id: Generated<number>
  class_id: ClassId
  /** 1: the whole class does not take place. */
  class_cancelled: 0 | 1
  /** 1: a class that was called off takes place after all. */
  class_restored: Generated<0 | 1>
  /** JSON of the `ChangedDate`s. */
  dates: string
  changed_at: number
  /** Since when people are being told: what changes from then on is a change of its own. */
  started_at: number | null
  told_at: number | null
}

interface ClassNoticeTable {
  change_id: number
  contact_id: ContactId
  outcome: NoticeOutcome
  at: number
}

/** `self`: who writes is the learner; `learner`: the learner told who writes; `parent`: a parent or guardian did. */
export type ConsentGiver = 'self' | 'learner' | 'parent'

/** Who agreed that a person is on a list, to which text and when; `contact_id` passed it on. */
interface RegistrationConsentTable {
  registration_id: RegistrationId
  giver: ConsentGiver
  contact_id: ContactId
  version: string
  at: number
}

/** How a person who wrote for one learner or several found a class; asked once. */
interface ClassRatingTable {
  class_id: ClassId
  contact_id: ContactId
  outcome: NoticeOutcome
  asked_at: number
  /** 1 to 5; null while it was not answered. */
  score: number | null
  rated_at: number | null
}

/** What a commune's people came to in a month, as far as their own data were erased since. */
interface ClassPastFiguresTable {
  commune_code: UnitCode
  /** `2026-10`. */
  month: string
  registered: number
  present: number
  people: number
}
