import type { ContactId, Id, ProvinceId, TopicId } from '../core/ids.ts'
import type { Unanswered } from '../engine/run-turn.ts'

/** What staff decided about some questions: to attach them to a topic, or that they are nobody's business here. */
export type LessonId = Id<'Lesson'>
/** Equal for questions that are put the same; nobody without the key can try texts on it. */
export type QuestionHash = Id<'Question'>

declare module '../db/schema.ts' {
  interface Schema {
    open_questions: OpenQuestionTable
    lessons: LessonTable
    lesson_questions: LessonQuestionTable
  }
}

/** A question that somebody asked in vain; asked again by the same person, it is the same row. */
interface OpenQuestionTable {
  contact_id: ContactId
  question_hash: QuestionHash
  province: ProvinceId
  sealed_question: Buffer
  why: Unanswered
  /** The topic it was answered with, where the person says that this was wrong. */
  topic: TopicId | null
  last_at: number
}

interface LessonTable {
  id: LessonId
  province: ProvinceId
  /** null where the questions were dismissed. */
  topic: TopicId | null
  /** 1 where it was made though the guard's marks became worse. */
  forced: number
  made_by: string
  made_at: number
  undone_by: string | null
  undone_at: number | null
}

interface LessonQuestionTable {
  lesson_id: LessonId
  question_hash: QuestionHash
  sealed_question: Buffer
}
