/** Some words next to each other. */
export interface Stretch {
  readonly words: readonly string[]
  /** Which word of the text is its first. */
  readonly start: number
}

/**
 * What `read` makes of stretches of a text, at most `longest` words long; null for those that say nothing. The longest
 * come first, and no word counts twice.
 */
export function readStretches<Value>(
  words: readonly string[],
  longest: number,
  read: (stretch: Stretch) => Value | null,
): Value[] {
  const used = new Set<number>()
  const found: Value[] = []
  for (let length = Math.min(longest, words.length); length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const places = Array.from({ length }, (_, index) => start + index)
      if (places.some((place) => used.has(place))) continue
      const value = read({ words: words.slice(start, start + length), start })
      if (value === null) continue
      found.push(value)
      for (const place of places) used.add(place)
    }
  }
  return found
}
