import { LatestMap } from '../core/latest-map.ts'

/**
 * Remembers the latest results of a pure function, at most `limit` of them: what many people ask in the same words is
 * looked up once.
 */
export function remember<Result extends NonNullable<unknown>>(
  limit: number,
  compute: (key: string) => Result,
): (key: string) => Result {
  const known = new LatestMap<string, Result>(limit)
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const result = compute(key)
    known.set(key, result)
    return result
  }
}
