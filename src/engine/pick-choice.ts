import { fold, normalise } from '../core/text.ts'
import type { Session } from './session.ts'

/** How people name a numbered choice in words (`data/language/choices.yaml`). */
export interface ChoiceWords {
  readonly prefixes: readonly string[]
  readonly numbers: Readonly<Record<string, number>>
}

export type ChoicePicker = (text: string, choices: readonly Session['choices'][number][]) => string | null

/**
 * Reads a typed answer to the choices last offered: a number ("2", "số 2", "hai") or the label itself. Gives the
 * choice's payload, or null when the text names none of them.
 */
export function createChoicePicker(words: ChoiceWords): ChoicePicker {
  const numbers = new Map(Object.entries(words.numbers).map(([word, number]) => [fold(normalise(word)), number]))
  const prefixes = words.prefixes.map((prefix) => fold(normalise(prefix)))

  function numberIn(typed: string): number | null {
    let rest = typed.replace(/[.)\]!,:\s]+$/, '')
    for (
      let prefix = prefixes.find((word) => rest.startsWith(`${word} `));
      prefix;
      prefix = prefixes.find((word) => rest.startsWith(`${word} `))
    ) {
      rest = rest.slice(prefix.length + 1)
    }
    return /^\d{1,2}$/.test(rest) ? Number(rest) : (numbers.get(rest) ?? null)
  }

  return (text, choices) => {
    if (choices.length === 0) return null
    const typed = fold(normalise(text))
    const byLabel = choices.find((choice) => fold(normalise(choice.label)) === typed)
    if (byLabel) return byLabel.payload
    const number = numberIn(typed)
    return number === null ? null : (choices[number - 1]?.payload ?? null)
  }
}
