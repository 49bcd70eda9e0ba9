import { plainWords } from '../../core/text.ts'
import type { Fillers } from '../fillers.ts'

/** `data/language/commands.yaml`. */
export interface CommandWords {
  readonly cancel: readonly string[]
  readonly back: readonly string[]
  readonly restart: readonly string[]
  readonly skip: readonly string[]
  readonly resume: readonly string[]
  readonly correct: readonly string[]
  /** Behind these, in a correction, stands what it ought to be: "sửa họ tên thành Lê Văn Tám". */
  readonly into: readonly string[]
}

export type Command =
  | { readonly type: 'cancel' | 'back' | 'restart' | 'skip' | 'resume' }
  /** `what`: the words after "sửa", folded; empty when there are none. `into`: what it ought to be, as typed; null where that is not said. */
  | { readonly type: 'correct'; readonly what: string; readonly into: string | null }

export type CommandReader = (text: string) => Command | null

const WHOLE = ['cancel', 'back', 'restart', 'skip', 'resume'] as const

/** Reads what works at any time within a form: a whole message, bare or with words of politeness around it. */
export function createCommandReader(words: CommandWords, fillers: Fillers): CommandReader {
  const whole = new Map(WHOLE.flatMap((type) => words[type].map((phrase) => [plainWords(phrase), type] as const)))
  const corrections = words.correct.map(plainWords).sort((a, b) => b.length - a.length)
  const polite = new Set([...fillers.before, ...fillers.after].map(plainWords))
  const behindInto = new RegExp(`^.*?(?<!\\p{L})(?:${words.into.join('|')})[\\s:]+(\\S.*)$`, 'isu')
  const longest = Math.max(...Array.from(whole.keys(), (phrase) => phrase.split(' ').length))

  return (text) => {
    const typed = plainWords(text).split(' ')
    for (const { from, to } of withoutPoliteness(typed, polite)) {
      // Put together only where it can be a command: of a message of nothing but politeness there are half a million readings.
      const type = to - from > longest ? undefined : whole.get(typed.slice(from, to).join(' '))
      if (type) return { type }
    }
    const bare = barest(typed, polite)
    const correction = corrections.find((word) => bare === word || bare.startsWith(`${word} `))
    if (correction === undefined) return null
    const into = text.normalize('NFC').match(behindInto)?.[1] ?? null
    return { type: 'correct', what: bare.slice(correction.length).trim(), into }
  }
}

/** The field that a correction names: the one whose label has most of its words in `what`, or all of those. */
export function namedField<Field extends { readonly label: string }>(
  what: string,
  fields: readonly Field[],
): Field | null {
  const said = new Set(what.split(' ').filter((word) => word !== ''))
  let best: Field | null = null
  let most = 0
  for (const field of fields) {
    const words = plainWords(field.label).split(' ')
    const common = new Set(words.filter((word) => said.has(word))).size
    // "sửa họ tên" where name and phone are one answer.
    const share = said.size > 1 && common === said.size ? 1 : common / words.length
    if (share > most) [best, most] = [field, share]
  }
  return most >= 0.5 ? best : null
}

/** The places of the words with less and less politeness around them: "dạ thôi ạ", "dạ thôi", "thôi ạ", "thôi". */
function* withoutPoliteness(
  words: readonly string[],
  polite: ReadonlySet<string>,
): Generator<{ readonly from: number; readonly to: number }> {
  for (let from = 0; from === 0 || polite.has(words[from - 1] ?? ''); from++) {
    for (let to = words.length; to > from; to--) {
      yield { from, to }
      if (!polite.has(words[to - 1] ?? '')) break
    }
  }
}

/** The words without any politeness around them; of nothing else, the last word. */
function barest(words: readonly string[], polite: ReadonlySet<string>): string {
  let from = 0
  while (from < words.length - 1 && polite.has(words[from] ?? '')) from++
  let to = words.length
  while (to - 1 > from && polite.has(words[to - 1] ?? '')) to--
  return words.slice(from, to).join(' ')
}
