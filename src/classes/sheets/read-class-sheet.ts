import { type Mistake, mistakeAt } from '../../sheets/mistake.ts'
import { plainOf } from '../../sheets/plain.ts'
import { readTables } from '../../sheets/read-tables.ts'
import { type Table, textOf } from '../../sheets/table.ts'
import type { ClassCode, ClassPlan } from '../class.ts'
import { findHeadings, headingsOf } from './headings.ts'
import { type RowKnowledge, readRow } from './read-row.ts'
import { createRowReader, type RowReader } from './row-reader.ts'
import type { SheetWords } from './words.ts'

interface SheetPlace {
  readonly sheet: string
  /** As the spreadsheet numbers it, from 1. */
  readonly row: number
}

/** A class of a spreadsheet, and where it stands. */
export interface SheetRow extends SheetPlace {
  readonly plan: ClassPlan
}

export type ClassSheet =
  /** `ignored`: headings of columns that mean nothing here. */
  | { readonly rows: readonly SheetRow[]; readonly ignored: readonly string[] }
  | { readonly mistakes: readonly Mistake[] }

export interface SheetKnowledge extends RowKnowledge {
  readonly words: SheetWords
}

/** Columns that a class row fills; a row that fills none of them is a gap, or the office's own. */
const OWN = ['code', 'subject', 'place', 'capacity', 'date'] as const

/**
 * Reads the classes of a spreadsheet (.xlsx, .csv) as an office keeps it. All or nothing: one mistake, and there are no
 * rows but all the mistakes. `filename` tells the kind of file and names it in mistakes.
 */
export async function readClassSheet(
  bytes: Uint8Array,
  filename: string,
  knowledge: SheetKnowledge,
): Promise<ClassSheet> {
  const { words } = knowledge
  const tables = await readTables(bytes, filename, words)
  if ('code' in tables) return { mistakes: [tables] }
  const rows: SheetRow[] = []
  const mistakes: Mistake[] = []
  const ignored = new Set<string>()
  const seen = new Map<ClassCode, SheetPlace>()
  let headed = 0
  for (const table of tables) {
    const headings = findHeadings(table, filename, words)
    if (headings === null) continue
    headed++
    if ('code' in headings) {
      mistakes.push(headings)
      continue
    }
    for (const heading of headings.ignored) ignored.add(heading)
    for (const index of classRows(table, headings.row + 1, words)) {
      const reader = createRowReader({ file: filename, table, headings, index }, words)
      if (OWN.every((field) => reader.text(field) === '')) continue
      const plan = readRow(reader, knowledge)
      if (plan !== null) checkCode(reader, plan.code, { sheet: table.name, row: index + 1 }, seen)
      mistakes.push(...reader.mistakes)
      if (plan !== null) rows.push({ sheet: table.name, row: index + 1, plan })
    }
  }
  if (headed === 0)
    mistakes.push(mistakeAt(words, { file: filename }, 'no_headings', { columns: headingsOf(words, words.required) }))
  else if (rows.length === 0 && mistakes.length === 0) mistakes.push(mistakeAt(words, { file: filename }, 'no_classes'))
  return mistakes.length > 0 ? { mistakes } : { rows, ignored: [...ignored] }
}

/** The rows below the headings, as far as the totals and signatures. */
function* classRows(table: Table, from: number, words: SheetWords): Generator<number> {
  const footers = words.footers.map(plainOf)
  for (let index = from; index < table.rows.length; index++) {
    const first = plainOf((table.rows[index] ?? []).map(textOf).find((text) => text !== '') ?? '')
    if (footers.some((footer) => first === footer || first.startsWith(`${footer} `))) return
    yield index
  }
}

function checkCode(reader: RowReader, code: ClassCode, here: SheetPlace, seen: Map<ClassCode, SheetPlace>): void {
  const other = seen.get(code)
  if (other) reader.fail('code', 'code_twice', { value: code, ...other })
  else seen.set(code, here)
}
