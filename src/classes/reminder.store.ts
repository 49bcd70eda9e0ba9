import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { NoticeOutcome, RegistrationId, ReminderKind } from './classes.schema.ts'

/** A lesson that a person ought to be reminded of. Instants are UTC ms. */
export interface DueReminder {
  readonly registration: RegistrationId
  readonly contact: ContactId
  readonly kind: ReminderKind
  readonly sessionAt: number
  readonly subject: string
  readonly place: string
  readonly name: string
  readonly code: string
  /** Given for this class; `0…`. */
  readonly phone: string
  /** null when the person has never had a turn, as after deleting their data. */
  readonly lastEventAt: number | null
  readonly optedOut: boolean
}

/** Whom to remind: those with a seat in a lesson between `from` (excluded) and `until` who signed up before it was time for that. */
export interface ReminderRound {
  readonly kind: ReminderKind
  readonly from: number
  readonly until: number
  /** Signed up by this instant, … */
  readonly since: number
  /** … and so many ms before the lesson. */
  readonly lead: number
}

/** Reminders of a round that nothing became of yet, the next lessons first, at most `limit`. */
export async function findDueReminders(
  db: Db,
  sealer: Sealer,
  { kind, from, until, since, lead }: ReminderRound,
  limit: number,
): Promise<DueReminder[]> {
  const rows = await db
    .selectFrom('class_sessions')
    .innerJoin('classes', 'classes.id', 'class_sessions.class_id')
    .innerJoin('registrations', 'registrations.class_id', 'class_sessions.class_id')
    .leftJoin('contacts', 'contacts.id', 'registrations.contact_id')
    .leftJoin('class_reminders', (join) =>
      join
        .onRef('class_reminders.registration_id', '=', 'registrations.id')
        .onRef('class_reminders.session_at', '=', 'class_sessions.starts_at')
        .on('class_reminders.kind', '=', kind),
    )
    .select([
      'registrations.id',
      'registrations.contact_id',
      'registrations.sealed_name',
      'registrations.sealed_phone',
      'registrations.code',
      'class_sessions.starts_at',
      'classes.subject',
      'classes.place',
      'contacts.last_event_at',
      'contacts.opted_out_at',
    ])
    .where('class_sessions.starts_at', '>', from)
    .where('class_sessions.starts_at', '<=', until)
    .where('class_sessions.status', '<>', 'cancelled')
    .where('classes.status', 'in', ['open', 'closed'])
    // Somebody whose coming was noted holds the seat for the next lesson as well.
    .where('registrations.status', 'in', ['registered', 'attended', 'missed'])
    .where('registrations.created_at', '<=', since)
    .where((eb) => eb('registrations.created_at', '<=', eb('class_sessions.starts_at', '-', lead)))
    .where('class_reminders.registration_id', 'is', null)
    .orderBy('class_sessions.starts_at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    registration: row.id,
    contact: row.contact_id,
    kind,
    sessionAt: row.starts_at,
    subject: row.subject,
    place: row.place,
    name: sealer.open(row.sealed_name) as string,
    code: row.code,
    phone: sealer.open(row.sealed_phone) as string,
    lastEventAt: row.last_event_at,
    optedOut: row.opted_out_at !== null,
  }))
}

/** Writes down what becomes of a reminder; false when that was done before, so that nothing is sent twice. */
export async function recordReminder(
  db: Db,
  { registration, sessionAt, kind }: DueReminder,
  outcome: NoticeOutcome,
  now: number,
): Promise<boolean> {
  const row = await db
    .insertInto('class_reminders')
    .values({ registration_id: registration, session_at: sessionAt, kind, outcome, at: now })
    .onConflict((oc) => oc.columns(['registration_id', 'session_at', 'kind']).doNothing())
    .returning('registration_id')
    .executeTakeFirst()
  return row !== undefined
}
