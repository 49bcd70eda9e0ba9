import { fold, normalise } from '../../core/text.ts'
import { type Phrase, phraseOf, standsAt } from './phrase.ts'

/** What words mean to one kind of question: a sign -> the phrases that say it. "=" before a phrase: never without accents. */
export type Signs = Readonly<Record<string, readonly string[]>>

/** The sign of a word that is in no list. */
export const UNKNOWN = '?'
/** The sign of politeness: says nothing. */
export const POLITE = 'polite'

/** More readings than this are not tried: a text with so many double meanings is no answer. */
const MAX_READINGS = 48

/**
 * All ways to read normalised words as signs, the likeliest first; never empty. A word that begins with "=" is a sign
 * already; one that begins with a digit or a mark stays as it is.
 */
export type Vocabulary = (words: readonly string[]) => string[][]

interface Entry extends Phrase {
  readonly signs: readonly string[]
}

/**
 * Makes a vocabulary. Accents may be left out, typed ones must agree; where a text has accents, a word that is in the
 * list as typed is not taken for another. The longest phrase that fits counts. `polite` are words without a meaning
 * here, unless they are among the signs.
 */
export function createVocabulary(signs: Signs, polite: readonly string[] = []): Vocabulary {
  const index = indexOf(signs)
  const fillers = new Set(polite.map(normalise).flatMap((word) => [word, fold(word)]))

  /** The meanings of the longest phrases at a place, and how many words they take. */
  function meaningsAt(words: readonly string[], at: number, plain: boolean) {
    const word = words[at] ?? ''
    if (word.startsWith('=')) return { length: 1, meanings: [[word.slice(1)]] }
    if (!/^\p{L}/u.test(word)) return { length: 1, meanings: [[word]] }
    const fitting = (index.get(fold(word)) ?? []).filter((entry) => standsAt(entry, words, at))
    const length = Math.max(0, ...fitting.map((entry) => entry.words.length))
    if (length === 0) return { length: 1, meanings: [[fillers.has(word) ? POLITE : UNKNOWN]] }
    const longest = fitting.filter((entry) => entry.words.length === length)
    const exact = longest.filter((entry) => entry.words.every((part, i) => part === words[at + i]))
    const counted = !plain && exact.length > 0 ? exact : [...exact, ...longest]
    return { length, meanings: [...new Map(counted.map((entry) => [entry.signs.join(' '), entry.signs])).values()] }
  }

  return (words) => {
    const plain = words.every((word) => fold(word) === word)
    let readings: string[][] = [[]]
    for (let at = 0; at < words.length; ) {
      const { length, meanings } = meaningsAt(words, at, plain)
      const tried = readings.length * meanings.length > MAX_READINGS ? meanings.slice(0, 1) : meanings
      readings = tried.flatMap((meaning) => readings.map((reading) => [...reading, ...meaning]))
      at += length
    }
    return readings
  }
}

/** By the first word without its accents. */
function indexOf(signs: Signs): ReadonlyMap<string, readonly Entry[]> {
  const index = new Map<string, Entry[]>()
  for (const [sign, phrases] of Object.entries(signs)) {
    for (const phrase of phrases) {
      const entry = { ...phraseOf(phrase), signs: sign.split(' ') }
      const first = fold(entry.words[0] ?? '')
      index.set(first, [...(index.get(first) ?? []), entry])
    }
  }
  return index
}
