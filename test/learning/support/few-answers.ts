import { createTeachableAnswers, type TeachableAnswers } from '../../../src/answers/teachable.ts'
import { createIds, type TopicId } from '../../../src/core/ids.ts'
import type { Db } from '../../../src/db/open.ts'
import type { QuestionHash } from '../../../src/learning/learning.schema.ts'
import { createLearning, type Learning } from '../../../src/learning/learning.ts'
import { createQuestionIndex } from '../../../src/learning/question-index.ts'
import { articles, language, texts, topics } from '../../answers/support/project.ts'
import { NOW, person, sealer } from '../../support/samples.ts'
import { giaLai, haTinh } from './classroom.ts'

export const QUESTION = 'nuôi chim yến phải đăng ký gì'
export const TOPIC = 'vneid.cai-dat' as TopicId
export const OTHER_TOPIC = 'vneid.quen-mat-khau' as TopicId
/** Is shown in Hà Tĩnh alone. */
export const TOPIC_ELSEWHERE = 'dvc.la-gi' as TopicId
/** What the guard asks: taught as something else, it cannot but suffer. */
export const HARM = 'gia tieu hom nay bao nhieu mot ky'

const SOME: readonly string[] = [TOPIC, OTHER_TOPIC, TOPIC_ELSEWHERE, 'ds.ung-dung-tinh']
const GUARD = [
  { question: 'giá tiêu hôm nay bao nhiêu một ký', topic: null },
  { question: 'bác quên mật khẩu vneid rồi cháu ơi', topic: OTHER_TOPIC },
]
const questionIndex = createQuestionIndex(Buffer.alloc(32, 7))

/** A few of the project's articles, of which an index is made in no time. */
export function fewAnswers(): TeachableAnswers {
  const some = articles
    .filter(({ topic }) => SOME.includes(topic))
    .map((one) => (one.topic === TOPIC_ELSEWHERE ? { ...one, provinces: [haTinh] } : one))
  const notOurs = new Map([...language.notOurs].slice(0, 3))
  return createTeachableAnswers({
    articles: some,
    topics: new Map([...topics].filter(([topic]) => SOME.includes(topic))),
    language: { ...language, wordings: new Map(), notOurs },
    texts,
  })
}

/** The learning loop over a few answers, with a guard of two questions. */
export function fewLessons(db: Db, answers: TeachableAnswers = fewAnswers()): Learning {
  return createLearning({ db, sealer, ids: createIds(() => NOW), answers, guard: GUARD, questionIndex })
}

/** Somebody of Gia Lai asks in vain; gives the question's hash. */
export async function askInVain(db: Db, learning: Learning, question: string, number = 1, at = NOW) {
  const effect = { type: 'unanswered', question, why: 'declined', topic: null } as const
  await learning.note(db, effect, { contact: person(number), province: giaLai }, at)
  return questionIndex(question) as QuestionHash
}
