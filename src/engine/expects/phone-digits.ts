import { fold, normalise } from '../../core/text.ts'

/** Digits that stand together in a text, with nothing but spaces, dots, dashes, commas or brackets between. */
export type DigitRun = readonly DigitGroup[]

export interface DigitGroup {
  readonly digits: string
  /** The group began with a plus, as numbers with a country code do. */
  readonly plus: boolean
  /** Said in a word, which may as well mean something else: "ba", "năm", "không". */
  readonly word: boolean
}

/** A letter that is often typed for a digit; only where no other letter follows ("0912345678luôn"). */
const LETTER_DIGIT = '[OoIl](?=[OoIl\\d]*(?:\\d|[^\\p{L}\\d]|$))'
const PIECE = new RegExp(
  `\\+?\\s?(?:(?<!\\p{L})(?:${LETTER_DIGIT})+)?\\d(?:\\d|${LETTER_DIGIT})*|\\p{L}+|[^\\p{L}\\d]`,
  'gu',
)
/** "1. 0912…" */
const LIST_NUMBER = /(?<!\S)[1-9][.)]\s+(?=[0+])/g
const JOINS = /^[\s.\-–_·,()+]$/u

/** All runs of digits in a text, in order; `words` are the digits as they are said, each with its digit. */
export function createDigitFinder(words: Readonly<Record<string, number>>): (text: string) => DigitRun[] {
  const digitOf = new Map(
    Object.entries(words).flatMap(([word, digit]) => {
      const form = normalise(word)
      return [form, fold(form)].map((key) => [key, String(digit)] as const)
    }),
  )

  return (text) => {
    const runs: DigitGroup[][] = []
    let joined = false
    for (const [piece] of text.normalize('NFKC').replace(LIST_NUMBER, ' ').matchAll(PIECE)) {
      const group = groupOf(piece)
      if (group) {
        if (joined) runs.at(-1)?.push(group)
        else runs.push([group])
        joined = true
      } else if (!JOINS.test(piece)) joined = false
    }
    return runs
  }

  function groupOf(piece: string): DigitGroup | null {
    if (/\d/.test(piece)) {
      const digits = piece.replace(/[Oo]/g, '0').replace(/[Il]/g, '1').replace(/\D/g, '')
      return { digits, plus: piece.startsWith('+'), word: false }
    }
    const digit = digitOf.get(normalise(piece))
    return digit === undefined ? null : { digits: digit, plus: false, word: true }
  }
}
