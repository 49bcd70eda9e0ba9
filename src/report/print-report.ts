import { amount, type Value } from './say-figures.ts'
import type { Section, ShownReport, Table } from './show-report.ts'

/** A report as lines of text in columns. */
export function printReport(shown: ShownReport): string {
  const parts = [
    [shown.title, ...shown.lead].join('\n'),
    ...[...shown.sections, ...(shown.frequent ? [shown.frequent] : [])].map(printSection),
    ...(shown.communes ? [printTable(shown.communes, shown.noCommunes)] : []),
    ...(shown.due.lines.length > 0
      ? [[shown.due.heading, ...shown.due.lines.map((line) => `  ${line}`)].join('\n')]
      : []),
  ]
  return `${parts.join('\n\n')}\n`
}

function printSection({ heading, rows }: Section): string {
  return [heading, ...inColumns(rows.map(({ label, value }) => [label, value]))].join('\n')
}

function printTable({ heading, columns, rows }: Table, empty: string): string {
  return [heading, ...(rows.length === 0 ? [`  ${empty}`] : inColumns([columns, ...rows]))].join('\n')
}

/** Names to the left, figures to the right. */
function inColumns(rows: readonly (readonly Value[])[]): string[] {
  const cells = rows.map((row) => row.map((value) => amount(value).normalize('NFC')))
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  return cells.map((row) => {
    const padded = row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
    return `  ${padded.join('  ')}`.trimEnd()
  })
}
