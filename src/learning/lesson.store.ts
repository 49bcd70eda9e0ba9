import type { Selectable } from 'kysely'
import type { Taught } from '../answers/searched.ts'
import { ChangedMeanwhile } from '../core/errors.ts'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import { findSetting, keepSetting } from '../db/settings.store.ts'
import type { LessonId, QuestionHash } from './learning.schema.ts'

/** Counts what changes the answers, for processes to see that another changed them. */
const VERSION = 'lessons_version'
const NONE_YET = 0

export interface Lesson {
  readonly id: LessonId
  readonly province: ProvinceId
  /** null where the questions were dismissed. */
  readonly topic: TopicId | null
  /** It was made though the guard's marks became worse. */
  readonly forced: boolean
  readonly madeBy: string
  /** UTC ms. */
  readonly madeAt: number
  readonly undoneBy: string | null
  readonly undoneAt: number | null
}

export interface LessonQuestion {
  readonly hash: QuestionHash
  readonly question: string
}

/** Which lessons the answers stand for. */
export async function readLessonsVersion(db: Db): Promise<number> {
  return Number((await findSetting(db, VERSION)) ?? NONE_YET)
}

/** Moves on from `version`, in the transaction of the change. Throws a `ChangedMeanwhile` when somebody else did. */
export async function raiseLessonsVersion(trx: Db, version: number): Promise<void> {
  await keepSetting(trx, VERSION, String(NONE_YET))
  const { numUpdatedRows } = await trx
    .updateTable('settings')
    .set({ value: String(version + 1) })
    .where('name', '=', VERSION)
    .where('value', '=', String(version))
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new ChangedMeanwhile('lessons')
}

/** Run it in a transaction. */
export async function insertLesson(
  trx: Db,
  sealer: Sealer,
  lesson: Omit<Lesson, 'undoneBy' | 'undoneAt'>,
  questions: readonly LessonQuestion[],
): Promise<void> {
  await trx
    .insertInto('lessons')
    .values({
      id: lesson.id,
      province: lesson.province,
      topic: lesson.topic,
      forced: lesson.forced ? 1 : 0,
      made_by: lesson.madeBy,
      made_at: lesson.madeAt,
    })
    .execute()
  const rows = questions.map(({ hash, question }) => ({
    lesson_id: lesson.id,
    question_hash: hash,
    sealed_question: sealer.seal(question),
  }))
  await trx.insertInto('lesson_questions').values(rows).execute()
}

/** Takes a lesson back; false when that was done before. */
export async function markUndone(trx: Db, id: LessonId, by: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('lessons')
    .set({ undone_by: by, undone_at: at })
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The lesson of that id, or undefined. */
export async function findLesson(db: Db, id: LessonId): Promise<Lesson | undefined> {
  const row = await db.selectFrom('lessons').selectAll().where('id', '=', id).executeTakeFirst()
  return row && lessonOf(row)
}

/** A lesson with its questions. */
export type ToldLesson = Lesson & { readonly questions: readonly LessonQuestion[] }

/** The latest lessons of a province, undone ones too, latest first, at most `limit`. */
export async function listLessons(db: Db, sealer: Sealer, province: ProvinceId, limit: number): Promise<ToldLesson[]> {
  const rows = await db
    .selectFrom('lessons')
    .selectAll()
    .where('province', '=', province)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return withQuestions(db, sealer, rows)
}

/** The lessons of all provinces that hold, oldest first; those of `except` are left out. */
export async function readHoldingLessons(db: Db, sealer: Sealer, except?: LessonId): Promise<ToldLesson[]> {
  const rows = await db
    .selectFrom('lessons')
    .selectAll()
    .where('undone_at', 'is', null)
    .$if(except !== undefined, (query) => query.where('id', '!=', except as LessonId))
    .orderBy('made_at')
    .orderBy('id')
    .execute()
  return withQuestions(db, sealer, rows)
}

async function withQuestions(
  db: Db,
  sealer: Sealer,
  rows: readonly Selectable<Schema['lessons']>[],
): Promise<ToldLesson[]> {
  if (rows.length === 0) return []
  const questions = await db
    .selectFrom('lesson_questions')
    .selectAll()
    .where(
      'lesson_id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  const byLesson = Map.groupBy(questions, ({ lesson_id }) => lesson_id)
  return rows.map((row) => ({
    ...lessonOf(row),
    questions: (byLesson.get(row.id) ?? []).map(({ question_hash, sealed_question }) => ({
      hash: question_hash,
      question: sealer.open(sealed_question) as string,
    })),
  }))
}

function lessonOf(row: Selectable<Schema['lessons']>): Lesson {
  return {
    id: row.id,
    province: row.province,
    topic: row.topic,
    forced: row.forced === 1,
    madeBy: row.made_by,
    madeAt: row.made_at,
    undoneBy: row.undone_by,
    undoneAt: row.undone_at,
  }
}

/** What the lessons teach; a question that was attached again belongs to its latest topic alone. */
export function taughtBy(lessons: readonly Pick<ToldLesson, 'topic' | 'questions'>[]): Taught {
  const latest = new Map(
    lessons.flatMap(({ topic, questions }) =>
      topic === null ? [] : questions.map(({ hash, question }) => [hash, { topic, question }] as const),
    ),
  )
  const byTopic = Map.groupBy(latest.values(), ({ topic }) => topic)
  return new Map(Array.from(byTopic, ([topic, attached]) => [topic, attached.map(({ question }) => question)]))
}
