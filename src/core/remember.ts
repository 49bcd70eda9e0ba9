/**
 * Remembers the latest results of `compute`, whose result depends on its key alone: at most `limit` of them, and at least
 * the half of them that was asked for last. Two generations instead of an order of use: to find what was asked for lately
 * writes nothing, while an order is written anew at every look, and its tables end in V8's old generation (after Dominic
 * Tarr's hashlru).
 */
export function remember<Result extends NonNullable<unknown>>(
  limit: number,
  compute: (key: string) => Result,
): (key: string) => Result {
  const half = Math.max(1, Math.floor(limit / 2))
  let recent = new Map<string, Result>()
  let older = new Map<string, Result>()
  return (key) => {
    const known = recent.get(key)
    if (known !== undefined) return known
    const result = older.get(key) ?? compute(key)
    if (recent.size >= half) {
      older = recent
      recent = new Map()
    }
    recent.set(key, result)
    return result
  }
}
