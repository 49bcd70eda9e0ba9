import type { Language } from './language.ts'
import { fold, normalise, tokens } from './normalise.ts'
import { createRepair } from './repair.ts'

/** A word of a question or an article, ready for comparing. */
export interface Word {
  /** As written, with its accents. */
  readonly form: string
  readonly folded: string
  /** Says nothing about the topic: `ơi`, `cho`, `hỏi`. */
  readonly stopWord: boolean
  /** Typed in a text without one accent, so it may be meant with any. */
  readonly open: boolean
}

/** Makes a text comparable: slips repaired, abbreviations written out, different words for one thing made one. */
export type Reader = (text: string) => Word[]

/** A reader that also knows the words of `texts`, the articles: a word that stands there is not a slip. */
export function createReader(language: Language, texts: Iterable<string>): Reader {
  const written = new Set<string>()
  for (const text of texts) for (const word of tokens(normalise(text))) written.add(word)
  const repair = createRepair([...written, ...language.words])

  const meaningful = new Set<string>()
  for (const word of written) if (!language.stopWords.has(word) && word !== fold(word)) meaningful.add(fold(word))
  /** "toi" may be "tôi", which says nothing, or "tới"; it is passed over only where it can be nothing else. */
  const openStopWords = new Set(Array.from(language.stopWords, fold).filter((word) => !meaningful.has(word)))

  return (text) => {
    const typed = tokens(normalise(text))
    const plain = typed.every((word) => fold(word) === word)
    return language.synonyms(language.abbreviations(typed.flatMap(repair))).map((form) => {
      const folded = fold(form)
      const open = plain && form === folded
      return { form, folded, stopWord: (open ? openStopWords : language.stopWords).has(form), open }
    })
  }
}
