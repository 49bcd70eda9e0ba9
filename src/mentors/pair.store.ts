import { type Selectable, sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import type { UnitCode } from '../places/commune.ts'
import { learnerOf, mentorOf } from './mentor.ts'
import type { MentorId, PairId } from './mentors.schema.ts'
import type { Pair } from './pair.ts'

export const OPEN = ['proposed', 'agreed'] as const

/** The pair of an id, or undefined. */
export async function findPair(db: Db, sealer: Sealer, id: PairId): Promise<Pair | undefined> {
  const row = await db.selectFrom('mentor_pairs').selectAll().where('id', '=', id).executeTakeFirst()
  return row && (await pairsOf(db, sealer, [row]))[0]
}

/** The pairs that somebody is one of, as mentor or learner, and that are not over; the oldest first. */
export async function listOpenPairs(db: Db, sealer: Sealer, contact: ContactId): Promise<Pair[]> {
  const rows = await db
    .selectFrom('mentor_pairs')
    .selectAll()
    .where('status', 'in', OPEN)
    .where((eb) =>
      eb.or([
        eb('mentor_id', 'in', db.selectFrom('mentors').select('id').where('contact_id', '=', contact)),
        eb('learner_id', 'in', db.selectFrom('learners').select('id').where('contact_id', '=', contact)),
      ]),
    )
    .orderBy('proposed_at')
    .orderBy('id')
    .execute()
  return pairsOf(db, sealer, rows)
}

/** The pairs of these mentors that are not over, the oldest first. */
export async function listPairsOfMentors(db: Db, sealer: Sealer, mentors: readonly MentorId[]): Promise<Pair[]> {
  if (mentors.length === 0) return []
  const rows = await db
    .selectFrom('mentor_pairs')
    .selectAll()
    .where('status', 'in', OPEN)
    .where('mentor_id', 'in', mentors)
    .orderBy('proposed_at')
    .orderBy('id')
    .execute()
  return pairsOf(db, sealer, rows)
}

/** Pairs proposed before `before` (UTC ms) to which not both have agreed, the oldest first, with their province. */
export async function listUnanswered(
  db: Db,
  before: number,
  limit: number,
): Promise<{ readonly id: PairId; readonly province: UnitCode }[]> {
  return (
    db
      .selectFrom('mentor_pairs')
      .innerJoin('mentors', 'mentors.id', 'mentor_pairs.mentor_id')
      .select(['mentor_pairs.id', 'mentors.province_code as province'])
      // In literals, as in the condition of its index.
      .where(sql<boolean>`mentor_pairs.status = 'proposed'`)
      .where('mentor_pairs.proposed_at', '<', before)
      .orderBy('mentor_pairs.proposed_at')
      .limit(limit)
      .execute()
  )
}

async function pairsOf(db: Db, sealer: Sealer, rows: readonly Selectable<Schema['mentor_pairs']>[]): Promise<Pair[]> {
  if (rows.length === 0) return []
  const mentors = await db
    .selectFrom('mentors')
    .selectAll()
    .where(
      'id',
      'in',
      rows.map((row) => row.mentor_id),
    )
    .execute()
  const learners = await db
    .selectFrom('learners')
    .selectAll()
    .where(
      'id',
      'in',
      rows.map((row) => row.learner_id),
    )
    .execute()
  const mentorBy = new Map(mentors.map((row) => [row.id, mentorOf(row, sealer)]))
  const learnerBy = new Map(learners.map((row) => [row.id, learnerOf(row, sealer)]))
  return rows.flatMap((row) => {
    const mentor = mentorBy.get(row.mentor_id)
    const learner = learnerBy.get(row.learner_id)
    if (!mentor || !learner) return []
    const agreed = { mentorAgreed: row.mentor_agreed_at !== null, learnerAgreed: row.learner_agreed_at !== null }
    return [{ id: row.id, status: row.status, mentor, learner, ...agreed }]
  })
}
