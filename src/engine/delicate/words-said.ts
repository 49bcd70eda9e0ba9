import type { Language } from '../../answers/text/language.ts'
import { createRepair } from '../../answers/text/repair.ts'
import { remember } from '../../core/remember.ts'
import { normalise } from '../../core/text.ts'

/** A word as patterns read it: slips set right, abbreviations written out. */
export interface SaidWord {
  readonly word: string
  /** Written with a capital letter, in a message that is not all capitals: it may be somebody's name. */
  readonly capital: boolean
}

/** A message's words, and the same without order for a quick look. */
export interface Said {
  readonly words: readonly SaidWord[]
  readonly all: ReadonlySet<string>
}

export function saidOf(words: readonly SaidWord[]): Said {
  return { words, all: new Set(words.map(({ word }) => word)) }
}

/** A number stands apart from its unit: 50tr. */
const WORD = /\d+(?:[./,]\d+)*|\p{L}[\p{L}\p{M}\d]*/gu
/** Longer stories say what is urgent well before. */
const MAX_CHARS = 2000
/** Most messages are made of the same few thousand words. */
const MAX_REMEMBERED_WORDS = 4000

/** Gives a text's words as patterns read them. `known`: the words of the patterns, which are no slips of others. */
export function createSaid(language: Language, known: readonly string[]): (text: string) => Said {
  const own = new Set(known.map(normalise))
  const repair = createRepair([...language.words, ...own])
  const read = remember(MAX_REMEMBERED_WORDS, (typed) => {
    const word = normalise(typed)
    const words = own.has(word) ? [word] : language.abbreviations(repair(word))
    const named = /^\p{Lu}/u.test(typed)
    return {
      asTyped: words.map((part, at): SaidWord => ({ word: part, capital: named && at === 0 })),
      shouted: words.map((part): SaidWord => ({ word: part, capital: false })),
    }
  })
  return (text) => {
    const typed = text.normalize('NFC').slice(0, MAX_CHARS).match(WORD) ?? []
    const shouts = typed.every((word) => word === word.toUpperCase())
    return saidOf(typed.flatMap((word) => (shouts ? read(word).shouted : read(word).asTyped)))
  }
}
