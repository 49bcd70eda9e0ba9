import { sql, type Updateable } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import { type ClassRow, holdClass } from './class-row.ts'
import type { CancelledBy, RegistrationId, RegistrationStatus } from './classes.schema.ts'
import { BY_STAFF } from './consent.store.ts'
import type { Offer } from './registration.ts'
import { changeSeats, type OfferTerms, offerFreeSeats } from './seats.ts'

interface HeldRegistration {
  readonly held: ClassRow
  readonly status: RegistrationStatus
  readonly offeredUntil: number | null
}

/** The registration as it is once its class is held; undefined when there is none. */
async function holdRegistration(db: Db, id: RegistrationId): Promise<HeldRegistration | undefined> {
  const found = await db.selectFrom('registrations').select('class_id').where('id', '=', id).executeTakeFirst()
  const held = found && (await holdClass(db, found.class_id))
  if (!held) return undefined
  const row = await db
    .selectFrom('registrations')
    .select(['status', 'offered_until'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { held, status: row.status, offeredUntil: row.offered_until }
}

async function update(db: Db, id: RegistrationId, set: Updateable<Schema['registrations']>): Promise<void> {
  await db.updateTable('registrations').set(set).where('id', '=', id).execute()
}

export interface CancelResult {
  /** False when there was nothing to cancel: no such person on the list, off it already, or the class is over. */
  readonly cancelled: boolean
  /** Who may now have a seat, in order. */
  readonly offers: readonly Offer[]
}

/** Takes a person off the list; a seat they held is offered to the next in line. Inside the caller's transaction. */
export async function cancel(
  db: Db,
  id: RegistrationId,
  by: CancelledBy,
  terms: OfferTerms,
  now: number,
): Promise<CancelResult> {
  const found = await holdRegistration(db, id)
  if (!found || !isOnList(found, now)) return { cancelled: false, offers: [] }
  await update(db, id, { status: 'cancelled', cancelled_by: by, offered_until: null, updated_at: now })
  const after = await changeSeats(db, found.held, found.status === 'waiting' ? { waiting: -1 } : { taken: -1 })
  return { cancelled: true, offers: await offerFreeSeats(db, after, terms, now) }
}

/** Whoever came to one lesson, or missed it, holds the seat for the next ones and may give those up. */
function isOnList({ held, status }: HeldRegistration, now: number): boolean {
  if (status === 'attended' || status === 'missed') return held.ends_at !== null && held.ends_at > now
  return status !== 'cancelled'
}

/** Takes the seat that was offered; `too_late` when its time has run out or another has it, `not_offered` otherwise. */
export async function confirmOffer(
  db: Db,
  id: RegistrationId,
  now: number,
): Promise<'confirmed' | 'too_late' | 'not_offered'> {
  const found = await holdRegistration(db, id)
  if (found?.status !== 'offered') return 'not_offered'
  if (found.offeredUntil === null || found.offeredUntil <= now) return 'too_late'
  await update(db, id, { status: 'registered', offered_until: null, updated_at: now })
  return 'confirmed'
}

/** An offer that ran out, and who may have the seat now. */
export interface PassedOn {
  readonly expired: Offer
  readonly offers: readonly Offer[]
}

/**
 * Passes the seat of the oldest offer that ran out on to the next in line; null when none has. Each call is for a
 * transaction of its own, with the messages to those it concerns: call it until it gives null.
 */
export async function passOnExpiredOffer(db: Db, terms: OfferTerms, now: number): Promise<PassedOn | null> {
  // Another process may take the same one first; the next is then looked for.
  for (;;) {
    const row = await db
      .selectFrom('registrations')
      .select(['id', 'class_id', 'contact_id', 'code', 'offered_until'])
      .where(sql<boolean>`status = 'offered'`)
      .where('offered_until', '<=', now)
      .orderBy('offered_until')
      .limit(1)
      .executeTakeFirst()
    if (!row || row.offered_until === null) return null
    const expired = {
      id: row.id,
      classId: row.class_id,
      contact: row.contact_id,
      code: row.code,
      until: row.offered_until,
    }
    const result = await cancelIfExpired(db, expired, terms, now)
    if (result) return { expired, offers: result.offers }
  }
}

async function cancelIfExpired(db: Db, offer: Offer, terms: OfferTerms, now: number): Promise<CancelResult | null> {
  const found = await holdRegistration(db, offer.id)
  const stillOut = found?.status === 'offered' && found.offeredUntil !== null && found.offeredUntil <= now
  return stillOut ? cancel(db, offer.id, 'expiry', terms, now) : null
}

/** Notes whether a person with a seat came; may be corrected. False when they had no seat. */
export async function markAttendance(
  db: Db,
  id: RegistrationId,
  status: 'attended' | 'missed',
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('registrations')
    .set({ status, updated_at: now })
    .where('id', '=', id)
    .where('status', 'in', ['registered', 'attended', 'missed'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * Takes away all that is held of a person's registrations (Luật 91/2025/QH15, the right to have data deleted). Seats of
 * classes to come are offered to the next in line. Whom a member of staff put on a list stands there under the member's
 * contact and stays: they did not ask for it.
 */
export async function eraseRegistrations(
  db: Db,
  contact: ContactId,
  terms: OfferTerms,
  now: number,
): Promise<readonly Offer[]> {
  const own = db
    .selectFrom('registrations')
    .select('id')
    .where('contact_id', '=', contact)
    .where('consent_version', 'not like', `${BY_STAFF}%`)
  const rows = await own
    // Classes are held in one order by everybody, or two transactions could wait for each other.
    .orderBy('class_id')
    .execute()
  const offers: Offer[] = []
  for (const { id } of rows) offers.push(...(await cancel(db, id, 'person', terms, now)).offers)
  await db.deleteFrom('class_reminders').where('registration_id', 'in', own).execute()
  await db.deleteFrom('class_attendance').where('registration_id', 'in', own).execute()
  await db.deleteFrom('class_scans').where('contact_id', '=', contact).execute()
  await db.deleteFrom('registration_consents').where('contact_id', '=', contact).execute()
  await db.deleteFrom('class_ratings').where('contact_id', '=', contact).execute()
  await db.deleteFrom('class_notices').where('contact_id', '=', contact).execute()
  await db.deleteFrom('registrations').where('id', 'in', own).execute()
  return offers.filter((offer) => offer.contact !== contact)
}
