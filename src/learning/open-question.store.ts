import { DAY_MS } from '../core/durations.ts'
import type { ContactId, ProvinceId, TopicId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { Unanswered } from '../engine/run-turn.ts'
import type { QuestionHash } from './learning.schema.ts'

/** What nobody looked at for so long is not kept for ever. */
export const KEPT_MS = 180 * DAY_MS
/** Of more than this, the latest tell enough. */
const MAX_READ = 20_000

export interface NewOpenQuestion {
  readonly contact: ContactId
  readonly province: ProvinceId
  readonly hash: QuestionHash
  readonly question: string
  readonly why: Unanswered
  readonly topic: TopicId | null
  /** UTC ms. */
  readonly at: number
}

/** What somebody sends without end says nothing of what people ask. */
const MAX_OF_ONE_PERSON = 50

/** Keeps a question that was not answered; of one person the same question counts once, and only the latest are kept. */
export async function recordOpenQuestion(db: Db, sealer: Sealer, asked: NewOpenQuestion): Promise<void> {
  const { contact, province, hash, question, why, topic, at } = asked
  const latest = { why, topic, last_at: at }
  await db
    .insertInto('open_questions')
    .values({
      contact_id: contact,
      question_hash: hash,
      province,
      sealed_question: sealer.seal(question),
      ...latest,
    })
    .onConflict((oc) => oc.columns(['contact_id', 'question_hash']).doUpdateSet(latest))
    .execute()
  const kept = db
    .selectFrom('open_questions')
    .select('question_hash')
    .where('contact_id', '=', contact)
    .orderBy('last_at', 'desc')
    .limit(MAX_OF_ONE_PERSON)
  await db
    .deleteFrom('open_questions')
    .where('contact_id', '=', contact)
    .where('question_hash', 'not in', kept)
    .execute()
}

/** A question that was asked back is answered after all. */
export async function forgetAskedBack(db: Db, contact: ContactId, hash: QuestionHash): Promise<void> {
  await db
    .deleteFrom('open_questions')
    .where('contact_id', '=', contact)
    .where('question_hash', '=', hash)
    .where('why', '=', 'not_picked')
    .execute()
}

/** The same question of all who asked it in a province. */
export interface OpenQuestion {
  readonly hash: QuestionHash
  /** As one of them typed it. */
  readonly question: string
  readonly contacts: readonly ContactId[]
  /** How often each reason stands, by people. */
  readonly why: Readonly<Record<Unanswered, number>>
  /** The topics that people called wrong. */
  readonly wrongTopics: readonly TopicId[]
  /** UTC ms of the last time. */
  readonly lastAt: number
}

/**
 * The questions of a province, in the order in which they were asked last; of `hashes` alone where these are given, and
 * those last asked in `period` where there is one.
 */
export async function readOpenQuestions(
  db: Db,
  sealer: Sealer,
  province: ProvinceId,
  hashes?: readonly QuestionHash[],
  period?: Period,
): Promise<OpenQuestion[]> {
  if (hashes?.length === 0) return []
  const rows = await db
    .selectFrom('open_questions')
    .selectAll()
    .where('province', '=', province)
    .$if(hashes !== undefined, (query) => query.where('question_hash', 'in', hashes ?? []))
    .$if(period !== undefined, (query) =>
      query.where('last_at', '>=', period?.from ?? 0).where('last_at', '<', period?.until ?? 0),
    )
    .orderBy('last_at', 'desc')
    .orderBy('contact_id')
    .limit(MAX_READ)
    .execute()
  const byHash = Map.groupBy(rows, (row) => row.question_hash)
  return [...byHash].map(([hash, same]) => ({
    hash,
    question: sealer.open((same[0] as (typeof same)[number]).sealed_question) as string,
    contacts: same.map((row) => row.contact_id),
    why: {
      declined: same.filter(({ why }) => why === 'declined').length,
      not_picked: same.filter(({ why }) => why === 'not_picked').length,
      rated_bad: same.filter(({ why }) => why === 'rated_bad').length,
    },
    wrongTopics: [...new Set(same.flatMap(({ topic }) => topic ?? []))],
    lastAt: same[0]?.last_at ?? 0,
  }))
}

/** Takes away what was asked before `before`. */
export async function dropOldQuestions(db: Db, before: number): Promise<void> {
  await db.deleteFrom('open_questions').where('last_at', '<', before).execute()
}
