import { normalise, tokens } from '../../core/text.ts'
import type { DelicateWords } from './delicate.schema.ts'
import { spellingsOf } from './spellings.ts'

/** Stands in place of a number that nobody should send. */
export const MASK = '●●●●'

export type Masker = (text: string) => string

/** No letter, digit, or sign of a date, a sum or a code before or after. */
const ALONE_BEFORE = '(?<![\\p{L}\\d])(?<!\\d[./,-])'
const ALONE_AFTER = '(?![\\p{L}\\d])(?![./,-]\\d)'
/** Twelve digits, bare or in groups of three or four: 079 203 001 234. Of a phone number with 84 in front it has no more. */
const ID_NUMBER =
  /(?<![\d+])(?<!\d[ .-])(?!84\s?0)(?:\d{12}|\d{3}(?:[ .-]\d{3}){3}|\d{4}(?:[ .-]\d{4}){2})(?![ .-]?\d)/gu
/** Bare, or in fours with what is left at the end. */
const CARD_NUMBER = /(?<![\d+])(?<!\d[ .-])(?:\d{13,19}|\d{4}(?:[ .-]\d{4}){3}(?:[ .-]?\d{3})?)(?![ .-]?\d)/gu
const USUAL_CARD_LENGTHS: ReadonlySet<number> = new Set([16, 19])

/**
 * Puts numbers of identity papers, cards and codes that open accounts out of sight; phone numbers, dates and sums stay.
 * A masked text is left as it is.
 */
export function createMasker({ papers, codes, between }: DelicateWords['secrets']): Masker {
  const filler = `(?:[\\s:=,.–-]*(?:${anyOf(between)})(?![\\p{L}]))*[\\s:=,.–-]*`
  const paper = new RegExp(`(${ALONE_BEFORE}(?:${anyOf(papers)})${filler})(\\d{9}|\\d{11,13})${ALONE_AFTER}`, 'giu')
  const codeAfter = new RegExp(
    `(${ALONE_BEFORE}(?:${anyOf(codes)})${filler})${ALONE_BEFORE}(\\d{4,8})${ALONE_AFTER}`,
    'giu',
  )
  const codeBefore = new RegExp(
    `${ALONE_BEFORE}\\d{4,8}${ALONE_AFTER}(?=\\s*(?:${anyOf(['là'])})\\s+(?:${anyOf(codes)}))`,
    'giu',
  )

  return (text) =>
    /\d{3}/.test(text)
      ? text
          .replace(CARD_NUMBER, (number) => (isCard(number) ? MASK : number))
          .replace(ID_NUMBER, MASK)
          .replace(paper, `$1${MASK}`)
          .replace(codeAfter, `$1${MASK}`)
          .replace(codeBefore, MASK)
      : text
}

/** Whether the words around a masked number say no more than what it is: "mã otp của em là". */
export function createSecretTest({ papers, codes, between }: DelicateWords['secrets']): (words: string) => boolean {
  const known = new Set([...papers, ...codes, ...between].flatMap(wordsOf).flatMap(spellingsOf))
  return (words) => wordsOf(words).every((word) => known.has(word))
}

function wordsOf(text: string): string[] {
  return tokens(normalise(text))
}

/** The text without what was masked; null when nothing was. */
export function withoutMasks(text: string): string | null {
  if (!text.includes(MASK)) return null
  return text.replaceAll(MASK, ' ').replace(/\s+/g, ' ').trim()
}

function isCard(number: string): boolean {
  const digits = number.replace(/\D/g, '')
  return USUAL_CARD_LENGTHS.has(digits.length) || hasCheckDigit(digits)
}

/** Luhn's sum, which every card number keeps. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const weighed = at % 2 === 0 ? digit : digit * 2
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return sum % 10 === 0
}

/** As people type them: with accents, without, the longest first. */
function anyOf(phrases: readonly string[]): string {
  return phrases
    .flatMap((phrase) => [phrase, ...spellingsOf(phrase)])
    .sort((a, b) => b.length - a.length)
    .map((phrase) => phrase.replaceAll(' ', '\\s+'))
    .join('|')
}
