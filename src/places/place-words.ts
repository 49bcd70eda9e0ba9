import { z } from 'zod'
import { readYaml } from '../core/read-yaml.ts'
import { fold } from '../core/text.ts'
import { placeWordsOf } from './spelling.ts'

const LEVELS = ['commune', 'district', 'province'] as const
export type Level = (typeof LEVELS)[number]

/** What a word or phrase around a name does. */
export type Role =
  | { readonly kind: 'type'; readonly level: Level; readonly type: string }
  | { readonly kind: 'at' | 'former' | 'part' | 'other_name' | 'filler' }

/** Words that stand around the names of places, as `data/places/words.yaml` tells them. */
export interface PlaceWords {
  /** The roles of the phrase that begins at `at`, the longest that there is; null when none does. */
  rolesAt(words: readonly string[], at: number): { readonly length: number; readonly roles: readonly Role[] } | null
  readonly everyday: WordList
  readonly replies: WordList
  /** `2` -> `hai`. */
  readonly numbers: ReadonlyMap<string, string>
}

export interface WordList {
  has(words: readonly string[]): boolean
}

const phrases = z.array(z.string())
const rows = z.array(phrases).transform((lists) => lists.flat())
const wordsSchema = z.strictObject({
  types: z.record(z.enum(LEVELS), z.record(z.string(), phrases)),
  at: phrases,
  former: phrases,
  part: phrases,
  not_of_commune: rows,
  fillers: rows,
  everyday: rows,
  replies: phrases,
  numbers: z.record(z.string(), z.string()),
})

/** Reads `data/places/words.yaml`. Throws an `AppError` that names the mistake. */
export function readPlaceWords(path: string): PlaceWords {
  const read = readYaml(path, wordsSchema)
  const known: { words: string[]; role: Role }[] = []
  const add = (texts: readonly string[], role: Role) => {
    for (const text of texts) known.push({ words: placeWordsOf(text), role })
  }
  for (const level of LEVELS)
    for (const [type, texts] of Object.entries(read.types[level])) add(texts, { kind: 'type', level, type })
  add(read.at, { kind: 'at' })
  add(read.former, { kind: 'former' })
  add(read.part, { kind: 'part' })
  add(read.not_of_commune, { kind: 'other_name' })
  add(read.fillers, { kind: 'filler' })
  const byFirst = Map.groupBy(known, ({ words }) => fold(words[0] ?? ''))

  return {
    rolesAt(words, at) {
      const standing = (byFirst.get(fold(words[at] ?? '')) ?? []).filter((phrase) => standsAt(phrase.words, words, at))
      const asWritten = standing.filter((phrase) => phrase.words.every((word, index) => word === words[at + index]))
      const length = Math.max(0, ...standing.map((phrase) => phrase.words.length))
      if (length === 0) return null
      const longest = (some: typeof standing) => some.filter((phrase) => phrase.words.length === length)
      const meant = longest(asWritten).length > 0 ? longest(asWritten) : longest(standing)
      return { length, roles: meant.map(({ role }) => role) }
    },
    everyday: wordListOf(read.everyday),
    replies: wordListOf(read.replies),
    numbers: new Map(Object.entries(read.numbers).map(([word, number]) => [number, word])),
  }
}

function standsAt(phrase: readonly string[], words: readonly string[], at: number): boolean {
  return phrase.every((word, index) => words[at + index] === word || words[at + index] === fold(word))
}

/** Phrases as they are written, and as they are typed without accents. */
function wordListOf(texts: readonly string[]): WordList {
  const written = new Set(texts.map((text) => placeWordsOf(text).join(' ')))
  const bare = new Set(Array.from(written, fold))
  return {
    has(words) {
      const text = words.join(' ')
      return written.has(text) || bare.has(text)
    },
  }
}
