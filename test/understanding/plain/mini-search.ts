import MiniSearch from 'minisearch'
import { tokens } from '../../../src/core/text.ts'
import { BEST, type PlainArticle, type PlainLibrary, plain } from './library.ts'

/** From this length on a word also finds those that begin with it. */
const PREFIX_LETTERS = 5

/**
 * Ranks by BM25, long words also by their beginning; title and sample questions count more. Its tolerance of slips is off:
 * words of three letters with one of them free are near to everything, and 13 points fewer were found.
 */
export function miniSearch(articles: readonly PlainArticle[]): PlainLibrary {
  const search = new MiniSearch<PlainArticle>({
    idField: 'topic',
    fields: ['title', 'questions', 'body'],
    searchOptions: { boost: { title: 2, questions: 2, body: 0.5 }, prefix: (word) => word.length >= PREFIX_LETTERS },
  })
  search.addAll(articles)
  return {
    name: 'MiniSearch 7',
    find(question) {
      const hits = search.search(plain(question)).slice(0, BEST)
      // A score is a sum over the words of the question: divided by their number, long and short ones have one threshold.
      return hits.map(({ id, score }) => ({ topic: String(id), score: score / tokens(question).length }))
    },
  }
}
