import BetterSqlite3 from 'better-sqlite3'
import { tokens } from '../../../src/core/text.ts'
import { BEST, type Hit, type PlainArticle, type PlainLibrary, plain } from './library.ts'

/** Any word of the question, ranked by BM25 with weights for the columns. Words that begin alike found less here. */
export function fullTextSearch(articles: readonly PlainArticle[]): PlainLibrary {
  const db = new BetterSqlite3(':memory:')
  db.exec(
    'CREATE VIRTUAL TABLE article USING fts5(' +
      "topic UNINDEXED, title, questions, body, tokenize = 'unicode61 remove_diacritics 2')",
  )
  const insert = db.prepare('INSERT INTO article VALUES (?, ?, ?, ?)')
  for (const { topic, title, questions, body } of articles) insert.run(topic, title, questions, body)
  // bm25() is lower for what fits better.
  const best = db.prepare<[string, number], Hit>(
    'SELECT topic, -bm25(article, 0, 2, 2, 0.5) AS score FROM article WHERE article MATCH ? ORDER BY score DESC LIMIT ?',
  )
  return {
    name: 'SQLite FTS5',
    find(question) {
      const words = tokens(plain(question)).map((word) => `"${word}"`)
      return words.length === 0 ? [] : best.all(words.join(' OR '), BEST)
    },
  }
}
