import { sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { UnitCode } from '../places/commune.ts'
import { type Learner, learnerOf, type Mentor, mentorOf } from './mentor.ts'

/** The mentor that somebody is or was; undefined for all others. */
export async function findMentor(db: Db, sealer: Sealer, contact: ContactId): Promise<Mentor | undefined> {
  const row = await db.selectFrom('mentors').selectAll().where('contact_id', '=', contact).executeTakeFirst()
  return row && mentorOf(row, sealer)
}

/** The learner that somebody is or was; undefined for all others. */
export async function findLearner(db: Db, sealer: Sealer, contact: ContactId): Promise<Learner | undefined> {
  const row = await db.selectFrom('learners').selectAll().where('contact_id', '=', contact).executeTakeFirst()
  return row && learnerOf(row, sealer)
}

/** The mentors of a commune who have not ended, those who began first before others, at most `limit`. */
export async function listMentors(db: Db, sealer: Sealer, commune: UnitCode, limit: number): Promise<Mentor[]> {
  const rows = await db
    .selectFrom('mentors')
    .selectAll()
    .where('commune_code', '=', commune)
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => mentorOf(row, sealer))
}

/** How many mentors a commune has, how many people they have helped so far, and how many wait for one. */
export async function countMentoring(
  db: Db,
  commune: UnitCode,
): Promise<{ readonly mentors: number; readonly helped: number; readonly waiting: number }> {
  const { mentors, helped } = await db
    .selectFrom('mentors')
    .select((eb) => [eb.fn.countAll<number>().as('mentors'), eb.fn.sum<number | null>('helped').as('helped')])
    .where('commune_code', '=', commune)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  const { waiting } = await db
    .selectFrom('learners')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('commune_code', '=', commune)
    // In literals, as in the condition of its index.
    .where(sql<boolean>`status = 'waiting'`)
    .executeTakeFirstOrThrow()
  return { mentors: Number(mentors), helped: Number(helped ?? 0), waiting: Number(waiting) }
}
