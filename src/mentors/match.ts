import { sql } from 'kysely'
import type { Ids } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { UnitCode } from '../places/commune.ts'
import type { Communes } from '../places/communes.ts'
import { type Learner, learnerOf, type Mentor, mentorOf } from './mentor.ts'
import type { LearnerId, MentorId, PairId } from './mentors.schema.ts'
import type { Pair } from './pair.ts'

/** Far more than volunteer in a commune and those around it. */
const MOST_READ = 1000

/** What matching needs besides the database. */
export interface Matching {
  readonly sealer: Sealer
  readonly ids: Ids
  readonly communes: Pick<Communes, 'around'>
}

/**
 * Holds all that concerns mentors of a province for the rest of the transaction. Whoever changes anything of it begins
 * here, by writing: the next one waits, so that nobody is promised a place that another has just been given.
 */
export async function holdProvince(db: Db, province: UnitCode): Promise<void> {
  await db
    .insertInto('mentor_provinces')
    .values({ province_code: province, version: 0 })
    .onConflict((oc) =>
      oc.column('province_code').doUpdateSet((eb) => ({ version: eb('mentor_provinces.version', '+', 1) })),
    )
    .execute()
}

/**
 * Proposes a mentor to a learner who waits: one who speaks the language and has a place free, of the same commune before
 * those around it, who helps the fewest before others, and of these the one who was asked longest ago. Never one with
 * whom it did not work out before. Undefined when there is none. The transaction holds the province.
 */
export async function matchLearner(
  db: Db,
  matching: Matching,
  learner: Learner,
  now: number,
): Promise<Pair | undefined> {
  const before = await formerMentors(db, learner.id)
  for (const communes of nearness(matching, learner.commune)) {
    const free = await freeMentors(db, matching.sealer, communes)
    const mentor = free.find((one) => !before.has(one.id) && fits(one, learner))
    if (mentor) return propose(db, matching, mentor, learner, now)
  }
  return undefined
}

/** Proposes learners who wait to a mentor until no place is free, in the order of waiting. The transaction holds the province. */
export async function matchMentor(db: Db, matching: Matching, mentor: Mentor, now: number): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (const communes of nearness(matching, mentor.commune)) {
    for (const learner of await waitingLearners(db, matching.sealer, communes)) {
      if (mentor.endedAt !== null || mentor.taken + pairs.length >= mentor.capacity) return pairs
      if (!fits(mentor, learner) || (await formerMentors(db, learner.id)).has(mentor.id)) continue
      pairs.push(await propose(db, matching, mentor, learner, now))
    }
  }
  return pairs
}

function nearness({ communes }: Matching, commune: UnitCode): (readonly UnitCode[])[] {
  const around = communes.around(commune).map(({ code }) => code)
  return around.length === 0 ? [[commune]] : [[commune], around]
}

function fits(mentor: Mentor, learner: Learner): boolean {
  return mentor.contact !== learner.contact && mentor.languages.includes(learner.language)
}

async function freeMentors(db: Db, sealer: Sealer, communes: readonly UnitCode[]): Promise<Mentor[]> {
  const rows = await db
    .selectFrom('mentors')
    .selectAll()
    .where('commune_code', 'in', communes)
    .where('ended_at', 'is', null)
    .whereRef('taken', '<', 'capacity')
    .orderBy('taken')
    .orderBy((eb) =>
      eb.fn.coalesce(
        eb
          .selectFrom('mentor_pairs')
          .select((pair) => pair.fn.max('proposed_at').as('asked'))
          .whereRef('mentor_pairs.mentor_id', '=', 'mentors.id'),
        sql<number>`0`,
      ),
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(MOST_READ)
    .execute()
  return rows.map((row) => mentorOf(row, sealer))
}

async function waitingLearners(db: Db, sealer: Sealer, communes: readonly UnitCode[]): Promise<Learner[]> {
  const rows = await db
    .selectFrom('learners')
    .selectAll()
    .where('commune_code', 'in', communes)
    // In literals, as in the condition of its index.
    .where(sql<boolean>`status = 'waiting'`)
    .orderBy('waits_since')
    .orderBy('id')
    .limit(MOST_READ)
    .execute()
  return rows.map((row) => learnerOf(row, sealer))
}

/** Those with whom it came to nothing; one from whom somebody learned is welcome again. */
async function formerMentors(db: Db, learner: LearnerId): Promise<ReadonlySet<MentorId>> {
  const rows = await db
    .selectFrom('mentor_pairs')
    .select('mentor_id')
    .where('learner_id', '=', learner)
    .where('status', 'in', ['declined', 'ended', 'expired'])
    .execute()
  return new Set(rows.map((row) => row.mentor_id))
}

async function propose(db: Db, { ids }: Matching, mentor: Mentor, learner: Learner, now: number): Promise<Pair> {
  const id = ids.next() as PairId
  await db
    .insertInto('mentor_pairs')
    .values({
      id,
      mentor_id: mentor.id,
      learner_id: learner.id,
      status: 'proposed',
      mentor_agreed_at: null,
      learner_agreed_at: null,
      proposed_at: now,
      closed_at: null,
    })
    .execute()
  await db
    .updateTable('mentors')
    .set((eb) => ({ taken: eb('taken', '+', 1) }))
    .where('id', '=', mentor.id)
    .execute()
  await db.updateTable('learners').set({ status: 'paired' }).where('id', '=', learner.id).execute()
  return {
    id,
    status: 'proposed',
    mentor: { ...mentor, taken: mentor.taken + 1 },
    learner: { ...learner, status: 'paired' },
    mentorAgreed: false,
    learnerAgreed: false,
  }
}
