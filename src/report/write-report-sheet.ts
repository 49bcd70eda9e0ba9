import type { Value } from './say-figures.ts'
import type { Section, ShownReport } from './show-report.ts'

type Cell = { readonly value: Value; readonly fontWeight?: 'bold' } | null

/** A report as a workbook (.xlsx): one sheet, figures as numbers. */
export async function writeReportSheet(shown: ShownReport): Promise<Buffer> {
  // Loaded when it is needed: it is seventy files, and most servers never write a sheet.
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  const { communes, frequent, due } = shown
  const rows: Cell[][] = [
    [bold(shown.title)],
    ...shown.lead.map((line) => [{ value: line }]),
    ...[...shown.sections, ...(frequent ? [frequent] : [])].flatMap(sectionRows),
    ...(communes
      ? [
          [],
          [bold(communes.heading)],
          ...(communes.rows.length === 0
            ? [[{ value: shown.noCommunes }]]
            : [communes.columns.map(bold), ...communes.rows.map((row) => row.map((value) => ({ value })))]),
        ]
      : []),
    ...(due.lines.length === 0 ? [] : [[], [bold(due.heading)], ...due.lines.map((line) => [{ value: line }])]),
  ]
  const columns = [{ width: 48 }, ...Array.from({ length: (communes?.columns.length ?? 2) - 1 }, () => ({ width: 14 }))]
  return writeXlsxFile(rows, { columns }).toBuffer()
}

function sectionRows({ heading, rows }: Section): Cell[][] {
  return [[], [bold(heading)], ...rows.map(({ label, value }) => [{ value: label }, { value }])]
}

function bold(value: string): Cell {
  return { value, fontWeight: 'bold' }
}
