import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { closePair, refill } from './close-pair.ts'
import { holdProvince, type Matching } from './match.ts'
import type { PairId } from './mentors.schema.ts'
import { findPair } from './pair.store.ts'
import { otherSide, type Pair, type PairNews, type Side, sideOf } from './pair.ts'

/** A word of one of the two about their pair. */
export interface PairWord {
  readonly pair: PairId
  readonly contact: ContactId
}

/** What came of a word; `gone`: the pair is not theirs, or past that already. */
export interface PairResult<Outcome extends string = 'done'> {
  readonly outcome: Outcome | 'gone'
  readonly news: readonly PairNews[]
}

const GONE = { outcome: 'gone', news: [] } as const

/** One of the two agrees; `agreed` when both have, who then hear of it. Inside the caller's transaction, as all below. */
export async function agreeToPair(
  db: Db,
  matching: Matching,
  word: PairWord,
  now: number,
): Promise<PairResult<'agreed' | 'half'>> {
  const held = await holdPair(db, matching, word)
  if (held?.pair.status !== 'proposed') return GONE
  const { pair, side } = held
  const both = side === 'mentor' ? pair.learnerAgreed : pair.mentorAgreed
  await db
    .updateTable('mentor_pairs')
    .set({
      ...(side === 'mentor' ? { mentor_agreed_at: now } : { learner_agreed_at: now }),
      ...(both ? { status: 'agreed' as const } : {}),
    })
    .where('id', '=', pair.id)
    .execute()
  if (!both) return { outcome: 'half', news: [] }
  const agreed: Pair = { ...pair, status: 'agreed', mentorAgreed: true, learnerAgreed: true }
  return {
    outcome: 'agreed',
    news: [
      { to: 'mentor', kind: 'agreed', pair: agreed },
      { to: 'learner', kind: 'agreed', pair: agreed },
    ],
  }
}

/** One of the two would rather not; the learner is proposed another mentor, and the mentor whoever waits. */
export async function declinePair(db: Db, matching: Matching, word: PairWord, now: number): Promise<PairResult> {
  const held = await holdPair(db, matching, word)
  if (held?.pair.status !== 'proposed') return GONE
  const { pair, side } = held
  await closePair(db, pair, { status: 'declined', learner: 'waiting' }, now)
  const told: PairNews = { to: otherSide(side), kind: 'declined', pair }
  return { outcome: 'done', news: [told, ...(await refill(db, matching, pair, now))] }
}

/** One of the two ends it; the learner is proposed another mentor. */
export async function endPair(db: Db, matching: Matching, word: PairWord, now: number): Promise<PairResult> {
  const held = await holdPair(db, matching, word)
  if (!held) return GONE
  const { pair, side } = held
  await closePair(db, pair, { status: 'ended', learner: 'waiting' }, now)
  const told: PairNews = { to: otherSide(side), kind: 'left', pair }
  return { outcome: 'done', news: [told, ...(await refill(db, matching, pair, now))] }
}

/** The learner says that they can do it now, which counts for the mentor. */
export async function confirmLearned(db: Db, matching: Matching, word: PairWord, now: number): Promise<PairResult> {
  const held = await holdPair(db, matching, word)
  if (held?.side !== 'learner' || held.pair.status !== 'agreed') return GONE
  const { pair } = held
  await closePair(db, pair, { status: 'learned', learner: 'learned' }, now)
  await db
    .updateTable('mentors')
    .set((eb) => ({ helped: eb('helped', '+', 1) }))
    .where('id', '=', pair.mentor.id)
    .execute()
  const counted: Pair = { ...pair, mentor: { ...pair.mentor, helped: pair.mentor.helped + 1 } }
  const told: PairNews = { to: 'mentor', kind: 'learned', pair: counted }
  return { outcome: 'done', news: [told, ...(await refill(db, matching, pair, now))] }
}

/** The pair as it is once nobody else can change it; undefined when it is over or not theirs. */
async function holdPair(
  db: Db,
  { sealer }: Matching,
  { pair: id, contact }: PairWord,
): Promise<{ readonly pair: Pair; readonly side: Side } | undefined> {
  const before = await findPair(db, sealer, id)
  if (!before || sideOf(before, contact) === null) return undefined
  await holdProvince(db, before.mentor.province)
  const pair = await findPair(db, sealer, id)
  const side = pair ? sideOf(pair, contact) : null
  if (!pair || side === null || (pair.status !== 'proposed' && pair.status !== 'agreed')) return undefined
  return { pair, side }
}
