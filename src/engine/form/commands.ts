import { fold, normalise, tokens } from '../../core/text.ts'
import type { Fillers } from '../phrases.ts'

/** `data/language/commands.yaml`. */
export interface CommandWords {
  readonly cancel: readonly string[]
  readonly back: readonly string[]
  readonly restart: readonly string[]
  readonly skip: readonly string[]
  readonly resume: readonly string[]
  readonly correct: readonly string[]
}

export type Command =
  | { readonly type: 'cancel' | 'back' | 'restart' | 'skip' | 'resume' }
  /** `what`: the words after "sửa", folded; empty when there are none. */
  | { readonly type: 'correct'; readonly what: string }

export type CommandReader = (text: string) => Command | null

const WHOLE = ['cancel', 'back', 'restart', 'skip', 'resume'] as const

/** Reads what works at any time within a form: a whole message, bare or with words of politeness around it. */
export function createCommandReader(words: CommandWords, fillers: Fillers): CommandReader {
  const whole = new Map(WHOLE.flatMap((type) => words[type].map((phrase) => [keyOf(phrase), type] as const)))
  const corrections = words.correct.map(keyOf).sort((a, b) => b.length - a.length)
  const polite = new Set([...fillers.before, ...fillers.after].map(keyOf))

  return (text) => {
    const readings = withoutPoliteness(keyOf(text).split(' '), polite)
    const type = readings.map((reading) => whole.get(reading)).find((known) => known !== undefined)
    if (type) return { type }
    const bare = readings.at(-1) ?? ''
    const correction = corrections.find((word) => bare === word || bare.startsWith(`${word} `))
    return correction === undefined ? null : { type: 'correct', what: bare.slice(correction.length).trim() }
  }
}

/** The field that a correction names: the one whose label has most of its words in `what`. */
export function namedField<Field extends { readonly label: string }>(
  what: string,
  fields: readonly Field[],
): Field | null {
  const said = new Set(what.split(' ').filter((word) => word !== ''))
  let best: Field | null = null
  let most = 0
  for (const field of fields) {
    const words = keyOf(field.label).split(' ')
    const share = words.filter((word) => said.has(word)).length / words.length
    if (share > most) [best, most] = [field, share]
  }
  return most >= 0.5 ? best : null
}

/** The words with less and less politeness around them: "dạ thôi ạ", "dạ thôi", "thôi ạ", "thôi", … The barest comes last. */
function withoutPoliteness(words: readonly string[], polite: ReadonlySet<string>): string[] {
  const readings: string[] = []
  for (let from = 0; from === 0 || polite.has(words[from - 1] ?? ''); from++) {
    for (let to = words.length; to > from; to--) {
      readings.push(words.slice(from, to).join(' '))
      if (!polite.has(words[to - 1] ?? '')) break
    }
  }
  return readings
}

function keyOf(text: string): string {
  return fold(tokens(normalise(text)).join(' '))
}
