import { join } from 'node:path'
import { z } from 'zod'
import { knowingTheLast } from '../../core/knowing-the-last.ts'
import { readYaml } from '../../core/read-yaml.ts'
import { fold, normalise, tokens } from '../../core/text.ts'

const phrases = z.array(z.coerce.string().trim().min(1)).min(1)
const fragmentsSchema = z.strictObject({ announces: phrases, empty: phrases })

/** What is known of messages that say nothing alone. Pure. */
export interface FragmentWords {
  /** Whether the text only says that a question follows: "dạ cho em hỏi chút ạ". */
  readonly announces: (text: string) => boolean
  /** Whether all its words say nothing: "à mà", "em đang". */
  readonly isEmpty: (text: string) => boolean
  /** How many words say something. */
  readonly weightOf: (text: string) => number
}

/** Reads `data/language/fragments.yaml`; `polite`: words that may stand around anything. Throws an `AppError` that names a mistake. */
export function loadFragments(root: string, polite: readonly string[]): FragmentWords {
  const words = readYaml(join(root, 'data/language/fragments.yaml'), fragmentsSchema)
  const usual = readerOf(words, polite, (text) => text)
  const plain = readerOf(words, polite, fold)
  // What is typed with accents is meant with them: "về" is not "vé" there.
  const readerFor = knowingTheLast((text) => (fold(text.normalize('NFC')) === text.normalize('NFC') ? plain : usual))
  return {
    announces: (text) => readerFor(text).announces(text),
    isEmpty: (text) => readerFor(text).isEmpty(text),
    weightOf: (text) => readerFor(text).weightOf(text),
  }
}

/** Reads texts whose words are put as `form` puts them: as they are written, or all without accents. */
function readerOf(
  { announces, empty }: z.infer<typeof fragmentsSchema>,
  polite: readonly string[],
  form: (text: string) => string,
): FragmentWords {
  const read = knowingTheLast((text): readonly string[] => tokens(form(normalise(text))))
  const saysLittle = new Set([...empty, ...polite].filter((phrase) => read(phrase).length === 1).flatMap(read))
  const nothing = byFirstWord([...empty, ...polite].map(read))
  const leadOrNothing = byFirstWord([...announces, ...empty, ...polite].map(read))

  return {
    announces(text) {
      const typed = read(text)
      return typed.length > 0 && covers(leadOrNothing, typed) && !covers(nothing, typed)
    },
    isEmpty(text) {
      const typed = read(text)
      return typed.length > 0 && covers(nothing, typed)
    },
    weightOf: (text) => read(text).filter((word) => !saysLittle.has(word)).length,
  }
}

type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>

/** Phrases by their first words, the longest first. */
function byFirstWord(phrases: readonly (readonly string[])[]): Phrases {
  return Map.groupBy(
    phrases.toSorted((one, other) => other.length - one.length),
    ([first = '']) => first,
  )
}

/** Whether `typed` is made of `phrases` alone; of several that begin at a word, the longest is taken. */
function covers(phrases: Phrases, typed: readonly string[]): boolean {
  for (let at = 0; at < typed.length; ) {
    const beginning = phrases.get(typed[at] as string)
    const phrase = beginning?.find((words) => words.every((word, place) => word === typed[at + place]))
    if (!phrase) return false
    at += phrase.length
  }
  return true
}
