import type { Word } from '../text/reader.ts'
import { agreement } from './accents.ts'

/** `count` is the word's count in the document, each written form as far as it agrees; `agrees` the best of them. */
export type Visitor = (document: number, count: number, agrees: number) => void

const NONE = -1

/**
 * Which documents hold which words, found by the word without accents. Documents are numbered from 0. A posting is one
 * written form in one document; those of a word are chained from the last to the first, through parallel lists, for
 * most words stand in one document and lists of their own would cost more than all else at start.
 */
export class Postings {
  readonly #last = new Map<string, number>()
  readonly #previous: number[] = []
  readonly #documents: number[] = []
  readonly #words: Word[] = []
  readonly #counts: number[] = []
  /** In how many documents the word stands, up to this posting. */
  readonly #distinct: number[] = []

  /** Counts `word` in `document`. All words of one document must be added before those of the next. */
  add(document: number, word: Word, count: number): void {
    const last = this.#last.get(word.folded) ?? NONE
    for (let at = last; this.#documents[at] === document; at = this.#previous[at] ?? NONE) {
      const written = this.#words[at]
      if (written?.form !== word.form || written.open !== word.open) continue
      this.#counts[at] = (this.#counts[at] ?? 0) + count
      return
    }
    this.#last.set(word.folded, this.#documents.length)
    this.#distinct.push((this.#distinct[last] ?? 0) + (this.#documents[last] === document ? 0 : 1))
    this.#previous.push(last)
    this.#documents.push(document)
    this.#words.push(word)
    this.#counts.push(count)
  }

  documentsWith(word: Word): number {
    return this.#distinct[this.#last.get(word.folded) ?? NONE] ?? 0
  }

  /** Calls `visit` once for every document that holds the word in any form. */
  visit(typed: Word, visit: Visitor): void {
    let count = 0
    let best = 0
    for (let at = this.#last.get(typed.folded) ?? NONE; at !== NONE; ) {
      const written = this.#words[at]
      const agrees = written ? agreement(typed, written) : 0
      count += (this.#counts[at] ?? 0) * agrees
      if (agrees > best) best = agrees
      const document = this.#documents[at] ?? 0
      at = this.#previous[at] ?? NONE
      if (this.#documents[at] === document) continue
      visit(document, count, best)
      count = 0
      best = 0
    }
  }
}
