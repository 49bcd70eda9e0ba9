import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { answerTextsSchema } from '../../../src/answers/compose.ts'
import { readArticles, readKnowledgeFiles } from '../../../src/answers/read-articles.ts'
import { readLanguage } from '../../../src/answers/text/language.ts'
import { readTopics } from '../../../src/answers/topics.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'

export const root = join(import.meta.dirname, '../../..')

/** The parts of the project as they are, for tests that judge the whole. */
export const topics = readTopics(join(root, 'data/topics.yaml'))
export const language = readLanguage(join(root, 'data/language'))
export const knowledgeFiles = readKnowledgeFiles(join(root, 'data/knowledge'), root)
export const { articles } = readArticles(knowledgeFiles, topics)
export const texts = readYaml(join(root, 'data/messages/answers.yaml'), answerTextsSchema)

export interface LabelledQuestion {
  readonly q: string
  readonly topics: readonly string[]
}

export const questions: readonly LabelledQuestion[] = parse(
  readFileSync(join(import.meta.dirname, '../questions.yaml'), 'utf8'),
)
export const offTopic: { readonly known: readonly string[]; readonly fresh: readonly string[] } = parse(
  readFileSync(join(import.meta.dirname, '../off-topic.yaml'), 'utf8'),
)
