import type { Word } from '../text/reader.ts'

/** A form as it is kept: UTF-16 units from `from` to `to`. */
export interface WrittenForm {
  readonly letters: Uint16Array
  readonly from: number
  readonly to: number
  /** Written in a text without one accent. */
  readonly open: boolean
}

/**
 * How far a typed word and a written one that look alike without accents are the same word. Accents count when they were
 * typed and are not needed: left out in the whole question, they cost next to nothing; left out in an accented one, the
 * word was probably meant without. Accents that contradict each other make it another word, except hỏi and ngã, which
 * the South says alike and often writes alike.
 */
export const AGREEMENT = { same: 1, open: 0.95, hoiNga: 0.8, leftOut: 0.4, contradicts: 0.15 } as const

export function agreement(typed: Pick<Word, 'form' | 'open'>, { letters, from, to, open }: WrittenForm): number {
  let least: number = AGREEMENT.same
  for (let at = 0; at < to - from; at++) {
    const one = agreementOfLetters(typed.form.charCodeAt(at), letters[from + at] as number)
    if (one < least) least = one
  }
  return least < AGREEMENT.same && (typed.open || open) ? AGREEMENT.open : least
}

function agreementOfLetters(typed: number, written: number): number {
  if (typed === written) return AGREEMENT.same
  const typedMarks = MARKS[typed] ?? 0
  const writtenMarks = MARKS[written] ?? 0
  if ((typedMarks & ~writtenMarks) === 0) return AGREEMENT.leftOut
  const bothHoiOrNga = (typedMarks & HOI_NGA) !== 0 && (writtenMarks & HOI_NGA) !== 0
  const restAgrees = (typedMarks | HOI_NGA) === (writtenMarks | HOI_NGA)
  return bothHoiOrNga && restAgrees ? AGREEMENT.hoiNga : AGREEMENT.contradicts
}

const MARK_BITS: Readonly<Record<string, number>> = {
  '\u0300': 1,
  '\u0301': 2,
  '\u0303': 4,
  '\u0309': 8,
  '\u0323': 16,
  '\u0302': 32,
  '\u0306': 64,
  '\u031B': 128,
}
const HOI_NGA = 4 | 8
const STROKE = 64

/** The marks of every lower-case letter of Vietnamese, by its UTF-16 code. */
const MARKS: Uint8Array = marksOfLetters()

function marksOfLetters(): Uint8Array {
  const marks = new Uint8Array(0x1f00)
  for (let code = 0xe0; code < marks.length; code++) {
    for (const mark of String.fromCharCode(code).normalize('NFD').slice(1))
      marks[code] = (marks[code] ?? 0) | (MARK_BITS[mark] ?? 0)
  }
  marks['đ'.charCodeAt(0)] = STROKE
  return marks
}
