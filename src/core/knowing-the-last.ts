/** A pure function of a text that knows its last result: a message is read by a dozen parts, one after the other. */
export function knowingTheLast<Result>(compute: (text: string) => Result): (text: string) => Result {
  let last: { readonly text: string; readonly result: Result } | null = null
  return (text) => {
    if (last === null || last.text !== text) last = { text, result: compute(text) }
    return last.result
  }
}
