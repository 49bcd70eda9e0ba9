import { normalise } from '../../core/text.ts'
import { countNumbers } from './number-words.ts'
import { createVocabulary, POLITE, type Signs } from './vocabulary.ts'

/** `data/language/expects/moments.yaml`, which says what each sign means. */
export interface MomentWords {
  /** Names of the weekdays from Monday, for reading back. */
  readonly weekdays: readonly string[]
  readonly signs: Signs
}

/** What `19.30` or `5-12` is taken for where both a day and a time would make sense. */
export type DottedAs = 'day' | 'time'

/**
 * A text about days and times as signs, in every way in which it can be read. Besides the signs of the words there are
 * `@5-12-2026` and `@5-12` (a day), `~7:30` (a time; `~19:30!` is one of 24 hours), `#7` (a number), and `dash`.
 */
export type MomentSigns = (text: string, dottedAs: DottedAs) => string[]

export function createMomentSigns(words: MomentWords, numbers: Signs, polite: readonly string[]): MomentSigns {
  const vocabulary = createVocabulary(withAll(words.signs, numbers), polite)
  return (text, dottedAs) => {
    const readings = vocabulary(wordsOf(text, dottedAs)).map((signs) =>
      countNumbers(signs)
        .filter((sign) => sign !== POLITE)
        .join(' '),
    )
    const plausible = readings.filter((reading) => !IMPLAUSIBLE.test(reading))
    return [...new Set(plausible.length > 0 ? plausible : readings)]
  }
}

/**
 * Meanings that a word does not have at its place: "mốt" after a number, "tới" other than after a weekday, "tôi" other
 * than at the beginning ("toi nay" is "tối nay").
 */
const IMPLAUSIBLE =
  /[#nx]\d+ after_tomorrow|(?<!wd\d )(?<!\S)next(?!\S)|(?<=\S )i(?!\S)|^i (?:nay|today|tomorrow|after_tomorrow)/

/** Both lists under their signs: a word may be a number and something else. */
function withAll(signs: Signs, numbers: Signs): Signs {
  const merged: Record<string, readonly string[]> = { ...signs }
  for (const [sign, phrases] of Object.entries(numbers)) merged[sign] = [...(merged[sign] ?? []), ...phrases]
  return merged
}

const HOUR = '(?:h|g|giờ|gio|:)'

/** Forms of days and times in digits, in the order in which they are looked for. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  // 2026-12-05
  [/(?<!\d)(\d{4})-(\d\d?)-(\d\d?)(?!\d)/g, ' @$3-$2-$1 '],
  // 5/12/2026, 5-12-26
  [/(?<!\d)(\d\d?)\s*[/.-]\s*(\d\d?)\s*[/.-]\s*(\d{4}|\d\d)(?!\d)/g, ' @$1-$2-$3 '],
  // 05122026
  [/(?<!\d)(\d\d)(\d\d)(20\d\d)(?!\d)/g, ' @$1-$2-$3 '],
  // 5/12
  [/(?<!\d)(\d\d?)\s*\/\s*(\d\d?)(?!\d)/g, ' @$1-$2 '],
  // t7, thứ 7
  [/(?<![\p{L}\d])(?:t|thứ|thu)\.?\s?([2-7])(?!\d)/gu, ' =wd$1 '],
  // th7, but 21 th7 is of July
  [/(?<![\p{L}\d]|\d\s)th\.?\s?([2-7])(?!\d)/gu, ' =wd$1 '],
  // t12
  [/(?<![\p{L}\d])t(1[0-2]|[189])(?!\d)/gu, ' =month #$1 '],
  // 10:30, 07h30, 07h
  [/(?<![\d@~:-])(\d\d):(\d\d)(?!\d)/g, ' ~$1:$2! '],
  [/(?<![\d@~:-])(0\d)\s?(?:h|g)(\d\d)(?!\d)/g, ' ~$1:$2! '],
  [new RegExp(`(?<![\\d@~:-])(0\\d)\\s?${HOUR}(?!\\s?[\\p{L}\\d])`, 'gu'), ' ~$1:00! '],
  // 7h30, 7:30, 7 giờ 30
  [
    new RegExp(`(?<![\\d@~:-])(\\d\\d?)\\s?${HOUR}(\\d\\d?)(?!\\d)(?:\\s?(?:phút|phut|ph|p)(?!\\p{L}))?`, 'gu'),
    ' ~$1:$2 ',
  ],
  [
    new RegExp(
      `(?<![\\d@~:-])(\\d\\d?)\\s?${HOUR}\\s(\\d\\d)(?!\\d|\\s?(?:tháng|thang))(?:\\s?(?:phút|phut|ph|p)(?!\\p{L}))?`,
      'gu',
    ),
    ' ~$1:$2 ',
  ],
  // 7-9h
  [new RegExp(`(?<![\\d@~:-])(\\d\\d?)\\s?-\\s?(\\d\\d?)\\s?${HOUR}(?!\\p{L})`, 'gu'), ' #$1 =hour =dash #$2 =hour '],
]

const PIECE = /[@~][\d:-]+!?|=wd\d|=[a-z]+|#?\d+|\p{L}+|[-–—?]/gu

function wordsOf(text: string, dottedAs: DottedAs): string[] {
  let plain = normalise(text.normalize('NFKC')).replace(/[@~#=]/g, ' ')
  for (const [form, signs] of FORMS) plain = plain.replace(form, signs)
  plain = plain
    .replace(/(?<![\d@~:-])(\d\d?)\.(\d\d)(?!\d)/g, (_, a: string, b: string) => dotted(a, b, dottedAs))
    .replace(
      /(?<![\d@~:-])(\d\d?)\s?[.-]\s?(\d\d?)(?!\d)/g,
      dottedAs === 'day' ? ' @$1-$2 ' : ' #$1 =hour =dash #$2 =hour ',
    )
  return (plain.match(PIECE) ?? []).map(signOf)
}

function dotted(first: string, second: string, as: DottedAs): string {
  return as === 'day' && Number(second) <= 12 ? ` @${first}-${second} ` : ` ~${first}:${second} `
}

function signOf(piece: string): string {
  if (/^\d/.test(piece)) return `#${Number(piece)}`
  if (/^[-–—]$/.test(piece)) return '=dash'
  const weekday = /^=wd(\d)$/.exec(piece)?.[1]
  // People count Monday as the second day; signs count it as the first.
  return weekday ? `=wd${Number(weekday) - 1}` : piece
}
