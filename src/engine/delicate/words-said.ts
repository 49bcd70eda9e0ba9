import type { Language } from '../../answers/text/language.ts'
import { createRepair } from '../../answers/text/repair.ts'
import { normalise } from '../../core/text.ts'

/** Stands before a word that was written with a capital letter: it may be somebody's name. */
export const CAPITAL = '^'

/** A number stands apart from its unit: 50tr. */
const WORD = /\d+(?:[./,]\d+)*|\p{L}[\p{L}\p{M}\d]*/gu
/** Longer stories say what is urgent well before. */
const MAX_CHARS = 2000

/**
 * Gives a text's words as patterns read them, each followed by a blank: slips set right, abbreviations written out.
 * `known`: the words of the patterns, which are no slips of others.
 */
export function createSaid(language: Language, known: readonly string[]): (text: string) => string {
  const own = new Set(known.map(normalise))
  const repair = createRepair([...language.words, ...own])
  const read = (word: string) => (own.has(word) ? [word] : language.abbreviations(repair(word)))
  return (text) => {
    const typed = text.normalize('NFC').slice(0, MAX_CHARS).match(WORD) ?? []
    const shouts = typed.every((word) => word === word.toUpperCase())
    return typed
      .flatMap((word) => {
        const words = read(normalise(word))
        const capital = !shouts && /^\p{Lu}/u.test(word)
        return words.map((said, at) => `${capital && at === 0 ? CAPITAL : ''}${said} `)
      })
      .join('')
  }
}
