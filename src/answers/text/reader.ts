import { fold, normalise, tokens } from '../../core/text.ts'
import type { Language } from './language.ts'
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

/** Makes a text's tokens comparable: slips repaired, abbreviations written out, different words for one thing made one. */
export type Reader = (typed: readonly string[]) => Word[]

/** The tokens of a text as someone typed it. */
export function typedTokens(text: string): string[] {
  return tokens(normalise(text))
}

/** A reader that also knows the words that are `written` in the articles: one that stands there is not a slip. */
export function createReader(language: Language, written: ReadonlySet<string>): Reader {
  const known = new Set([...written, ...language.words])
  const repair = createRepair(known)

  const meaningful = new Set<string>()
  for (const word of written) if (!language.stopWords.has(word) && word !== fold(word)) meaningful.add(fold(word))
  /** "toi" may be "tôi", which says nothing, or "tới"; it is passed over only where it can be nothing else. */
  const openStopWords = new Set(Array.from(language.stopWords, fold).filter((word) => !meaningful.has(word)))

  const wordOf = (form: string, open: boolean): Word => {
    return { form, folded: fold(form), stopWord: (open ? openStopWords : language.stopWords).has(form), open }
  }
  /** Most words of a text are known ones: each is made once. */
  const closedWords = new Map(Array.from(known, (form) => [form, wordOf(form, false)]))
  const openWords = new Map(Array.from(new Set(Array.from(known, fold)), (form) => [form, wordOf(form, true)]))

  return (typed) => {
    const plain = typed.every((word) => fold(word) === word)
    return language.synonyms(language.abbreviations(typed.flatMap(repair))).map((form) => {
      const open = plain && form === fold(form)
      return (open ? openWords : closedWords).get(form) ?? wordOf(form, open)
    })
  }
}
