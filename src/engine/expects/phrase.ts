import { fold, normalise, tokens } from '../../core/text.ts'

/** A phrase of a word list, ready to be looked for. */
export interface Phrase {
  /** Normalised. */
  readonly words: readonly string[]
  /** Not to be found where it was typed without its accents. */
  readonly accentsOnly: boolean
}

/** Reads an entry of a word list; "=" before it: only as it stands. */
export function phraseOf(entry: string): Phrase {
  return { words: tokens(normalise(entry.replace(/^=/, ''))), accentsOnly: entry.startsWith('=') }
}

/** Whether the phrase stands at a place of normalised words. Accents may be left out, typed ones must agree. */
export function standsAt(phrase: Phrase, words: readonly string[], at: number): boolean {
  return phrase.words.every((word, i) => {
    const typed = words[at + i]
    return typed === word || (typed === fold(word) && !phrase.accentsOnly)
  })
}

export interface PhraseList {
  /** How many words the longest phrase takes that stands there; 0 for none. */
  lengthAt(words: readonly string[], at: number): number
  /** How many words the longest phrase takes that stands at the end; 0 for none. */
  lengthAtEnd(words: readonly string[]): number
  /** Whether one stands anywhere. */
  standsIn(words: readonly string[]): boolean
  /** Whether the words are one of the phrases, no more and no less. */
  holds(words: readonly string[]): boolean
}

export function createPhraseList(entries: readonly string[]): PhraseList {
  const phrases = entries.map(phraseOf).toSorted((a, b) => b.words.length - a.words.length)
  const lengthAt = (words: readonly string[], at: number) =>
    phrases.find((phrase) => standsAt(phrase, words, at))?.words.length ?? 0
  return {
    lengthAt,
    lengthAtEnd: (words) =>
      phrases.find((phrase) => standsAt(phrase, words, words.length - phrase.words.length))?.words.length ?? 0,
    standsIn: (words) => words.some((_, at) => lengthAt(words, at) > 0),
    holds: (words) => words.length > 0 && lengthAt(words, 0) === words.length,
  }
}
