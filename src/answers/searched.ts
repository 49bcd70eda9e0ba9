import type { TopicId } from '../core/ids.ts'
import type { Article } from './article.ts'
import { SearchIndex } from './search/search-index.ts'
import type { Language } from './text/language.ts'
import { createReader, type Reader, typedTokens } from './text/reader.ts'
import type { Topics } from './topics.ts'

/** What is searched; without an article it is there to be found in place of a wrong one. */
export interface Searched {
  readonly group: string
  readonly article: Article | null
  readonly title: string
  readonly questions: readonly string[]
  readonly body: string
}

/** The articles, the topics that have none yet, and the subjects that no article will ever answer. */
export function searchedOf(articles: readonly Article[], topics: Topics, notOurs: Language['notOurs']): Searched[] {
  const covered = new Set<TopicId>(articles.map((article) => article.topic))
  const missing = [...topics].filter(([topic]) => !covered.has(topic))
  return [
    ...articles.map((article) => ({
      group: article.group,
      article,
      title: [article.title, topics.get(article.topic)?.meaning ?? ''].join('\n'),
      questions: article.questions,
      body: [article.body, ...article.provinceBlocks.values(), article.more ?? ''].join('\n'),
    })),
    ...missing.map(([, { group, meaning }]) => ({ group, article: null, title: meaning, questions: [], body: '' })),
    ...[...notOurs].map(([title, questions]) => ({ group: '', article: null, title, questions, body: '' })),
  ]
}

/** An index over `searched`, in its order, and the reader of questions that belongs to it. */
export function indexOf(searched: readonly Searched[], language: Language): { index: SearchIndex; read: Reader } {
  const typed = searched.map(({ title, questions, body }) => ({
    title: typedTokens(title),
    questions: questions.map(typedTokens),
    body: body.split('\n').map(typedTokens),
  }))
  const read = createReader(
    language,
    typed.flatMap(({ title, questions, body }) => [title, ...questions, ...body]),
  )
  const index = new SearchIndex(
    typed.map(({ title, questions, body }) => ({
      title: read(title),
      questions: questions.map(read),
      body: body.map(read),
    })),
  )
  return { index, read }
}
