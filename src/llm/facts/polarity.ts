import { anyOf } from '../language.ts'

/** What is said of two words that follow each other: that it is, that it is not, or both at different places. */
export type Polarity = ReadonlyMap<string, ReadonlySet<'yes' | 'no'>>

export type PolarityReader = (text: string) => { readonly pairs: Polarity; readonly denied: ReadonlySet<string> }

/** Reads of plain texts which pairs of words are denied; `denied`: the word right behind each negation, with it. */
export function createPolarityReader(negations: readonly string[]): PolarityReader {
  const isNegation = new Set(negations)
  const sentence = /[;.!?:,()…]+/u
  const isWord = /[\p{L}\d]+/gu
  return (text) => {
    const pairs = new Map<string, Set<'yes' | 'no'>>()
    const denied = new Set<string>()
    for (const part of text.split(sentence)) {
      const words = part.match(isWord) ?? []
      words.forEach((word, at) => {
        const next = words[at + 1]
        if (next === undefined || isNegation.has(word)) return
        const before = words[at - 1] ?? ''
        if (isNegation.has(before)) denied.add(word)
        if (isNegation.has(next)) return
        const key = `${word} ${next}`
        const said = pairs.get(key) ?? new Set()
        said.add(isNegation.has(before) ? 'no' : 'yes')
        pairs.set(key, said)
      })
      const last = words.at(-1)
      if (last !== undefined && isNegation.has(words.at(-2) ?? '')) denied.add(last)
    }
    return { pairs, denied }
  }
}

/** A pattern that finds any of the phrases as whole words. */
export function wholeWords(phrases: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}])(?:${anyOf(phrases)})(?![\\p{L}])`, 'gu')
}
