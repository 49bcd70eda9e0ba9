/** What was probably meant by a misspelt name, as ` (did you mean x?)`; empty when nothing is like it. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const allowed = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3))
  let best: { readonly name: string; readonly distance: number } | null = null
  for (const one of names) {
    // Half a name is nearer than any other word: zalo for zalo-oa.
    const distance = one.startsWith(`${name}-`) ? 0 : editDistance(name.toLowerCase(), one.toLowerCase())
    if (distance <= allowed && (best === null || distance < best.distance)) best = { name: one, distance }
  }
  return best === null ? '' : ` (did you mean ${best.name}?)`
}

/** Letters to add, take away or change on the way from one word to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [row, letter] of [...from].entries()) {
    const line = [row + 1]
    for (let column = 1; column <= to.length; column++) {
      const change = (above[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1)
      line.push(Math.min(change, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1))
    }
    above = line
  }
  return above[to.length] ?? 0
}
