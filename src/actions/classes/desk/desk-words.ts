import { join } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../../../core/read-yaml.ts'

const words = z.array(z.string().regex(/^[a-z0-9 ]+$/, { error: 'is written in small letters without accents' })).min(1)

/** Commands that say no more than themselves and a class. */
export const PLAIN_COMMANDS = [
  'today',
  'roster',
  'seats',
  'close',
  'open',
  'attendance',
  'export',
  'poster',
  'letter_outcome',
  'figures',
  'agree',
  'refuse',
  'cancel_class',
] as const
export type PlainCommand = (typeof PLAIN_COMMANDS)[number]

const deskWordsSchema = z.strictObject({
  before: words,
  after: words,
  of: words,
  commands: z.record(z.enum(PLAIN_COMMANDS), words),
  begins: z.strictObject({ add: words, letter: words, move: words, cancel_date: words }),
  to: words,
  titles: words,
  no_names: words,
})

/** How staff word their commands. */
export type DeskWords = z.infer<typeof deskWordsSchema>

/** Reads `data/classes/desk-words.yaml` under `root`. Throws an `AppError` that names what is missing or unknown. */
export function readDeskWords(root: string): DeskWords {
  return readYaml(join(root, 'data/classes/desk-words.yaml'), deskWordsSchema)
}

/** One of `words` as a pattern, the longest first, so that none hides behind its own beginning. */
export function anyOf(list: readonly string[]): string {
  return `(?:${list.toSorted((a, b) => b.length - a.length).join('|')})`
}
