import type { Word } from '../text/reader.ts'

const PART = 3

/**
 * What a classifier sees of a text: its words with and without accents, pairs of neighbours, and the parts of words, by
 * which a word with a slip is still like the one that was meant. Each feature once.
 */
export function featuresOf(words: readonly Word[]): ReadonlySet<string> {
  const features = new Set<string>()
  for (const [at, { form, folded, open }] of words.entries()) {
    features.add(folded)
    if (!open && form !== folded) features.add(`=${form}`)
    const next = words[at + 1]
    if (next) features.add(`${folded} ${next.folded}`)
    const bounded = `<${folded}>`
    for (let from = 0; from + PART <= bounded.length; from++) features.add(`~${bounded.slice(from, from + PART)}`)
  }
  return features
}
