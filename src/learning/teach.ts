import type { Answers } from '../answers/answer.ts'
import type { TeachableAnswers } from '../answers/teachable.ts'
import type { Ids, ProvinceId, TopicId } from '../core/ids.ts'
import { inSlices } from '../core/stepwise.ts'
import type { TimeSlice } from '../core/time-slice.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { auditLearning } from './audit.ts'
import { type GuardQuestion, judge, marksOf, type Verdict } from './guard.ts'
import { again, createLine } from './in-line.ts'
import type { LessonId, QuestionHash } from './learning.schema.ts'
import {
  findLesson,
  insertLesson,
  type LessonQuestion,
  markUndone,
  raiseLessonsVersion,
  readHoldingLessons,
} from './lesson.store.ts'
import { readOpenQuestions } from './open-question.store.ts'
import type { Pupil } from './pupil.ts'

/** Of more wordings than this, the rest teaches nothing new. */
export const MAX_QUESTIONS_A_LESSON = 60

/** Who teaches, and how far that reaches. */
export interface By {
  /** For the audit log: `staff:01h…`, `admin`, `operator`. */
  readonly actor: string
  readonly provinces: 'all' | readonly ProvinceId[]
  /** May teach what makes the guard's marks worse. */
  readonly mayForce: boolean
}

export interface Attachment {
  readonly province: ProvinceId
  /** Open questions of the province. */
  readonly questions: readonly QuestionHash[]
  readonly topic: TopicId
  /** Although the guard's marks become worse. */
  readonly force: boolean
}

/** `unknown`: no such question, topic or lesson, or it is no more. `not_yours`: of another unit, or only an admin may. */
type Refusal = { readonly type: 'unknown' } | { readonly type: 'not_yours' }

export type Attached =
  | {
      readonly type: 'attached'
      readonly lesson: LessonId
      readonly verdict: Verdict
      /** How many were attached. */
      readonly questions: number
    }
  | { readonly type: 'worse'; readonly verdict: Verdict }
  | Refusal
export type Dismissed = { readonly type: 'dismissed'; readonly lesson: LessonId } | Refusal
export type Undone = { readonly type: 'undone' } | { readonly type: 'undone_before' } | Refusal

/** What staff do with open questions. What was taught holds at once in this process, and soon in the others. */
export interface Teacher {
  /** Attaches questions to a topic, unless the guard's marks become worse. */
  attach(attachment: Attachment, by: By, now: number): Promise<Attached>
  /** Says that questions are nobody's business here: they and those like them are shown no more. */
  dismiss(dismissal: Pick<Attachment, 'province' | 'questions'>, by: By, now: number): Promise<Dismissed>
  /** Takes a lesson back. The guard is not asked: it leads back to where the answers were. */
  undo(lesson: LessonId, by: By, now: number): Promise<Undone>
}

export interface TeacherParts {
  readonly db: Db
  readonly sealer: Sealer
  readonly ids: Ids
  readonly answers: TeachableAnswers
  readonly guard: readonly GuardQuestion[]
  readonly pupil: Pupil
  readonly slice: TimeSlice
}

export function createTeacher({ db, sealer, ids, answers, guard, pupil, slice }: TeacherParts): Teacher {
  const marks = (of: Answers, province: ProvinceId) => inSlices(marksOf(of, guard, province), slice)

  async function openQuestions(province: ProvinceId, hashes: readonly QuestionHash[]): Promise<LessonQuestion[]> {
    const open = await readOpenQuestions(db, sealer, province, hashes.slice(0, MAX_QUESTIONS_A_LESSON))
    return open.map(({ hash, question }) => ({ hash, question }))
  }

  async function attach(attachment: Attachment, by: By, now: number): Promise<Attached> {
    const { province, topic, force } = attachment
    if (!reaches(by, province) || (force && !by.mayForce)) return { type: 'not_yours' }
    const questions = await openQuestions(province, attachment.questions)
    if (questions.length === 0 || !answers.teachableIn(province).has(topic)) return { type: 'unknown' }
    await pupil.catchUp()
    const { version } = pupil
    const before = await marks(answers, province)
    const taught = await pupil.imagine([...(await readHoldingLessons(db, sealer)), { topic, questions }])
    const verdict = judge(guard, before, await marks(taught, province))
    if (verdict.worse && !force) {
      await audit('questions_refused', `topic:${topic}`, verdictOf(verdict))
      return { type: 'worse', verdict }
    }
    const id = ids.next() as LessonId
    await db.transaction().execute(async (trx) => {
      await raiseLessonsVersion(trx, version)
      const lesson = { id, province, topic, forced: verdict.worse, madeBy: by.actor, madeAt: now }
      await insertLesson(trx, sealer, lesson, questions)
      const detail = `${province} ${topic} ${questions.length} questions${verdict.worse ? ', forced' : ''}, ${verdictOf(verdict)}`
      await auditLearning(trx, {
        at: now,
        actor: by.actor,
        action: 'questions_attached',
        subject: `lesson:${id}`,
        detail,
      })
    })
    pupil.become(taught, version + 1)
    return { type: 'attached', lesson: id, verdict, questions: questions.length }

    function audit(action: 'questions_refused', subject: string, detail: string): Promise<void> {
      return auditLearning(db, { at: now, actor: by.actor, action, subject, detail: `${province} ${detail}` })
    }
  }

  async function dismiss(
    { province, questions: hashes }: Pick<Attachment, 'province' | 'questions'>,
    by: By,
    now: number,
  ): Promise<Dismissed> {
    if (!reaches(by, province)) return { type: 'not_yours' }
    const questions = await openQuestions(province, hashes)
    if (questions.length === 0) return { type: 'unknown' }
    const id = ids.next() as LessonId
    await db.transaction().execute(async (trx) => {
      const lesson = { id, province, topic: null, forced: false, madeBy: by.actor, madeAt: now }
      await insertLesson(trx, sealer, lesson, questions)
      const detail = `${province} ${questions.length} questions`
      await auditLearning(trx, {
        at: now,
        actor: by.actor,
        action: 'questions_dismissed',
        subject: `lesson:${id}`,
        detail,
      })
    })
    return { type: 'dismissed', lesson: id }
  }

  async function undo(id: LessonId, by: By, now: number): Promise<Undone> {
    const lesson = await findLesson(db, id)
    if (!lesson) return { type: 'unknown' }
    if (!reaches(by, lesson.province)) return { type: 'not_yours' }
    if (lesson.undoneAt !== null) return { type: 'undone_before' }
    await pupil.catchUp()
    const { version } = pupil
    const changes = lesson.topic !== null
    const without = changes ? await pupil.imagine(await readHoldingLessons(db, sealer, id)) : null
    const undone = await db.transaction().execute(async (trx) => {
      if (!(await markUndone(trx, id, by.actor, now))) return false
      if (changes) await raiseLessonsVersion(trx, version)
      const detail = `${lesson.province} ${lesson.topic ?? 'dismissed'}`
      await auditLearning(trx, { at: now, actor: by.actor, action: 'lesson_undone', subject: `lesson:${id}`, detail })
      return true
    })
    if (!undone) return { type: 'undone_before' }
    if (without) pupil.become(without, version + 1)
    return { type: 'undone' }
  }

  const oneAtATime = createLine()
  return {
    attach: (...args) => oneAtATime(() => again(() => attach(...args))),
    dismiss: (...args) => dismiss(...args),
    undo: (...args) => oneAtATime(() => again(() => undo(...args))),
  }
}

function reaches(by: By, province: ProvinceId): boolean {
  return by.provinces === 'all' || by.provinces.includes(province)
}

function verdictOf({ questions, before, after }: Verdict): string {
  return `of ${questions} right ${before.right} to ${after.right}, wrong ${before.wrong} to ${after.wrong}`
}
