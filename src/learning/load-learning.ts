import { join } from 'node:path'
import { topicOfFlow } from '../answers/finding.ts'
import type { TeachableAnswers } from '../answers/teachable.ts'
import type { TopicId } from '../core/ids.ts'
import { readGuardQuestions } from './guard.ts'
import { createLearning, type Learning, type LearningParts } from './learning.ts'

/** The learning loop over `answers`, judged by the guard's questions of `root`. Throws an `AppError` that names a mistake in them. */
export function loadLearning(
  root: string,
  parts: Pick<LearningParts, 'db' | 'sealer' | 'ids' | 'questionIndex'>,
  answers: TeachableAnswers,
): Learning {
  const { db, sealer, ids, questionIndex } = parts
  const guard = readGuardQuestions(join(root, 'data/language/guard-questions.yaml'), {
    has: (topic: TopicId) => answers.article(topic) !== undefined || topic.startsWith(topicOfFlow('')),
  })
  return createLearning({ db, sealer, ids, questionIndex, answers, guard })
}
