import { anyOf, type LlmLanguage } from '../language.ts'
import { GREAT_WORDS, MAGNITUDE, NUMBER_WORDS, readNumberWords } from './number-words.ts'

/** A number as it stands in a text; `value` has one form for 1.000, 1 000 and "một nghìn", for 1900 0368 and 1900-0368. */
export interface NumberFact {
  readonly value: string
  /** What is counted: all words for it by one number; null for something else. */
  readonly unit: number | null
  /** "dưới", "mức", "phím": null where none stands before it. */
  readonly lead: string | null
}

export type NumberReader = (text: string) => readonly NumberFact[]

const CODE = '\\d+(?:/\\d{4})?/\\p{L}[\\p{L}\\d-]*|\\p{L}+\\d[\\p{L}\\d]*'
const TIME = '\\d{1,2}(?:h|:|g| giờ )\\d{2}(?!\\d)'
const DIGIT_GROUPS = '\\(?\\+?\\d+(?:(?: ?[.–-] ?|,|\\) ?| ?\\(| )\\d+)*'
/** Shorter ones are told apart from each other; a number as long is one, whatever separates its parts. */
const LONG = 7

/** Reads the numbers of plain texts from which links and dates were taken. */
export function createNumberReader({ units, leads, between }: LlmLanguage['numbers']): NumberReader {
  const unitOf = new Map(units.flatMap((names, at) => names.map((name) => [name, at] as const)))
  const unit = `(?:\\s?(?<unit>${anyOf([...unitOf.keys()])})(?![\\p{L}\\d]))?`
  const magnitude = `(?:\\s?(?<great>${anyOf([...GREAT_WORDS, 'trăm', 'chục'])})(?![\\p{L}\\d])(?<half> rưỡi)?)?`
  const lead = `(?:(?<![\\p{L}\\d])(?<lead>${anyOf(leads)})(?: (?:${anyOf(between)}))* )?`
  const spelled = `(?:${anyOf(NUMBER_WORDS)})(?: (?:${anyOf(NUMBER_WORDS)}))*(?! ?\\p{L}*\\d)(?![\\p{L}])`
  const pattern = new RegExp(
    `${lead}(?:(?<![\\p{L}\\d])(?<code>${CODE}|${TIME})|(?<digits>${DIGIT_GROUPS})${magnitude}|(?<![\\p{L}\\d])(?<words>${spelled}))${unit}`,
    'gu',
  )

  return (text) =>
    [...text.matchAll(pattern)].flatMap((match): NumberFact[] => {
      const { lead: before, code, digits, great, half, words, unit: counted } = match.groups ?? {}
      const counts = counted === undefined ? null : (unitOf.get(counted) ?? null)
      const fact = (value: string): NumberFact => ({ value, unit: counts, lead: before ?? null })
      if (code !== undefined) return [fact(codeOf(code))]
      if (words !== undefined) {
        const value = readNumberWords(words.split(' '), counted !== undefined)
        return value === null ? [] : [fact(value)]
      }
      const values = valuesOf(digits ?? '')
      // Of "mức 1-3 người" the first is the level, and the last what is counted.
      return values.map((value, at) => ({
        value: at === values.length - 1 && great !== undefined ? times(value, MAGNITUDE[great] ?? 1, half) : value,
        unit: at === values.length - 1 ? counts : null,
        lead: at === 0 ? (before ?? null) : null,
      }))
    })
}

function codeOf(code: string): string {
  const time = /^(\d{1,2})(?:h|:|g| giờ )(\d{2})$/u.exec(code)
  return time ? `${Number(time[1])}:${time[2]}` : code
}

function times(value: string, magnitude: number, half: string | undefined): string {
  return String(Math.round((Number(value) + (half === undefined ? 0 : 0.5)) * magnitude))
}

const GROUPED = /^\d{1,3}(?:([ .,])\d{3})(?:\1\d{3})*$/u
const YEARS = /^(?:19|20)\d\d ?[–-] ?(?:19|20)\d\d$/u

function valuesOf(written: string): string[] {
  const bare = written.replace(/^\(/, '').trim()
  const sides = bare.split(/ ?[–-] ?/u)
  if (YEARS.test(bare) || (sides.length === 2 && sides.every((side) => GROUPED.test(side)))) return sides.map(digitsOf)
  if (GROUPED.test(bare)) return [digitsOf(bare)]
  if (/^\d+[.,]\d{1,2}$/u.test(bare)) return [String(Number(bare.replace(',', '.')))]
  if (digitsOf(bare).length >= LONG) return [phoneOf(digitsOf(bare))]
  if (/^\d+(?:\.\d+){2,}$/u.test(bare)) return [bare]
  return [...bare.matchAll(/\d+/gu)].map(([piece]) => piece.replace(/^0+(?=\d{1}$)/u, ''))
}

function digitsOf(text: string): string {
  return text.replace(/\D/gu, '')
}

/** +84 912… and 0912… are one number. */
function phoneOf(digits: string): string {
  return /^84\d{9}$/u.test(digits) ? `0${digits.slice(2)}` : digits
}
