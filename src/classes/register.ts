import { sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { isAtDoor } from './check-in.store.ts'
import type { ClassId } from './class.ts'
import { type ClassRow, closingTime, holdClass } from './class-row.ts'
import type { RegistrationId } from './classes.schema.ts'
import { type Consent, recordConsents } from './consent.store.ts'
import { normalisePhone, type Person, type PersonIndex } from './person-index.ts'
import { type Registration, registrationOf } from './registration.ts'
import { changeSeats } from './seats.ts'

/** Somebody who wants a seat. */
export interface NewRegistration {
  readonly id: RegistrationId
  readonly classId: ClassId
  /** Who writes, and agreed to the text `consentVersion`. */
  readonly contact: ContactId
  readonly person: Person
  readonly consentVersion: string
  /** Whose word `contact` gave or passed on; that of the person unless told otherwise. */
  readonly consents?: readonly Consent[]
}

const REFUSALS = ['no_class', 'not_open_yet', 'closed', 'cancelled'] as const

export type RegisterResult =
  | { readonly kind: 'registered'; readonly registration: Registration }
  /** The class is full; `place` in the waiting list, from 1. */
  | { readonly kind: 'waiting'; readonly registration: Registration; readonly place: number }
  /** The same person is on the list already, perhaps signed up by another contact. */
  | { readonly kind: 'already'; readonly registration: Registration }
  | { readonly kind: 'refused'; readonly because: (typeof REFUSALS)[number] }

/**
 * Gives a person a seat, or a place in the waiting list when none is free. Runs inside the caller's transaction, which
 * from here on holds the class: whoever comes next waits until it ends.
 */
export async function register(
  db: Db,
  sealer: Sealer,
  personIndex: PersonIndex,
  wanted: NewRegistration,
  now: number,
): Promise<RegisterResult> {
  const held = await holdClass(db, wanted.classId)
  const because = held === undefined ? 'no_class' : refusalOf(held, now)
  const late = because === 'closed' && held?.status === 'open' && (await isAtDoor(db, wanted, now))
  if (held === undefined || (because !== null && !late)) return { kind: 'refused', because: because ?? 'no_class' }
  const index = personIndex(wanted.person)
  const before = await db
    .selectFrom('registrations')
    .selectAll()
    .where('class_id', '=', held.id)
    .where('person_index', '=', index)
    // In literals, as in the condition of its index.
    .where(sql<boolean>`status <> 'cancelled'`)
    .executeTakeFirst()
  if (before) return { kind: 'already', registration: registrationOf(before, sealer) }

  // Nobody overtakes those who wait, also while a seat is being passed on to them.
  const seated = held.taken < held.capacity && held.waiting === 0
  const after = await changeSeats(db, held, seated ? { taken: 1, arrivals: 1 } : { waiting: 1, arrivals: 1 })
  const row = await db
    .insertInto('registrations')
    .values({
      id: wanted.id,
      class_id: held.id,
      contact_id: wanted.contact,
      sealed_name: sealer.seal(wanted.person.name.trim()),
      sealed_phone: sealer.seal(normalisePhone(wanted.person.phone)),
      person_index: index,
      code: `${held.code}-${String(after.arrivals).padStart(3, '0')}`,
      status: seated ? 'registered' : 'waiting',
      position: after.arrivals,
      offered_until: null,
      offer_told_at: null,
      cancelled_by: null,
      consent_version: wanted.consentVersion,
      consented_by: wanted.contact,
      consented_at: now,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const own: Consent = { giver: 'learner', version: wanted.consentVersion }
  await recordConsents(db, wanted.id, wanted.contact, wanted.consents ?? [own], now)
  const registration = registrationOf(row, sealer)
  return seated ? { kind: 'registered', registration } : { kind: 'waiting', registration, place: after.waiting }
}

function refusalOf(row: ClassRow, now: number): (typeof REFUSALS)[number] | null {
  if (row.status === 'draft') return 'no_class'
  if (row.status === 'cancelled' || row.status === 'closed') return row.status
  if (row.opens_at !== null && now < row.opens_at) return 'not_open_yet'
  const closing = closingTime(row)
  return closing === null || now >= closing ? 'closed' : null
}
