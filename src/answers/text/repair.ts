import { fold } from '../../core/text.ts'
import { fromTelex, fromVni } from './typing.ts'

/** Sets an unknown word right when one known word, or two run together, explains it; else gives it back. */
export type Repair = (word: string) => readonly string[]

/** Shorter words have too many neighbours to guess from. */
const MIN_GUESSED_LENGTH = 4
const MIN_HALF_LENGTH = 3
/** Longer ones are no words; trying all their parts would take long. */
const MAX_REPAIRED_LENGTH = 20

/** A Vietnamese syllable without its accents. One that stands in no article is another word, not a slip. */
const SYLLABLE =
  /^(?:b|ch?|d|g[hi]?|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oay|oe|oi|oo|ua|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|ye|yeu)(?:ch?|m|ng?|nh|p|t)?$/

/** A repair that knows `words` (normalised, as written in the articles and in the language's data). */
export function createRepair(words: Iterable<string>): Repair {
  const known = new Set<string>()
  for (const word of words) {
    known.add(word)
    known.add(fold(word))
  }
  const neighbours = new Map<string, string>()
  for (const word of known) {
    if (word !== fold(word) || word.length < MIN_GUESSED_LENGTH || /\d/.test(word)) continue
    for (const shorter of withOneLess(word)) if (!neighbours.has(shorter)) neighbours.set(shorter, word)
  }

  function asTyped(word: string): readonly string[] | null {
    for (const reading of [fromTelex(word), fromVni(word)]) {
      if (reading !== null && known.has(fold(reading))) return [reading]
    }
    const numbered = /^(\p{L}{2,})(\d+)$/u.exec(word)
    if (numbered?.[1] && numbered[2] && known.has(fold(numbered[1]))) return [numbered[1], numbered[2]]
    return null
  }

  function parted(word: string): readonly string[] | null {
    for (let at = word.length - MIN_HALF_LENGTH; at >= MIN_HALF_LENGTH; at--) {
      const pair = [word.slice(0, at), word.slice(at)] as const
      if (pair.every((half) => known.has(half) || (half !== fold(half) && known.has(fold(half))))) return pair
    }
    return null
  }

  function guessed(word: string): readonly string[] | null {
    const folded = fold(word)
    if (folded.length < MIN_GUESSED_LENGTH || /\d/.test(folded)) return null
    const same = neighbours.get(folded)
    if (same) return [same]
    for (const shorter of withOneLess(folded)) {
      if (known.has(shorter) && shorter.length >= MIN_GUESSED_LENGTH - 1) return [shorter]
      const near = neighbours.get(shorter)
      if (near && near.length === folded.length) return [near]
    }
    return null
  }

  return (word) => {
    if (word.length > MAX_REPAIRED_LENGTH || known.has(word) || known.has(fold(word))) return [word]
    return asTyped(word) ?? (SYLLABLE.test(fold(word)) ? null : (guessed(word) ?? parted(word))) ?? [word]
  }
}

/** The word without each of its letters in turn. */
function withOneLess(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))
}
