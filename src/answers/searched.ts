import type { TopicId } from '../core/ids.ts'
import type { Article } from './article.ts'
import { type Classifier, trainClassifier } from './classify/classifier.ts'
import { topicOfFlow } from './finding.ts'
import { SearchIndex } from './search/search-index.ts'
import type { Language } from './text/language.ts'
import { createReader, type Reader, typedTokens } from './text/reader.ts'
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
  readonly body: string
}

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
      body: [article.body, ...article.provinceBlocks.values(), article.more ?? ''].join('\n'),
    })),
    ...flows.map(({ id, title, examples }) => ({
      group: '',
      article: null,
      topic: topicOfFlow(id),
      title,
      questions: examples,
      body: '',
    })),
    ...missing.map(([, { group, meaning }]) => decoy(group, meaning, [])),
    ...[...notOurs].map(([title, questions]) => decoy('', title, questions)),
  ]
}

function decoy(group: string, title: string, questions: readonly string[]): Searched {
  return { group, article: null, topic: null, title, questions, body: '' }
}

/** What finds topics among `searched`, in its order. */
export interface Finder {
  readonly index: SearchIndex
  readonly classify: Classifier
  /** The reader of questions that belongs to them. */
  readonly read: Reader
}

export function finderOf(searched: readonly Searched[], language: Language): Finder {
  const typed = searched.map(({ title, questions, body }) => ({
    titles: title.split('\n').map(typedTokens),
    questions: questions.map(typedTokens),
    body: body.split('\n').map(typedTokens),
  }))
  const read = createReader(
    language,
    typed.flatMap(({ titles, questions, body }) => [...titles, ...questions, ...body]),
  )
  const texts = typed.map(({ titles, questions, body }) => ({
    titles: titles.map(read),
    questions: questions.map(read),
    body: body.map(read),
  }))
  const samples = texts.flatMap(({ titles, questions }, of) =>
    [...titles, ...questions].map((words) => ({ of, words })),
  )
  return {
    index: new SearchIndex(texts.map(({ titles, questions, body }) => ({ title: titles.flat(), questions, body }))),
    classify: trainClassifier(
      searched.length,
      samples.filter(({ words }) => words.length > 0),
    ),
    read,
  }
}
