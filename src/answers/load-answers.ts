import { join } from 'node:path'
import { AppError } from '../core/errors.ts'
import type { TopicId } from '../core/ids.ts'
import { readYaml } from '../core/read-yaml.ts'
import { answerTextsSchema } from './compose.ts'
import { createFinderCache } from './finder-cache.ts'
import { readArticles, readKnowledgeFiles } from './read-articles.ts'
import type { FlowSamples } from './searched.ts'
import { createTeachableAnswers, type TeachableAnswers } from './teachable.ts'
import { type Language, readLanguage } from './text/language.ts'
import { readTopics, type Topics } from './topics.ts'

/**
 * Reads all that answers are made of from `root` (the project's folder); `flows` are found by their sample sentences
 * among the articles. `topics` and `language`: where they were read before. Unless `cached` is false, what an earlier start
 * made of the same files is taken from there. Throws an `AppError` that names every mistake.
 */
export function loadAnswers(
  root: string,
  flows: readonly FlowSamples[] = [],
  {
    cached = true,
    ...read
  }: { readonly cached?: boolean; readonly topics?: Topics; readonly language?: Language } = {},
): TeachableAnswers {
  const data = join(root, 'data')
  const topics = read.topics ?? readTopics(join(data, 'topics.yaml'))
  const { articles, problems } = readArticles(readKnowledgeFiles(join(data, 'knowledge'), root), topics)
  if (problems.length > 0) {
    const lines = problems.map((problem) => `${problem.file}:${problem.line}: ${problem.message}`)
    throw new AppError('knowledge', `Articles cannot be read:\n${lines.join('\n')}`)
  }
  const language = read.language ?? readLanguage(join(data, 'language'))
  const unknown = [...language.wordings.keys()].filter((topic) => !topics.has(topic as TopicId))
  if (unknown.length > 0) {
    const message = `data/language/wordings.yaml names no topic of data/topics.yaml: ${unknown.join(', ')}; correct the id`
    throw new AppError('knowledge', message)
  }
  return createTeachableAnswers({
    articles,
    topics,
    flows,
    language,
    texts: readYaml(join(data, 'messages', 'answers.yaml'), answerTextsSchema),
    cache: cached ? createFinderCache(join(data, 'language')) : undefined,
  })
}
