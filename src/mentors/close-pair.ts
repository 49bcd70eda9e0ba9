import type { Db } from '../db/open.ts'
import { type Matching, matchLearner, matchMentor } from './match.ts'
import { findLearner, findMentor } from './mentor.store.ts'
import type { LearnerStatus, PairStatus } from './mentors.schema.ts'
import { OPEN } from './pair.store.ts'
import type { Pair, PairNews } from './pair.ts'

/** Ends a pair, frees the mentor's place and says what becomes of the learner. The transaction holds the province. */
export async function closePair(
  db: Db,
  pair: Pair,
  after: { readonly status: PairStatus; readonly learner: LearnerStatus },
  now: number,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('mentor_pairs')
    .set({ status: after.status, closed_at: now })
    .where('id', '=', pair.id)
    .where('status', 'in', OPEN)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  await db
    .updateTable('mentors')
    .set((eb) => ({ taken: eb('taken', '-', 1) }))
    .where('id', '=', pair.mentor.id)
    .execute()
  await db
    .updateTable('learners')
    .set({ status: after.learner, ...(after.learner === 'waiting' ? { waits_since: now } : {}) })
    .where('id', '=', pair.learner.id)
    .execute()
}

/** After a pair is over: another mentor for its learner, if they wait, and whoever waits for its mentor. */
export async function refill(db: Db, matching: Matching, pair: Pair, now: number): Promise<PairNews[]> {
  const learner = await findLearner(db, matching.sealer, pair.learner.contact)
  const other = learner?.status === 'waiting' ? await matchLearner(db, matching, learner, now) : undefined
  const mentor = await findMentor(db, matching.sealer, pair.mentor.contact)
  const next = mentor ? await matchMentor(db, matching, mentor, now) : []
  return newsOfProposals([...(other ? [other] : []), ...next])
}

/** Both of each pair hear of it. */
export function newsOfProposals(pairs: readonly Pair[]): PairNews[] {
  return pairs.flatMap((pair): PairNews[] => [
    { to: 'mentor', kind: 'proposed', pair },
    { to: 'learner', kind: 'proposed', pair },
  ])
}
