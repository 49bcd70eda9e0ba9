import { extname } from 'node:path'
import { type Mistake, type MistakeWords, mistakeAt } from './mistake.ts'
import { readCsv } from './read-csv.ts'
import { readXlsx } from './read-xlsx.ts'
import type { Table } from './table.ts'

const MAX_BYTES = 10 * 1024 * 1024
const MAX_ROWS = 20_000

/** What keeps a file from being read at all. */
export const FILE_MISTAKES = ['too_large', 'old_excel', 'not_a_sheet', 'too_many_rows'] as const
type FileMistake = (typeof FILE_MISTAKES)[number]

/** Reads a spreadsheet (.xlsx, .csv) as it is seen. `filename` tells the kind of file and names it in a mistake. */
export async function readTables(
  bytes: Uint8Array,
  filename: string,
  words: MistakeWords<FileMistake>,
): Promise<Table[] | Mistake<FileMistake>> {
  const file = { file: filename }
  if (bytes.length > MAX_BYTES) return mistakeAt(words, file, 'too_large', { megabytes: MAX_BYTES / 1024 / 1024 })
  if (beginsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return mistakeAt(words, file, 'old_excel')
  const kind = extname(filename).toLowerCase()
  try {
    // By what it is: files are renamed.
    if (beginsWith(bytes, 0x50, 0x4b)) return limited(await readXlsx(bytes), file, words)
    if (kind === '.csv' || kind === '.txt' || kind === '.tsv') return limited([readCsv(bytes, filename)], file, words)
  } catch {
    // A file that is damaged has many ways to fail, and one cure.
  }
  return mistakeAt(words, file, 'not_a_sheet')
}

function beginsWith(bytes: Uint8Array, ...first: number[]): boolean {
  return first.every((byte, at) => bytes[at] === byte)
}

function limited(
  tables: Table[],
  file: { readonly file: string },
  words: MistakeWords<FileMistake>,
): Table[] | Mistake<FileMistake> {
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0)
  return rows > MAX_ROWS ? mistakeAt(words, file, 'too_many_rows', { rows: MAX_ROWS }) : tables
}
