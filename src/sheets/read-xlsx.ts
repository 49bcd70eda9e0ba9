import { strFromU8, unzipSync } from 'fflate'
import readXlsxFile from 'read-excel-file/node'
import type { Cell, Table } from './table.ts'

/** Unpacked, a file may be this large: what is larger was made to fill the memory. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024

/** Reads an .xlsx file. Rejects when it is none, or is damaged. */
export async function readXlsx(bytes: Uint8Array): Promise<Table[]> {
  const parts = unpackStructure(bytes)
  const sheets = await readXlsxFile(Buffer.from(bytes))
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    rows: fillMerged(data as readonly (readonly Cell[])[], mergedIn(parts, sheet)),
  }))
}

/** The parts that tell of sheets and merged cells, which the reader of values leaves out. */
function unpackStructure(bytes: Uint8Array): Record<string, string> {
  let unpacked = 0
  const parts = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      unpacked += originalSize
      if (unpacked > MAX_UNPACKED_BYTES) throw new Error('the file is too large when unpacked')
      return /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/.test(name)
    },
  })
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, strFromU8(part)]))
}

interface Area {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

function mergedIn(parts: Readonly<Record<string, string>>, sheet: string): Area[] {
  const entry = elementsOf(parts['xl/workbook.xml'], 'sheet').find(({ name }) => name === sheet)
  const link = elementsOf(parts['xl/_rels/workbook.xml.rels'], 'Relationship').find(({ Id }) => Id === entry?.['r:id'])
  const path = link?.Target?.replace(/^\/?(xl\/)?/, 'xl/')
  return elementsOf(path === undefined ? undefined : parts[path], 'mergeCell').flatMap(({ ref = '' }) => areaOf(ref))
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
