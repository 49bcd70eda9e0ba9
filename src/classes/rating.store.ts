import { sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { ClassCode, ClassId } from './class.ts'
import type { NoticeOutcome } from './classes.schema.ts'
import { BY_STAFF } from './consent.store.ts'

/** Somebody to be asked how a class was, once for all whom they signed up. */
export interface DueRating {
  readonly classId: ClassId
  readonly code: ClassCode
  readonly subject: string
  readonly contact: ContactId
  /** UTC ms; null when the person has never had a turn, as after deleting their data. */
  readonly lastEventAt: number | null
  readonly optedOut: boolean
}

/**
 * Those not asked yet whose class ended between `from` (included) and `until`: for whom somebody was marked present on
 * any date, or who had a seat where no roll was called. People whom staff put on the list do not count: the contact that
 * they stand under is a member of staff. At most `limit`.
 */
export async function findDueRatings(
  db: Db,
  { from, until }: { readonly from: number; readonly until: number },
  limit: number,
): Promise<DueRating[]> {
  const rows = await db
    .selectFrom('classes as c')
    .innerJoin('registrations as r', 'r.class_id', 'c.id')
    .leftJoin('contacts', 'contacts.id', 'r.contact_id')
    .leftJoin('class_ratings as asked', (join) =>
      join.onRef('asked.class_id', '=', 'c.id').onRef('asked.contact_id', '=', 'r.contact_id'),
    )
    .select(['c.id', 'c.code', 'c.subject', 'r.contact_id', 'contacts.last_event_at', 'contacts.opted_out_at'])
    .distinct()
    .where('c.ends_at', '>=', from)
    .where('c.ends_at', '<', until)
    .where('c.status', 'in', ['open', 'closed'])
    .where('asked.class_id', 'is', null)
    .where('r.consent_version', 'not like', `${BY_STAFF}%`)
    .where(
      sql<boolean>`(
        r.status = 'attended'
        or (r.status = 'missed' and exists (
          select 1 from class_attendance as came where came.registration_id = r.id and came.status = 'attended'))
        or (r.status = 'registered' and not exists (
          select 1 from registrations as called where called.class_id = c.id and called.status in ('attended', 'missed')))
      )`,
    )
    .orderBy('c.id')
    .orderBy('r.contact_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    classId: row.id,
    code: row.code,
    subject: row.subject,
    contact: row.contact_id,
    lastEventAt: row.last_event_at,
    optedOut: row.opted_out_at !== null,
  }))
}

/** Writes down what becomes of asking; false when that was done before, so that nobody is asked twice. */
export async function recordAsked(
  db: Db,
  { classId, contact }: Pick<DueRating, 'classId' | 'contact'>,
  outcome: NoticeOutcome,
  now: number,
): Promise<boolean> {
  const row = await db
    .insertInto('class_ratings')
    .values({ class_id: classId, contact_id: contact, outcome, asked_at: now, score: null, rated_at: null })
    .onConflict((oc) => oc.columns(['class_id', 'contact_id']).doNothing())
    .returning('class_id')
    .executeTakeFirst()
  return row !== undefined
}

/** The class that a person was asked about last and has not rated; undefined when there is none since `since` (UTC ms). */
export async function findClassToRate(db: Db, contact: ContactId, since: number): Promise<ClassId | undefined> {
  const row = await db
    .selectFrom('class_ratings')
    .select('class_id')
    .where('contact_id', '=', contact)
    .where(sql<boolean>`score is null`)
    .where('asked_at', '>=', since)
    .where('outcome', 'in', ['sent', 'template'])
    .orderBy('asked_at', 'desc')
    .orderBy('class_id')
    .limit(1)
    .executeTakeFirst()
  return row?.class_id
}

/** Keeps a rating, 1 to 5; false when it was rated before, or never asked. */
export async function rateClass(
  db: Db,
  { classId, contact, score }: { readonly classId: ClassId; readonly contact: ContactId; readonly score: number },
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('class_ratings')
    .set({ score, rated_at: now })
    .where('class_id', '=', classId)
    .where('contact_id', '=', contact)
    .where('score', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** How a class was rated: by how many, and the mean; null where nobody has. */
export async function ratingOf(db: Db, classId: ClassId): Promise<{ count: number; mean: number } | null> {
  const { count, sum } = await db
    .selectFrom('class_ratings')
    .select((eb) => [eb.fn.count<number>('score').as('count'), eb.fn.sum<number | null>('score').as('sum')])
    .where('class_id', '=', classId)
    .executeTakeFirstOrThrow()
  return Number(count) === 0 ? null : { count: Number(count), mean: Number(sum) / Number(count) }
}
