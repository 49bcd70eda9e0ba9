/** What stands in a cell. A `Date` is the day and time that the spreadsheet shows, as if it were UTC. */
export type Cell = string | number | boolean | Date | null

/** A sheet as it is seen: merged cells hold their value in each of their places. */
export interface Table {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
}

/** A cell's text with single spaces, in composed letters; empty for an empty cell. */
export function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 16).replace('T', ' ')
  return String(cell).normalize('NFC').replace(/\s+/g, ' ').trim()
}
