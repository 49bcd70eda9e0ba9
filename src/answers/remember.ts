/**
 * Remembers the latest results of a pure function, at most `limit` of them: what many people ask in the same words is
 * looked up once. The one that was asked for longest ago goes first.
 */
export function remember<Result>(limit: number, compute: (key: string) => Result): (key: string) => Result {
  const known = new Map<string, Result>()
  return (key) => {
    const result = known.get(key) ?? compute(key)
    // A map keeps the order in which its keys were set: set anew, this one is the latest.
    known.delete(key)
    known.set(key, result)
    if (known.size > limit) known.delete(known.keys().next().value as string)
    return result
  }
}
