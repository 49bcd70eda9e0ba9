import { sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { type ChangedClass, type ChangedDate, changesBetween, joinChanges } from './changed-dates.ts'
import type { CatalogueClass, ClassId, ClassPlan } from './class.ts'
import type { NoticeOutcome } from './classes.schema.ts'
import type { Session } from './schedule.ts'

/** People of a class are told in chat, whatever became of their seat; who cancelled need not be. */
const TOLD = ['registered', 'waiting', 'offered', 'attended', 'missed'] as const

/** Changes that the people of a class are being told. Instants are UTC ms. */
export interface ClassChange extends ChangedClass {
  readonly id: number
  readonly classId: ClassId
  readonly changedAt: number
}

/** Somebody to be told, and for whom they wrote. */
export interface PersonToTell {
  readonly contact: ContactId
  /** null when the person has never had a turn, as after deleting their data. */
  readonly lastEventAt: number | null
  readonly optedOut: boolean
}

/**
 * Writes down what a change of a class means to its people, inside the transaction that holds the class. What nobody was
 * told of yet is joined with it, so that a date moved twice is told once.
 */
export async function noteChanges(
  db: Db,
  before: CatalogueClass,
  after: { readonly status: ClassPlan['status']; readonly sessions: readonly Session[] },
  now: number,
): Promise<void> {
  if (before.status === 'draft' || after.status === 'draft') return
  const waiting = await db
    .selectFrom('class_changes')
    .selectAll()
    .where('class_id', '=', before.id)
    .where(sql<boolean>`started_at is null`)
    .executeTakeFirst()
  const changed = changesBetween(before, after, now)
  if (before.status === 'cancelled' && after.status === 'cancelled' && !waiting) return
  const all = waiting ? joinChanges(changeOf(waiting), changed) : changed
  const values = {
    class_cancelled: all.classCancelled ? 1 : 0,
    class_restored: all.classRestored ? 1 : 0,
    dates: JSON.stringify(all.dates),
  } as const
  const isNothing = !all.classCancelled && !all.classRestored && all.dates.length === 0
  if (waiting && isNothing) await db.deleteFrom('class_changes').where('id', '=', waiting.id).execute()
  else if (waiting)
    await db
      .updateTable('class_changes')
      .set({ ...values, changed_at: now })
      .where('id', '=', waiting.id)
      .execute()
  else if (!isNothing)
    await db
      .insertInto('class_changes')
      .values({ ...values, class_id: before.id, changed_at: now, started_at: null, told_at: null })
      .execute()
}

/**
 * The oldest change that not everybody was told of; null when there is none. From now on what changes is told by itself.
 * Processes may take the same one: each person is told once all the same.
 */
export async function takeChange(db: Db, now: number): Promise<ClassChange | null> {
  const row = await db
    .selectFrom('class_changes')
    .select('id')
    .where(sql<boolean>`told_at is null`)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  // Writes first: whoever changes the class meanwhile has either joined this change already, or finds it begun.
  const taken = await db
    .updateTable('class_changes')
    .set((eb) => ({ started_at: eb.fn.coalesce('started_at', eb.val(now)) }))
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirst()
  return taken ? changeOf(taken) : null
}

/** Those who were not told of a change yet, at most `limit`; each contact once, for however many they signed up. */
export async function findPeopleToTell(
  db: Db,
  { id, classId, changedAt }: ClassChange,
  limit: number,
): Promise<PersonToTell[]> {
  const rows = await db
    .selectFrom('registrations')
    .leftJoin('contacts', 'contacts.id', 'registrations.contact_id')
    .select(['registrations.contact_id', 'contacts.last_event_at', 'contacts.opted_out_at'])
    .distinct()
    .where('registrations.class_id', '=', classId)
    .where('registrations.status', 'in', TOLD)
    // Whoever signed up afterwards knew.
    .where('registrations.created_at', '<=', changedAt)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('class_notices')
            .select('class_notices.change_id')
            .where('class_notices.change_id', '=', id)
            .whereRef('class_notices.contact_id', '=', 'registrations.contact_id'),
        ),
      ),
    )
    .orderBy('registrations.contact_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    contact: row.contact_id,
    lastEventAt: row.last_event_at,
    optedOut: row.opted_out_at !== null,
  }))
}

/** How many contacts a change of a class is told to. */
export async function countPeopleToTell(db: Db, classId: ClassId): Promise<number> {
  const { count } = await db
    .selectFrom('registrations')
    .select((eb) => eb.fn.count<number>('contact_id').distinct().as('count'))
    .where('class_id', '=', classId)
    .where('status', 'in', TOLD)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Writes down what became of telling a person; false when that was done before, so that nobody is told twice. */
export async function recordNotice(
  db: Db,
  change: number,
  contact: ContactId,
  outcome: NoticeOutcome,
  now: number,
): Promise<boolean> {
  const row = await db
    .insertInto('class_notices')
    .values({ change_id: change, contact_id: contact, outcome, at: now })
    .onConflict((oc) => oc.columns(['change_id', 'contact_id']).doNothing())
    .returning('change_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Everybody was told. */
export async function finishChange(db: Db, change: number, now: number): Promise<void> {
  await db.updateTable('class_changes').set({ told_at: now }).where('id', '=', change).execute()
}

function changeOf(row: {
  id: number
  class_id: ClassId
  class_cancelled: 0 | 1
  class_restored: 0 | 1
  dates: string
  changed_at: number
}): ClassChange {
  return {
    id: row.id,
    classId: row.class_id,
    classCancelled: row.class_cancelled === 1,
    classRestored: row.class_restored === 1,
    // Written by `noteChanges` alone.
    dates: JSON.parse(row.dates) as ChangedDate[],
    changedAt: row.changed_at,
  }
}
