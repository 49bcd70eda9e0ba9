import { type Mistake, mistakeAt } from '../../sheets/mistake.ts'
import { plainOf } from '../../sheets/plain.ts'
import { type Cell, type Table, textOf } from '../../sheets/table.ts'
import { FIELDS, type Field, type SheetWords } from './words.ts'

/** A column that is known, as the office heads it. */
export interface Column {
  readonly index: number
  readonly heading: string
}

/** Where the headings of a sheet stand. */
export interface Headings {
  /** Index of their row in the table; of the lower one when there are two. */
  readonly row: number
  readonly columns: ReadonlyMap<Field, Column>
  /** Headings that mean nothing here: these columns are left out. */
  readonly ignored: readonly string[]
}

/** Titles and the office's name stand above. */
const SEARCHED_ROWS = 30
/** A row with fewer known words than this is a title, or a class. */
const MIN_COLUMNS = 3

/** The row with the most known headings; null when the sheet has none, as one of instructions. */
export function findHeadings(table: Table, file: string, words: SheetWords): Headings | Mistake | null {
  const fields = fieldsByHeading(words)
  const rows = table.rows.slice(0, SEARCHED_ROWS)
  const known = rows.map((row) => new Set(row.map((cell) => fieldOf(cell, fields)).filter((field) => field !== null)))
  const most = Math.max(0, ...known.map(({ size }) => size))
  if (most < MIN_COLUMNS) return null
  // The lower row of two that are alike: merged headings are repeated there.
  const row = known.findLastIndex(({ size }) => size === most)
  return columnsOf(table, row, file, words, fields)
}

function columnsOf(
  table: Table,
  row: number,
  file: string,
  words: SheetWords,
  fields: ReadonlyMap<string, Field>,
): Headings | Mistake {
  const columns = new Map<Field, Column>()
  const ignored: string[] = []
  for (const [index, cell] of (table.rows[row] ?? []).entries()) {
    const heading = textOf(cell)
    const field = fieldOf(cell, fields)
    const other = field === null ? undefined : columns.get(field)
    if (field === null) {
      if (heading !== '') ignored.push(heading)
    } else if (other === undefined) columns.set(field, { index, heading })
    else if (other.index !== index - 1 || other.heading !== heading) {
      const place = { file, sheet: table.name, row: row + 1, column: { index, heading } }
      return mistakeAt(words, place, 'column_twice', { other: `"${other.heading}"` })
    }
  }
  const missing = words.required.filter((field) => !columns.has(field))
  if (missing.length > 0)
    return mistakeAt(words, { file, sheet: table.name }, 'missing_columns', {
      columns: headingsOf(words, missing),
      row: row + 1,
    })
  return { row, columns, ignored }
}

/** The names of columns as an office is told them: `"Mã lớp", "Số chỗ"`. */
export function headingsOf(words: SheetWords, fields: readonly Field[]): string {
  return fields.map((field) => `"${words.columns[field][0]}"`).join(', ')
}

function fieldsByHeading(words: SheetWords): ReadonlyMap<string, Field> {
  return new Map(FIELDS.flatMap((field) => words.columns[field].map((name) => [plainOf(name), field] as const)))
}

function fieldOf(cell: Cell | undefined, fields: ReadonlyMap<string, Field>): Field | null {
  return typeof cell === 'string' ? (fields.get(plainOf(cell)) ?? null) : null
}
