import { normalise } from '../../core/text.ts'
import { countNumbers } from './number-words.ts'
import { type Reading, reconcile, unclear, understood } from './reading.ts'
import { createVocabulary, POLITE, type Signs } from './vocabulary.ts'

export type NumberWhy =
  | 'empty'
  | 'no_number'
  | 'approximate'
  | 'several'
  | 'ambiguous'
  | 'not_whole'
  | 'too_small'
  | 'too_big'
  | 'not_understood'

/** The least and the greatest number that makes sense as an answer, both included. */
export interface NumberLimits {
  readonly min: number
  readonly max: number
}
export type WholeNumber = (text: string, limits: NumberLimits) => Reading<number, NumberWhy>

/** `data/language/expects/numbers.yaml`. */
export interface NumberWords {
  readonly words: Signs
  readonly around: Signs
}

/** Reads a whole number in digits or words. About twenty, two or three, and one and a half are asked again. */
export function createWholeNumber(words: NumberWords, polite: readonly string[]): WholeNumber {
  const vocabulary = createVocabulary({ ...words.words, ...words.around }, polite)
  return (text, limits) => {
    if (text.trim() === '') return unclear('empty')
    const readings = vocabulary(wordsOf(text)).map((signs) => judge(countNumbers(signs), limits))
    return reconcile(readings, { senseless: 'no_number', ambiguous: 'ambiguous' })
  }
}

/** Words, and digits as `#25`; `1.000` is a thousand, `1,5` no whole number. */
function wordsOf(text: string): string[] {
  const plain = normalise(text.normalize('NFKC').replaceAll('=', ' '))
    .replace(/(\d)[.,](?=\d{3}(?!\d))/g, '$1')
    .replace(/\d+[.,/]\d+|\d+\s*%/g, ' =fraction ')
    .replace(/(?<=\d)\s*[-–—~]\s*(?=\d)/g, ' =to ')
    .replace(/[~<>≤≥]|(?<=\d)\+/g, ' =about ')
    .replace(/(?<![\p{L}\d)]\s*)-(?=\d)/gu, ' =minus ')
  return (plain.match(/=\p{L}+|\d+|\p{L}+/gu) ?? []).map((word) => (/^\d/.test(word) ? `#${Number(word)}` : word))
}

const SILENT: ReadonlySet<string> = new Set([POLITE, 'unit', 'years', 'around'])

function judge(signs: readonly string[], limits: NumberLimits): Reading<number, NumberWhy> {
  const said = signs.filter((sign) => !SILENT.has(sign))
  const numbers = said.filter((sign) => sign.startsWith('#')).map((sign) => Number(sign.slice(1)))
  const choices = numbers.filter((number) => within(number, limits)).map(optionOf)
  const says = (sign: string) => said.includes(sign)
  if (says('half') || says('fraction')) return unclear('not_whole')
  if (says('some')) return unclear('approximate')
  // "năm" is a year only after a number; before one it is five.
  if (signs.includes('years') && !signs.slice(0, signs.indexOf('years')).some((sign) => sign.startsWith('#')))
    return unclear('no_number')
  if (said.some((sign) => /^(?:[nsx]\d+|and)$/.test(sign))) return unclear('no_number')
  const [first, second] = numbers
  if (first === undefined) return unclear('no_number')
  if (says('about') || says('to')) return unclear('approximate', choices)
  if (says('minus')) return unclear('too_small')
  if (second !== undefined) {
    const joined = first < 10 && second < 10 && said.join(' ') === `#${first} #${second}` ? [first * 10 + second] : []
    const offered = [...choices, ...joined.filter((number) => within(number, limits)).map(optionOf)]
    // "hai ba người" are two or three.
    return unclear(second === first + 1 && joined.length > 0 ? 'approximate' : 'several', offered)
  }
  if (said.some((sign) => !sign.startsWith('#'))) return unclear('not_understood', choices)
  if (first < limits.min) return unclear('too_small')
  return first > limits.max ? unclear('too_big') : understood(optionOf(first))
}

function within(number: number, { min, max }: NumberLimits): boolean {
  return Number.isSafeInteger(number) && number >= min && number <= max
}

function optionOf(value: number) {
  return { value, said: String(value) }
}
