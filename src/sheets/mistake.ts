import { fill } from '../core/fill.ts'

/** Something that keeps a spreadsheet from being taken in. */
export interface Mistake<Code extends string = string> {
  readonly code: Code
  /** null: the file as a whole. */
  readonly sheet: string | null
  /** As the spreadsheet numbers it, from 1; null: the sheet as a whole. */
  readonly row: number | null
  /** The column's letters, `D`; null: the row as a whole. */
  readonly column: string | null
  /** Where it is, what is wrong and what to do, in Vietnamese. */
  readonly message: string
}

/** Where a mistake is; `heading` as the office wrote it. */
export interface Place {
  readonly file: string
  readonly sheet?: string
  readonly row?: number
  readonly column?: { readonly index: number; readonly heading: string }
}

/** What is said about mistakes: where one is, and by its code what is wrong. */
export interface MistakeWords<Code extends string> {
  readonly where: Readonly<Record<'cell' | 'row' | 'sheet' | 'file', string>>
  readonly mistakes: Readonly<Record<Code, string>>
}

export type MistakeValues = Readonly<Record<string, string | number>>

const MAX_VALUE_CHARS = 60

/** A mistake at a place of a sheet, with its text for whoever made the sheet. */
export function mistakeAt<Code extends string>(
  words: MistakeWords<Code>,
  place: Place,
  code: Code,
  values: MistakeValues = {},
): Mistake<Code> {
  const { file, sheet, row, column } = place
  const letters = column === undefined ? null : lettersOf(column.index)
  const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
  // What was typed may be as long as a cell can hold.
  if (shown.value !== undefined) shown.value = shorten(shown.value)
  const kind = sheet === undefined ? 'file' : row === undefined ? 'sheet' : column === undefined ? 'row' : 'cell'
  return {
    code,
    sheet: sheet ?? null,
    row: row ?? null,
    column: letters,
    message: fill(words.where[kind], {
      file,
      sheet: sheet ?? '',
      row: String(row ?? ''),
      column: letters ?? '',
      heading: column === undefined ? '' : shorten(column.heading),
      what: fill(words.mistakes[code], shown),
    }),
  }
}

/** `A` for column 0, `AA` for column 26. */
function lettersOf(index: number): string {
  const rest = index % 26
  const letter = String.fromCharCode(65 + rest)
  return index < 26 ? letter : lettersOf((index - rest) / 26 - 1) + letter
}

function shorten(value: string): string {
  const line = value.replace(/\s+/g, ' ').trim()
  return line.length > MAX_VALUE_CHARS ? `${line.slice(0, MAX_VALUE_CHARS)}…` : line
}
