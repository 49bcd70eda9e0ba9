const DIGITS: Readonly<Record<string, number>> = {
  không: 0,
  một: 1,
  mốt: 1,
  hai: 2,
  ba: 3,
  bốn: 4,
  tư: 4,
  năm: 5,
  lăm: 5,
  nhăm: 5,
  sáu: 6,
  bảy: 7,
  bẩy: 7,
  tám: 8,
  chín: 9,
}
const SMALL: Readonly<Record<string, number>> = { mười: 10, mươi: 10, chục: 10, trăm: 100 }
const GREAT: Readonly<Record<string, number>> = {
  nghìn: 1e3,
  ngàn: 1e3,
  k: 1e3,
  vạn: 1e4,
  triệu: 1e6,
  tr: 1e6,
  tỷ: 1e9,
  tỉ: 1e9,
}
const JOINS = ['linh', 'lẻ']

const isDigit = (word: string) => word in DIGITS
export const GREAT_WORDS = Object.keys(GREAT)
export const MAGNITUDE: Readonly<Record<string, number>> = { ...GREAT, trăm: 100, chục: 10 }
/** Words that may be part of a number that is spelled out. */
export const NUMBER_WORDS = [...Object.keys(DIGITS), ...Object.keys(SMALL), ...Object.keys(GREAT), ...JOINS].filter(
  (word) => word !== 'k' && word !== 'tr',
)

/**
 * What a run of such words says: "hai trăm nghìn" 200000, "một chín không không" 1900 digit by digit. null for words that
 * are no number by themselves, as "năm" and "ba" are mostly not.
 */
export function readNumberWords(words: readonly string[], hasUnit: boolean): string | null {
  if (words.every(isDigit)) {
    if (words.length >= 4) return words.map((word) => DIGITS[word]).join('')
    return hasUnit && words.at(-1) !== 'không' ? String(DIGITS[words.at(-1) ?? '']) : null
  }
  if (words.every((word) => JOINS.includes(word) || isDigit(word))) return null
  let total = 0
  let section = 0
  let digit: number | null = null
  for (const word of words) {
    const small = SMALL[word]
    const great = GREAT[word]
    if (isDigit(word)) digit = DIGITS[word] ?? 0
    else if (small !== undefined) {
      section += (digit ?? 1) * small
      digit = null
    } else if (great !== undefined) {
      total += (section + (digit ?? 0) || 1) * great
      section = 0
      digit = null
    }
  }
  return String(total + section + (digit ?? 0))
}
