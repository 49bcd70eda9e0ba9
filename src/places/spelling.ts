import { fold, normalise, tokens } from '../core/text.ts'

/** Letters of one sound in names: `Pleicu`, `Dầu Dây`, `Qui Nhơn`, `Ya Hội`; and letters doubled by Telex or by habit. */
const SAME_SOUND: readonly (readonly [RegExp, string])[] = [
  [/gi(?=[aeou])/g, 'd'],
  [/c(?!h)/g, 'k'],
  [/(?<![aeo]|(?<!q)u)y/g, 'i'],
  [/w/g, ''],
  [/([a-z])\1+/g, '$1'],
]
const TELEX_TONE = /(?<=[aeiouy][a-z]*)[sfrxj](?=[a-z]*$)/

/** Water, in many names of the highlands; decrees and people spell it in each of these ways. */
const DAK = /(?<!\p{L})đ[ăắ][kc]/gu

/** Names whose keys are equal count as spelt alike: no accents, no spaces, one letter for one sound. */
export function keyOf(words: readonly string[]): string {
  let key = words.map((word) => (word === 'kông' || word === 'kong' ? 'kon' : fold(word))).join('')
  for (const [letters, letter] of SAME_SOUND) key = key.replace(letters, letter)
  return key
}

/** The key when the words were typed in Telex with the input method off: `phuocs taan`. Equals `keyOf` for others. */
export function telexKeyOf(words: readonly string[]): string {
  return keyOf(words.map((word) => word.replace(TELEX_TONE, '')))
}

/** The words of a name or a text, normalised; `đăk`, `đắk`, `đắc` are one word. */
export function placeWordsOf(text: string): string[] {
  return tokens(normalise(text).replace(DAK, 'đak'))
}

/** Whether an accent was typed; without any, a word may be meant with every accent. */
export function hasAccents(words: readonly string[]): boolean {
  return words.some((word) => word !== fold(word))
}

/** Whether words typed as `typed` can be meant as `name`: the same letters, each with the name's accents or none. */
export function agrees(typed: readonly string[], name: readonly string[]): boolean {
  const written = typed.join('')
  const meant = name.join('')
  if (!hasAccents(typed)) return true
  if (written.length !== meant.length) return false
  const bare = fold(meant)
  for (let at = 0; at < written.length; at++) if (written[at] !== meant[at] && written[at] !== bare[at]) return false
  return true
}

const VIETNAMESE = /^(?:[bcdghklmnpqrstvx]|ch|gh|kh|ngh?|nh|ph|th|tr)?[aeiouy]+(?:c|ch|m|n|ng|nh|p|t)?$/

/** A word of a highland language, which no Vietnamese sentence holds by chance: `krông`, `pleiku`, `ia`. */
export function isHighland(word: string): boolean {
  const folded = fold(word)
  return folded === 'ia' || folded === 'ea' || folded === 'dak' || !(VIETNAMESE.test(folded) || /^\d/.test(folded))
}

/** Pairs of letters that are mixed up by ear cost half an edit. */
const NEAR_LETTERS = new Set(['iy', 'yi', 'ae', 'ea', 'sx', 'xs', 'ln', 'nl', 'ou', 'uo'])

/**
 * How many letters must be added, left out, changed or swapped (Damerau, optimal string alignment) to come from one key to the
 * other; Infinity when more than `most`.
 */
export function editsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const pair = `${a[row - 1]}${b[column - 1]}`
      const change = a[row - 1] === b[column - 1] ? 0 : NEAR_LETTERS.has(pair) ? 0.5 : 1
      let edits = Math.min((last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + change)
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        edits = Math.min(edits, (beforeLast[column - 2] ?? 0) + 1)
      line.push(edits)
    }
    if (Math.min(...line) > most) return Number.POSITIVE_INFINITY
    beforeLast = last
    last = line
  }
  const edits = last[b.length] ?? 0
  return edits <= most ? edits : Number.POSITIVE_INFINITY
}
