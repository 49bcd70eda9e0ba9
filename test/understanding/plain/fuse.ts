import Fuse from 'fuse.js'
import { BEST, type PlainArticle, type PlainLibrary, plain } from './library.ts'

/**
 * Looks for each word of the question by itself and weighs the rare ones more. The bodies are left out: it reads every text
 * letter by letter, and with them a question took half as long again and fewer were found. Its tolerance of slips is off
 * (a threshold of 0 instead of its own 0.6): words of three letters with one of them free are near to everything, and ten
 * points fewer were found.
 */
export function fuse(articles: readonly PlainArticle[]): PlainLibrary {
  const search = new Fuse(articles, {
    keys: [
      { name: 'title', weight: 1 },
      { name: 'questions', weight: 1 },
    ],
    useTokenSearch: true,
    threshold: 0,
    includeScore: true,
  })
  return {
    name: 'Fuse 7',
    find: (question) =>
      search
        .search(plain(question), { limit: BEST })
        .map(({ item, score = 1 }) => ({ topic: item.topic, score: 1 - score })),
  }
}
