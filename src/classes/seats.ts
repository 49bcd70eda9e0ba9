import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { ClassRow } from './class-row.ts'
import type { RegistrationId } from './classes.schema.ts'
import type { Offer } from './registration.ts'

/** How long an offered seat is kept: `offerMs`, or less when the class begins before. */
export interface OfferTerms {
  readonly offerMs: number
}

/** Change of a class's counts, as one decided it while holding the row. */
export interface SeatChange {
  readonly taken?: number
  readonly waiting?: number
  readonly arrivals?: number
}

/** Writes the counts of a class that the transaction holds; gives the row with them. */
export async function changeSeats(db: Db, held: ClassRow, change: SeatChange): Promise<ClassRow> {
  const counts = {
    taken: held.taken + (change.taken ?? 0),
    waiting: held.waiting + (change.waiting ?? 0),
    arrivals: held.arrivals + (change.arrivals ?? 0),
  }
  await db.updateTable('classes').set(counts).where('id', '=', held.id).execute()
  return { ...held, ...counts }
}

/**
 * Offers the free seats of a class that the transaction holds to those who wait, in order of arrival. Nobody is offered
 * a seat of a class that is over or cancelled.
 */
export async function offerFreeSeats(db: Db, held: ClassRow, terms: OfferTerms, now: number): Promise<Offer[]> {
  const free = held.capacity - held.taken
  if (free <= 0 || held.waiting === 0 || held.status === 'cancelled') return []
  if (held.ends_at === null || held.starts_at === null || held.ends_at <= now) return []
  const until = held.starts_at > now ? Math.min(now + terms.offerMs, held.starts_at) : now + terms.offerMs
  const next = await db
    .selectFrom('registrations')
    .select(['id', 'contact_id', 'code'])
    .where('class_id', '=', held.id)
    .where(sql<boolean>`status = 'waiting'`)
    .orderBy('position')
    .limit(free)
    .execute()
  if (next.length === 0) return []
  await db
    .updateTable('registrations')
    .set({ status: 'offered', offered_until: until, updated_at: now })
    .where(
      'id',
      'in',
      next.map(({ id }) => id),
    )
    .execute()
  await changeSeats(db, held, { taken: next.length, waiting: -next.length })
  return next.map(({ id, contact_id, code }) => ({ id, classId: held.id, contact: contact_id, code, until }))
}

/** Takes back the offers of a class that the transaction holds: whoever had one waits again, at the same place. */
export async function withdrawOffers(db: Db, held: ClassRow, now: number): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('registrations')
    .set({ status: 'waiting', offered_until: null, offer_told_at: null, updated_at: now })
    .where('class_id', '=', held.id)
    .where('status', '=', 'offered')
    .executeTakeFirst()
  const count = Number(numUpdatedRows)
  if (count > 0) await changeSeats(db, held, { taken: -count, waiting: count })
}

/**
 * Offers that nobody was told of, however they came about: a cancelled seat, one that was passed on, an import with more
 * seats. The soonest to run out first.
 */
export async function listUntoldOffers(db: Db, limit: number): Promise<Offer[]> {
  const rows = await db
    .selectFrom('registrations')
    .select(['id', 'class_id', 'contact_id', 'code', 'offered_until'])
    // In literals, as in the condition of its index: SQLite would read the whole table otherwise.
    .where(sql<boolean>`status = 'offered' and offer_told_at is null`)
    .orderBy('offered_until')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    classId: row.class_id,
    contact: row.contact_id,
    code: row.code,
    until: row.offered_until ?? 0,
  }))
}

/** Notes that the message about an offer stands in the outbox, in the same transaction; false when it did before. */
export async function markOfferTold(db: Db, id: RegistrationId, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('registrations')
    .set({ offer_told_at: now })
    .where('id', '=', id)
    .where('status', '=', 'offered')
    .where('offer_told_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
