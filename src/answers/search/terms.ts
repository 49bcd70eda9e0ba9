import type { Word } from '../text/reader.ts'

/** How much a word that says nothing still counts. */
const STOP_WORD_WEIGHT = 0.2
/** Most Vietnamese words have two syllables: "mật khẩu". A pair counts less than its parts, which count as well. */
const PAIR_WEIGHT = 0.7
/** Two stop words after each other say what kind of question it is: "là gì", "được không". */
const STOP_PAIR_WEIGHT = 0.5

export interface Term {
  readonly word: Word
  /** 0 to 1 as the text gives it; times its rarity once an index has weighed it. */
  readonly weight: number
  /** A single word that says something. */
  readonly content: boolean
  readonly pair: boolean
}

/** The words of a text and the pairs of neighbours, each once. */
export function termsOf(words: readonly Word[]): Term[] {
  const terms = new Map<string, Term>()
  for (const [at, word] of words.entries()) {
    terms.set(word.form, { word, weight: word.stopWord ? STOP_WORD_WEIGHT : 1, content: !word.stopWord, pair: false })
    const next = words[at + 1]
    if (!next) continue
    const pair = pairOf(word, next)
    terms.set(pair.form, {
      word: pair,
      weight: pair.stopWord ? STOP_PAIR_WEIGHT : PAIR_WEIGHT,
      content: false,
      pair: true,
    })
  }
  return [...terms.values()]
}

function pairOf(first: Word, second: Word): Word {
  return {
    form: `${first.form} ${second.form}`,
    folded: `${first.folded} ${second.folded}`,
    stopWord: first.stopWord && second.stopWord,
    open: first.open && second.open,
  }
}
