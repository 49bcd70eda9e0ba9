import { type Mistake, type MistakeValues, mistakeAt } from '../../sheets/mistake.ts'
import { type Cell, type Table, textOf } from '../../sheets/table.ts'
import { type Column, type Headings, headingsOf } from './headings.ts'
import { type Field, firstWords, keyMeant, type MistakeCode, type SheetWords } from './words.ts'

/** One row of a sheet, read column by column; what is wrong is collected. */
export interface RowReader {
  readonly words: SheetWords
  readonly mistakes: readonly Mistake[]
  cell(field: Field): Cell
  /** Single spaces; empty when the cell is, or the column is missing. */
  text(field: Field): string
  /** The text of a cell that must be filled; longer ones than `maxChars` are refused. */
  required(field: Field, maxChars: number): string
  /** The text of a cell that may be empty. */
  optional(field: Field, maxChars: number): string | null
  /** Which of the listed words stands in the cell; null when it is empty, or none of them. */
  choice<Key extends string>(
    field: Field,
    lists: Readonly<Record<Key, readonly string[]>>,
    wrong: MistakeCode,
  ): Key | null
  /** Notes a mistake in a column, or in the row when the sheet has no such column. */
  fail(field: Field, code: MistakeCode, values?: MistakeValues): null
}

/** Where a row stands. */
export interface RowPlace {
  readonly file: string
  readonly table: Table
  readonly headings: Headings
  /** Its index in the table. */
  readonly index: number
}

/** What a spreadsheet shows of a formula that it cannot calculate. */
const EXCEL_ERROR = /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/

export function createRowReader({ file, table, headings, index }: RowPlace, words: SheetWords): RowReader {
  const mistakes: Mistake[] = []
  const row = table.rows[index] ?? []
  /** Columns in which a formula went wrong: one mistake says all there is to say of such a cell. */
  const broken = new Set<Field>()

  const reader: RowReader = {
    words,
    mistakes,
    cell: (field) => (broken.has(field) ? null : inColumn(field)),
    text: (field) => textOf(reader.cell(field)),
    required(field, maxChars) {
      const text = reader.text(field)
      if (text === '') reader.fail(field, 'missing', { example: words.examples[field] ?? headingsOf(words, [field]) })
      return limited(field, text, maxChars)
    },
    optional(field, maxChars) {
      return limited(field, reader.text(field), maxChars) || null
    },
    choice(field, lists, wrong) {
      const text = reader.text(field)
      if (text === '') return null
      return keyMeant(lists, text) ?? reader.fail(field, wrong, { value: text, choices: firstWords(lists) })
    },
    fail(field, code, values) {
      if (broken.has(field)) return null
      const column: Column | undefined = headings.columns.get(field)
      const place = { file, sheet: table.name, row: index + 1 }
      mistakes.push(mistakeAt(words, column === undefined ? place : { ...place, column }, code, values))
      return null
    },
  }

  function limited(field: Field, text: string, maxChars: number): string {
    if (text.length > maxChars) reader.fail(field, 'too_long', { max: maxChars })
    return text
  }

  for (const field of headings.columns.keys()) {
    const value = textOf(inColumn(field))
    if (!EXCEL_ERROR.test(value)) continue
    reader.fail(field, 'cell_error', { value })
    broken.add(field)
  }
  return reader

  function inColumn(field: Field): Cell {
    return row[headings.columns.get(field)?.index ?? -1] ?? null
  }
}
