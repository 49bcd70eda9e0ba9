import type { TopicId } from '../core/ids.ts'
import type { Article } from './article.ts'
import { topicOfFlow } from './finding.ts'
import type { Language } from './text/language.ts'
import type { Topics } from './topics.ts'

/** A flow that is begun by what is meant like its sample sentences. */
export interface FlowSamples {
  readonly id: string
  readonly title: string
  readonly examples: readonly string[]
}

/** What is searched; without an article it is there to be found in place of a wrong one. */
export interface Searched {
  readonly group: string
  readonly article: Article | null
  /** The topic under which it is found; null for what is only there to be found in place of others. */
  readonly topic: TopicId | null
  readonly title: string
  readonly questions: readonly string[]
  /** In parts, which are not put together: a second copy of all texts would be much of the memory. */
  readonly body: readonly string[]
}

/** Further questions, as people typed them, by the topic that staff attached them to; a flow stands as `topicOfFlow` gives it. */
export type Taught = ReadonlyMap<TopicId, readonly string[]>

/** The articles, the flows, the topics that have no article yet, and the subjects that no article will ever answer. */
export function searchedOf(
  articles: readonly Article[],
  flows: readonly FlowSamples[],
  topics: Topics,
  { notOurs, wordings }: Pick<Language, 'notOurs' | 'wordings'>,
): Searched[] {
  const covered = new Set<TopicId>(articles.map((article) => article.topic))
  const missing = [...topics].filter(([topic]) => !covered.has(topic))
  return [
    ...articles.map((article) => ({
      group: article.group,
      article,
      topic: article.topic,
      title: [article.title, topics.get(article.topic)?.meaning ?? ''].join('\n'),
      questions: [...article.questions, ...(wordings.get(article.topic) ?? [])],
      body: [article.body, ...article.provinceBlocks.values(), article.more ?? ''],
    })),
    ...flows.map(({ id, title, examples }) => ({
      group: '',
      article: null,
      topic: topicOfFlow(id),
      title,
      questions: examples,
      body: [],
    })),
    ...missing.map(([, { group, meaning }]) => decoy(group, meaning, [])),
    ...[...notOurs].map(([title, questions]) => decoy('', title, questions)),
  ]
}

function decoy(group: string, title: string, questions: readonly string[]): Searched {
  return { group, article: null, topic: null, title, questions, body: [] }
}
