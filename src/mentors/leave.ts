import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { closePair, refill } from './close-pair.ts'
import { holdProvince, type Matching } from './match.ts'
import { findLearner, findMentor } from './mentor.store.ts'
import type { PairId } from './mentors.schema.ts'
import { findPair, listOpenPairs, listUnanswered } from './pair.store.ts'
import { otherSide, type PairNews, sideOf } from './pair.ts'

/** What somebody was who leaves, and who ought to hear of it. */
export interface Leaving {
  readonly was: { readonly mentor: boolean; readonly learner: boolean }
  readonly news: readonly PairNews[]
}

/**
 * Takes somebody out as mentor and as learner: their pairs end, and learners of theirs are proposed another mentor.
 * Inside the caller's transaction.
 */
export async function leaveMentoring(db: Db, matching: Matching, contact: ContactId, now: number): Promise<Leaving> {
  const { sealer } = matching
  const mentor = await findMentor(db, sealer, contact)
  const learner = await findLearner(db, sealer, contact)
  const provinces = [mentor, learner].flatMap((one) => (one ? [one.province] : []))
  for (const province of [...new Set(provinces)].sort()) await holdProvince(db, province)
  await db.updateTable('mentors').set({ ended_at: now }).where('contact_id', '=', contact).execute()
  const pairs = await listOpenPairs(db, sealer, contact)
  for (const pair of pairs) {
    const after = sideOf(pair, contact) === 'learner' ? 'ended' : 'waiting'
    await closePair(db, pair, { status: 'ended', learner: after }, now)
  }
  await db.updateTable('learners').set({ status: 'ended' }).where('contact_id', '=', contact).execute()
  const news: PairNews[] = []
  for (const pair of pairs) {
    const side = sideOf(pair, contact)
    if (side !== null) news.push({ to: otherSide(side), kind: 'left', pair })
    news.push(...(await refill(db, matching, pair, now)))
  }
  const was = { mentor: mentor?.endedAt === null, learner: ['waiting', 'paired'].includes(learner?.status ?? '') }
  return { was, news }
}

/** Leaves, and takes away all that is held of a person as mentor or learner. Inside the caller's transaction. */
export async function eraseMentoring(
  db: Db,
  matching: Matching,
  contact: ContactId,
  now: number,
): Promise<readonly PairNews[]> {
  const { news } = await leaveMentoring(db, matching, contact, now)
  await db
    .deleteFrom('mentor_pairs')
    .where('mentor_id', 'in', db.selectFrom('mentors').select('id').where('contact_id', '=', contact))
    .execute()
  await db
    .deleteFrom('mentor_pairs')
    .where('learner_id', 'in', db.selectFrom('learners').select('id').where('contact_id', '=', contact))
    .execute()
  await db.deleteFrom('mentors').where('contact_id', '=', contact).execute()
  await db.deleteFrom('learners').where('contact_id', '=', contact).execute()
  return news
}

/**
 * Ends the oldest pair to which not both have agreed since `before` (UTC ms); undefined when there is none. A learner
 * who agreed is proposed another mentor; one who did not answer is left in peace.
 */
export async function expireOne(
  db: Db,
  matching: Matching,
  before: number,
  now: number,
): Promise<{ readonly pair: PairId; readonly news: readonly PairNews[] } | undefined> {
  const [oldest] = await listUnanswered(db, before, 1)
  if (!oldest) return undefined
  await holdProvince(db, oldest.province)
  const pair = await findPair(db, matching.sealer, oldest.id)
  if (pair?.status !== 'proposed') return { pair: oldest.id, news: [] }
  const { mentorAgreed, learnerAgreed } = pair
  await closePair(db, pair, { status: 'expired', learner: learnerAgreed ? 'waiting' : 'ended' }, now)
  const told = [...(mentorAgreed ? ['mentor' as const] : []), ...(learnerAgreed ? ['learner' as const] : [])].map(
    (to): PairNews => ({ to, kind: 'left', pair }),
  )
  return { pair: pair.id, news: [...told, ...(await refill(db, matching, pair, now))] }
}
