import { BEGINS_FORMULA } from './formula.ts'
import type { Table } from './table.ts'

const DELIMITERS = [',', ';', '\t'] as const

/** Reads RFC 4180 text, whichever of comma, semicolon and tab parts its cells. */
export function readCsv(bytes: Uint8Array, name: string): Table {
  const text = decodeText(bytes)
  return { name, rows: cellsOf(text, delimiterOf(text)) }
}

/**
 * UTF-8 and UTF-16 with or without a mark at the beginning; what is neither is Windows-1258, in which older Vietnamese
 * programs save, with tone marks after their letters.
 */
function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return decode(bytes, 'utf-16le')
  if (first === 0xfe && second === 0xff) return decode(bytes, 'utf-16be')
  // The signs that part cells are ASCII: one of their two bytes is then zero.
  const zeros = bytes.subarray(0, 200).reduce<[number, number]>(
    (counts, byte, at) => {
      if (byte === 0) counts[at % 2 === 0 ? 0 : 1]++
      return counts
    },
    [0, 0],
  )
  if (zeros[0] + zeros[1] > 0) return decode(bytes, zeros[0] > zeros[1] ? 'utf-16be' : 'utf-16le')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC')
  } catch {
    return decode(bytes, 'windows-1258')
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes).normalize('NFC')
}

/** The sign that stands most often outside quotes in the first lines. */
function delimiterOf(text: string): string {
  const bare = text.slice(0, 4000).replace(/"[^"]*"/g, '')
  const count = (sign: string) => bare.split(sign).length
  return DELIMITERS.reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

function cellsOf(text: string, delimiter: string): (string | null)[][] {
  const rows: (string | null)[][] = []
  let row: (string | null)[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    row.push(unguard(cell))
    cell = ''
  }
  const endRow = () => {
    endCell()
    rows.push(row)
    row = []
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[++at]
      else quoted = false
    } else if (sign === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (sign === delimiter) endCell()
    else if (sign === '\n') endRow()
    else if (sign !== '\r') cell += sign
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}

/** An apostrophe before a sign that would begin a formula was put there to keep it from being one (`writeCsv`). */
function unguard(cell: string): string | null {
  const text = cell.trim()
  const trimmed = text.startsWith("'") && BEGINS_FORMULA.test(text.slice(1)) ? text.slice(1) : text
  return trimmed === '' ? null : trimmed
}
