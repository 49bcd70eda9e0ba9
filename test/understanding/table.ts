/** A row of a Markdown table. */
export function line(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** `part` of `whole` in per cent, with one decimal. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '-' : ((100 * part) / whole).toFixed(1)
}

/** The value below which `quantile` (0 to 1) of the ascending numbers lie. */
export function at(sorted: readonly number[], quantile: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? 0
}
