import { containerBootstrap } from '@nlpjs/core'
import { NluNeural } from '@nlpjs/nlu'
import BetterSqlite3 from 'better-sqlite3'
import MiniSearch from 'minisearch'
import type { Article } from '../../src/answers/article.ts'
import { fold, normalise, tokens } from '../../src/core/text.ts'

/** A library used as its own guide shows it, over the same articles: the best topic for a question, or null. */
export interface PlainLibrary {
  readonly name: string
  find(question: string): Promise<string | null> | string | null
}

/** Accents are taken off on both sides: each library does better so. */
const plain = (text: string) => fold(normalise(text))

export async function plainLibraries(articles: readonly Article[]): Promise<PlainLibrary[]> {
  return [miniSearch(articles), fullTextSearch(articles), await nlp(articles)]
}

/** Ranks by BM25 with words that are alike and words that begin alike; title and sample questions count more. */
function miniSearch(articles: readonly Article[]): PlainLibrary {
  const search = new MiniSearch<Record<'id' | 'title' | 'questions' | 'body', string>>({
    fields: ['title', 'questions', 'body'],
    processTerm: (term) => plain(term),
    searchOptions: { boost: { title: 3, questions: 2 }, fuzzy: 0.2, prefix: true },
  })
  search.addAll(
    articles.map(({ topic, title, questions, body }) => ({ id: topic, title, questions: questions.join('\n'), body })),
  )
  return { name: 'MiniSearch 7', find: (question) => (search.search(question)[0]?.id as string | undefined) ?? null }
}

function fullTextSearch(articles: readonly Article[]): PlainLibrary {
  const db = new BetterSqlite3(':memory:')
  db.exec("CREATE VIRTUAL TABLE article USING fts5(topic UNINDEXED, title, questions, body, tokenize = 'unicode61')")
  const insert = db.prepare('INSERT INTO article VALUES (?, ?, ?, ?)')
  for (const { topic, title, questions, body } of articles) {
    insert.run(topic, plain(title), plain(questions.join('\n')), plain(body))
  }
  const best = db.prepare<[string], { topic: string }>(
    'SELECT topic FROM article WHERE article MATCH ? ORDER BY bm25(article, 0, 3, 2, 1) LIMIT 1',
  )
  return {
    name: 'SQLite FTS5',
    find(question) {
      const words = tokens(plain(question)).map((word) => `"${word}"`)
      return words.length === 0 ? null : (best.get(words.join(' OR '))?.topic ?? null)
    },
  }
}

/** The classifier inside node-nlp 4, trained on titles and sample questions. */
async function nlp(articles: readonly Article[]): Promise<PlainLibrary> {
  const classifier = new NluNeural({
    locale: 'vi',
    container: await containerBootstrap(),
    log: false,
    useNoneFeature: false,
  })
  await classifier.train(
    articles.flatMap(({ topic, title, questions }) =>
      [title, ...questions].map((text) => ({ utterance: plain(text), intent: topic })),
    ),
  )
  return {
    name: 'NLP.js 4',
    async find(question) {
      const { classifications } = await classifier.process(plain(question))
      return classifications[0]?.intent ?? null
    },
  }
}
