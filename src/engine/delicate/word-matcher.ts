import { type Said, type SaidWord, saidOf } from './words-said.ts'

/** Where a match that began at some word ends (the next word's place); none: -1. */
export type End = number
const NONE: End = -1

/**
 * Part of a pattern over words. `match` tries its ways in order, the longest of optional parts first, and gives the end
 * of the first after which `then` finds the rest of the pattern, as a regular expression would.
 */
export interface WordMatcher {
  readonly match: (words: readonly SaidWord[], at: number, then: (at: number) => End) => End
  /** Of what is one word, always: whether it is that. */
  readonly word?: (said: SaidWord) => boolean
  /** Of each of these sets some word must stand in the message, wherever. */
  readonly needs: readonly ReadonlySet<string>[]
}

/** One word that is among `spellings`. */
export function oneWord(spellings: readonly string[]): WordMatcher {
  const known = new Set(spellings)
  return { ...anyWord(({ word }) => known.has(word)), needs: [known] }
}

/** One word that `is` says yes to. */
export function anyWord(is: (word: SaidWord) => boolean): WordMatcher {
  return {
    match: (words, at, then) => {
      const word = words[at]
      return word !== undefined && is(word) ? then(at + 1) : NONE
    },
    word: is,
    needs: [],
  }
}

/** Up to `most` words, whichever. */
export function wordsBetween(most: number): WordMatcher {
  return {
    match: (words, at, then) => {
      for (let next = Math.min(at + most, words.length); next >= at; next--) {
        const end = then(next)
        if (end !== NONE) return end
      }
      return NONE
    },
    needs: [],
  }
}

/** No word, at a place that `is` says yes to. */
export function place(is: (at: number, count: number) => boolean): WordMatcher {
  return { match: (words, at, then) => (is(at, words.length) ? then(at) : NONE), needs: [] }
}

/** All of `parts`, one after the other. */
export function sequence(parts: readonly WordMatcher[]): WordMatcher {
  const [first, ...others] = parts
  if (!first) return { match: (_words, at, then) => then(at), needs: [] }
  if (others.length === 0) return first
  const rest = sequence(others)
  return { match: inTurn(first, rest), needs: [...first.needs, ...rest.needs] }
}

/** Most begin with one word and fail there: that needs no function for the rest. */
function inTurn(first: WordMatcher, rest: WordMatcher): WordMatcher['match'] {
  const is = first.word
  if (!is) return (words, at, then) => first.match(words, at, (next) => rest.match(words, next, then))
  return (words, at, then) => {
    const word = words[at]
    return word !== undefined && is(word) ? rest.match(words, at + 1, then) : NONE
  }
}

/** One of `ways`. */
export function either(ways: readonly WordMatcher[]): WordMatcher {
  const rarestOfWays = ways.map(rarest)
  const union = rarestOfWays.every((need) => need !== null) ? new Set(rarestOfWays.flatMap((need) => [...need])) : null
  const needs = union ? [union] : []
  const tests = ways.map(({ word }) => word).filter((test) => test !== undefined)
  if (tests.length === ways.length) {
    // What single words need is what they are.
    return { ...anyWord(union ? ({ word }) => union.has(word) : (said) => tests.some((test) => test(said))), needs }
  }
  return {
    match: (words, at, then) => {
      for (const way of ways) {
        const end = way.match(words, at, then)
        if (end !== NONE) return end
      }
      return NONE
    },
    needs,
  }
}

/** `part`, or nothing. */
export function perhaps(part: WordMatcher): WordMatcher {
  return either([part, sequence([])])
}

/** The need with the fewest words; null when there is none. */
function rarest({ needs }: WordMatcher): ReadonlySet<string> | null {
  return needs.reduce<ReadonlySet<string> | null>(
    (best, need) => (best === null || need.size < best.size ? need : best),
    null,
  )
}

/** Looks for any of many patterns in a message. */
export interface WordSearch {
  /** Some of these words stands in every message in which something is found; null where that is not so. */
  readonly hints: ReadonlySet<string> | null
  readonly isIn: (said: Said) => boolean
  /** The message with each match, from left to right, replaced by `instead`. */
  readonly replace: (said: Said, instead: SaidWord) => Said
}

/** Only patterns whose needed words stand in a message are tried on it: of hundreds, a handful. */
export function searchFor(patterns: readonly WordMatcher[]): WordSearch {
  const needing = new Map<string, number[]>()
  const needless: number[] = []
  patterns.forEach((pattern, number) => {
    const need = rarest(pattern)
    if (need === null) needless.push(number)
    for (const word of need ?? []) needing.set(word, [...(needing.get(word) ?? []), number])
  })

  /** In their order, for the first that matches at a place is taken. */
  function candidates({ all }: Said): WordMatcher[] {
    const numbers = new Set(needless)
    for (const word of all) addAll(numbers, needing.get(word))
    return inOrder(numbers)
      .map((number) => patterns[number] as WordMatcher)
      .filter(({ needs }) => needs.every((need) => haveOneInCommon(all, need)))
  }

  function endAt(tried: readonly WordMatcher[], words: readonly SaidWord[], at: number): End {
    for (const pattern of tried) {
      const end = pattern.match(words, at, (last) => last)
      if (end !== NONE) return end
    }
    return NONE
  }

  return {
    hints: needless.length > 0 ? null : new Set(needing.keys()),
    isIn: (said) => {
      const tried = candidates(said)
      return tried.length > 0 && said.words.some((_word, at) => endAt(tried, said.words, at) !== NONE)
    },
    replace: (said, instead) => {
      const tried = candidates(said)
      if (tried.length === 0) return said
      const { words } = said
      const left: SaidWord[] = []
      for (let at = 0; at < words.length; ) {
        const end = endAt(tried, words, at)
        left.push(end > at ? instead : (words[at] as SaidWord))
        at = Math.max(end, at + 1)
      }
      return saidOf(left)
    },
  }
}

/** Gives the numbers of those of `searches` that may find something in a message, in their order: of most messages none. */
export function shortlistOf(searches: readonly WordSearch[]): (said: Said) => readonly number[] {
  const always: number[] = []
  const hinted = new Map<string, number[]>()
  searches.forEach(({ hints }, number) => {
    if (hints === null) always.push(number)
    for (const word of hints ?? []) hinted.set(word, [...(hinted.get(word) ?? []), number])
  })
  return ({ all }) => {
    const possible = new Set(always)
    for (const word of all) addAll(possible, hinted.get(word))
    return inOrder(possible)
  }
}

function addAll(set: Set<number>, numbers: readonly number[] | undefined): void {
  if (numbers) for (const number of numbers) set.add(number)
}

function inOrder(numbers: ReadonlySet<number>): number[] {
  return [...numbers].sort((a, b) => a - b)
}

function haveOneInCommon(few: ReadonlySet<string>, many: ReadonlySet<string>): boolean {
  for (const word of few) if (many.has(word)) return true
  return false
}
