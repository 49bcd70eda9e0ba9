import { strFromU8, unzipSync, zipSync } from 'fflate'
import type { Cell, Table } from './table.ts'

/** Unpacked, a file may be this large: what is larger was made to fill the memory. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024
/** From the first to the last cell, however few lie between: the reader of values makes a place for each. */
const MAX_CELLS = 20_000_000

/** Reads the sheets of an .xlsx file that are not hidden. Rejects when it is none, or is damaged. */
export async function readXlsx(bytes: Uint8Array): Promise<Table[]> {
  const unpacked = unpack(bytes)
  const parts = structureOf(unpacked)
  const shown = new Map(sheetsIn(parts).map((sheet) => [sheet.name, sheet]))
  const { default: readXlsxFile } = await import('read-excel-file/node')
  // Packed anew: a file says of each part twice how large it is, and the reader of values goes by the other word.
  const sheets = await readXlsxFile(Buffer.from(zipSync(unpacked, { level: 0 })))
  return sheets.flatMap(({ sheet, data }) => {
    const { hidden = false, xml } = shown.get(sheet) ?? {}
    if (hidden) return []
    const rows = withErrors(data as readonly (readonly Cell[])[], errorsIn(xml))
    return [{ name: sheet, rows: fillMerged(rows, mergedIn(xml)) }]
  })
}

/** The parts that are texts, each as long as the file says it is; what lies beyond is left out. */
function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  let unpacked = 0
  return unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      unpacked += originalSize
      if (unpacked > MAX_UNPACKED_BYTES) throw new Error('the file is too large when unpacked')
      return /\.xml(\.rels)?$/.test(name)
    },
  })
}

/** The parts that tell of sheets, merged cells and errors, which the reader of values leaves out. */
function structureOf(unpacked: Readonly<Record<string, Uint8Array>>): Record<string, string> {
  const parts = Object.entries(unpacked)
    .filter(([name]) => /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/.test(name))
    .map(([name, part]) => [name, strFromU8(part)] as const)
  for (const [, xml] of parts) if (cellsOf(xml) > MAX_CELLS) throw new Error('the cells of a sheet lie too far apart')
  return Object.fromEntries(parts)
}

/** How many cells lie between the first and the last one that is named. */
function cellsOf(xml: string): number {
  let [rows, columns] = [0, 0]
  for (const [, letters = '', row] of xml.matchAll(/<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,7})(\d{1,9})"/g)) {
    rows = Math.max(rows, Number(row))
    columns = Math.max(columns, columnOf(letters) + 1)
  }
  return rows * columns
}

interface Area {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

interface SheetPart {
  readonly name: string
  readonly hidden: boolean
  readonly xml: string | undefined
}

function sheetsIn(parts: Readonly<Record<string, string>>): SheetPart[] {
  const links = elementsOf(parts['xl/_rels/workbook.xml.rels'], 'Relationship')
  const targets = new Map(links.map(({ Id, Target }) => [Id, Target?.replace(/^\/?(xl\/)?/, 'xl/')]))
  return elementsOf(parts['xl/workbook.xml'], 'sheet').map(({ name = '', state, 'r:id': link }) => {
    return { name, hidden: state === 'hidden' || state === 'veryHidden', xml: parts[targets.get(link) ?? ''] }
  })
}

function mergedIn(xml: string | undefined): Area[] {
  return elementsOf(xml, 'mergeCell').flatMap(({ ref = '' }) => areaOf(ref))
}

interface CellError {
  readonly row: number
  readonly column: number
  /** `#REF!` */
  readonly text: string
}

/** Each part ends where a tag does, so that a file made to do so cannot keep us searching. */
const ERROR = /<(?:\w+:)?c\s([^>]*\bt="e"[^>]*)>(?:<(?:\w+:)?f\b[^>]*>(?:[^<]*<\/(?:\w+:)?f>)?)?<(?:\w+:)?v>([^<]*)</g

/** Formulas that went wrong: whoever sees `#REF!` must not be told that the cell is empty. */
function errorsIn(xml = ''): CellError[] {
  return Array.from(xml.matchAll(ERROR)).flatMap(([, attributes = '', text = '']) => {
    const [, column, row] = /\br="([A-Z]+)(\d+)"/.exec(attributes) ?? []
    return column ? [{ row: Number(row) - 1, column: columnOf(column), text: unescapeXml(text) }] : []
  })
}

function withErrors(rows: readonly (readonly Cell[])[], errors: readonly CellError[]): readonly (readonly Cell[])[] {
  if (errors.length === 0) return rows
  const filled = rows.map((row) => [...row])
  for (const { row, column, text } of errors) {
    const cells = filled[row]
    if (cells && column < cells.length) cells[column] = text
  }
  return filled
}

/** The attributes of each element of a name. */
function elementsOf(xml: string | undefined, element: string): Record<string, string>[] {
  const tags = (xml ?? '').matchAll(new RegExp(`<(?:\\w+:)?${element}\\s([^>]*)>`, 'g'))
  return Array.from(tags, ([, attributes = '']) =>
    Object.fromEntries(
      Array.from(attributes.matchAll(/([\w:]+)="([^"]*)"/g), ([, name = '', value = '']) => [name, unescapeXml(value)]),
    ),
  )
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(lt|gt|quot|apos|amp));/gi, (_, hex, decimal, name) =>
    name ? (ENTITIES[name] ?? '') : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  )
}

/** `B2:C5`, with rows and columns from 0. */
function areaOf(ref: string): Area[] {
  const [, left, top, right, bottom] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(ref) ?? []
  if (!left || !right) return []
  return [{ left: columnOf(left), top: Number(top) - 1, right: columnOf(right), bottom: Number(bottom) - 1 }]
}

function columnOf(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function fillMerged(rows: readonly (readonly Cell[])[], areas: readonly Area[]): Cell[][] {
  const filled = rows.map((row) => [...row])
  for (const { top, left, bottom, right } of areas) {
    const value = filled[top]?.[left] ?? null
    if (value === null) continue
    for (const row of filled.slice(top, bottom + 1))
      for (let column = left; column <= right && column < row.length; column++) row[column] = value
  }
  return filled
}
