import { z } from 'zod'
import type { Answers } from '../answers/answer.ts'
import type { ArticleDecision } from '../answers/finding.ts'
import { topicOfFlow } from '../answers/finding.ts'
import { AppError } from '../core/errors.ts'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import { readYaml } from '../core/read-yaml.ts'
import type { Stepwise } from '../core/stepwise.ts'

/** A question that must not suffer from a lesson. `topic` null: it is not ours, and is to be declined. */
export interface GuardQuestion {
  readonly question: string
  readonly topic: TopicId | null
}

/** Under this key stand the questions that are not ours. */
const NONE = 'none'
const guardSchema = z.record(z.string(), z.array(z.string().trim().min(1)).min(1))

/** Reads `data/language/guard-questions.yaml`: topic -> questions. Throws an `AppError` for a topic that nothing can be attached to. */
export function readGuardQuestions(path: string, topics: { has(topic: TopicId): boolean }): GuardQuestion[] {
  const asked = Object.entries(readYaml(path, guardSchema))
  const unknown = asked.map(([topic]) => topic).filter((topic) => topic !== NONE && !topics.has(topic as TopicId))
  if (unknown.length > 0)
    throw new AppError(
      'guard',
      `${path} names topics that have no article: ${unknown.join(', ')}; correct or remove them`,
    )
  return asked.flatMap(([topic, questions]) =>
    questions.map((question) => ({ question, topic: topic === NONE ? null : (topic as TopicId) })),
  )
}

/** How a question came out: 0 answered wrongly, 1 neither answered nor declined rightly, 2 right. */
type Mark = 0 | 1 | 2

/** How all came out, in the order of the questions. */
export type Marks = readonly Mark[]

/** Puts the guard's questions to `answers`, as asked in `province`, a question a step. */
export function* marksOf(
  answers: Pick<Answers, 'find'>,
  questions: readonly GuardQuestion[],
  province: ProvinceId,
): Stepwise<Marks> {
  const marks: Mark[] = []
  for (const { question, topic } of questions) {
    marks.push(markOf(answers.find(question, { province }).decision, topic))
    yield
  }
  return marks
}

function markOf(decision: ArticleDecision, right: TopicId | null): Mark {
  const topic =
    decision.kind === 'answer' ? decision.topic : decision.kind === 'flow' ? topicOfFlow(decision.flow) : null
  if (topic !== null) return topic === right ? 2 : 0
  return right === null && decision.kind === 'decline' ? 2 : 1
}

/** The marks before and after a lesson: of so many questions, how many were right and how many were answered wrongly. */
export interface Verdict {
  readonly questions: number
  readonly before: { readonly right: number; readonly wrong: number }
  readonly after: { readonly right: number; readonly wrong: number }
  /** The questions that came out worse. */
  readonly suffered: readonly GuardQuestion[]
  /** Fewer right than before, or more answered wrongly. */
  readonly worse: boolean
}

/** Compares the marks of `questions`, which stand in the same order before and after. */
export function judge(questions: readonly GuardQuestion[], before: Marks, after: Marks): Verdict {
  const sums = (marks: Marks) => ({
    right: marks.filter((mark) => mark === 2).length,
    wrong: marks.filter((mark) => mark === 0).length,
  })
  const [was, is] = [sums(before), sums(after)]
  return {
    questions: questions.length,
    before: was,
    after: is,
    suffered: questions.filter((_, at) => (after[at] ?? 0) < (before[at] ?? 0)),
    worse: is.right < was.right || is.wrong > was.wrong,
  }
}
