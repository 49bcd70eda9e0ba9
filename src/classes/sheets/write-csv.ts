import { BEGINS_FORMULA } from '../../sheets/formula.ts'

/** UTF-8 with the mark that makes Excel read it as such; a cell that Excel would run as a formula gets an apostrophe. */
export function writeCsv(rows: readonly (readonly (string | number)[])[]): Buffer {
  const lines = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? String(cell) : quote(cell))).join(','))
  return Buffer.from(`\ufeff${lines.map((line) => `${line}\r\n`).join('')}`, 'utf8')
}

function quote(text: string): string {
  const safe = text.replace(BEGINS_FORMULA, "'")
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
