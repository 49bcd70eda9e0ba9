import { UNKNOWN } from '../../core/text-table.ts'
import type { Postings } from './postings.ts'
import type { Term } from './terms.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A term of a text as an index knows it; its weight is multiplied by how rare it is. */
export type WeighedTerm = Term & { readonly term: number }

/** Weighs the terms of texts by how rare they are among the titles and questions of `size` topics. */
export class Weigher {
  readonly vocabulary: Vocabulary
  readonly #rarity: Float64Array
  /** Of a term that stands nowhere: nothing is rarer. */
  readonly #rarest: number

  constructor(vocabulary: Vocabulary, named: Postings, size: number) {
    const rarityAt = (holding: number) => Math.log(1 + (size - holding + 0.5) / (holding + 0.5))
    this.vocabulary = vocabulary
    this.#rarity = Float64Array.from({ length: vocabulary.terms }, (_, term) => rarityAt(named.documentsWith(term)))
    this.#rarest = rarityAt(0)
  }

  weigh(terms: readonly Term[]): WeighedTerm[] {
    return terms.map(({ word, weight, content, pair }) => {
      const term = this.vocabulary.find(word)
      const rarity = term === UNKNOWN ? this.#rarest : (this.#rarity[term] ?? this.#rarest)
      return { word, weight: weight * rarity, content, pair, term }
    })
  }
}
