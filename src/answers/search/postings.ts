import { NumberList } from '../../core/number-list.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Postings as numbers alone: those of term `t` lie from `from[t]` to `from[t + 1]`, in the order of their documents. */
export interface PostingsData {
  readonly from: Int32Array
  readonly documents: Int32Array
  readonly forms: Int32Array
  /** null where it is only of interest which documents hold a term. */
  readonly counts: Float32Array | null
}

/** Which documents hold which terms. Documents are numbered from 0. */
export interface Postings {
  readonly data: PostingsData
  documentsWith(term: number): number
  /** Adds to every document that holds the term in any form `weight` times how far the best of those forms `agrees`. */
  addBest(term: number, agrees: Float64Array, weight: number, into: Float64Array): void
  /**
   * The same, times the term's count in the document, of each form as far as it agrees; further occurrences count ever
   * less, as in BM25 with `k1`.
   */
  addCounted(term: number, agrees: Float64Array, weight: number, k1: number, into: Float64Array): void
}

/** Gathers postings; `build` gives what was gathered up to then. */
export class PostingsBuilder {
  readonly #vocabulary: Vocabulary
  readonly #documents = NumberList.ofInts()
  readonly #forms = NumberList.ofInts()
  /** null where it is only of interest which documents hold a term. */
  readonly #counts: NumberList<Float32Array> | null
  readonly #lastOfForm: number[] = []
  /** Where the postings of the document that is being added begin. */
  #document = -1
  #documentFrom = 0

  constructor(vocabulary: Vocabulary, { counted }: { readonly counted: boolean }) {
    this.#vocabulary = vocabulary
    this.#counts = counted ? NumberList.ofFloats() : null
  }

  /** Counts a form in `document`. All forms of one document must be added before those of the next. */
  add(document: number, form: number, count: number): void {
    if (document !== this.#document) {
      this.#document = document
      this.#documentFrom = this.#forms.length
    }
    const last = this.#lastOfForm[form]
    if (last !== undefined && last >= this.#documentFrom) {
      this.#counts?.add(last, count)
      return
    }
    this.#lastOfForm[form] = this.#documents.length
    this.#documents.push(document)
    this.#forms.push(form)
    this.#counts?.push(count)
  }

  /** Lays the postings of each term side by side, in the order of their documents. */
  build(): Postings {
    const [documentAt, formAt] = [this.#documents.numbers, this.#forms.numbers]
    const size = formAt.length
    const from = new Int32Array(this.#vocabulary.terms + 1)
    const countAt = this.#counts?.numbers
    const termAt = (at: number) => this.#vocabulary.termOf(formAt[at] as number)
    for (let at = 0; at < size; at++) from[termAt(at) + 1] = (from[termAt(at) + 1] ?? 0) + 1
    for (let term = 1; term < from.length; term++) from[term] = (from[term] ?? 0) + (from[term - 1] ?? 0)

    const next = from.slice()
    const documents = new Int32Array(size)
    const forms = new Int32Array(size)
    const counts = countAt ? new Float32Array(size) : null
    for (let at = 0; at < size; at++) {
      const place = next[termAt(at)] as number
      next[termAt(at)] = place + 1
      documents[place] = documentAt[at] as number
      forms[place] = formAt[at] as number
      if (counts && countAt) counts[place] = countAt[at] as number
    }
    return postingsOf({ from, documents, forms, counts })
  }
}

export function postingsOf(data: PostingsData): Postings {
  const { from, documents, forms, counts } = data
  return { data, documentsWith, addBest, addCounted }

  function documentsWith(term: number): number {
    let distinct = 0
    const end = from[term + 1] ?? 0
    for (let at = from[term] ?? 0; at < end; at++) if (at + 1 === end || documents[at] !== documents[at + 1]) distinct++
    return distinct
  }

  function addBest(term: number, agrees: Float64Array, weight: number, into: Float64Array): void {
    const end = from[term + 1] ?? 0
    let best = 0
    for (let at = from[term] ?? 0; at < end; at++) {
      const agreed = agrees[forms[at] as number] as number
      if (agreed > best) best = agreed
      const document = documents[at] as number
      if (at + 1 < end && document === documents[at + 1]) continue
      into[document] = (into[document] as number) + weight * best
      best = 0
    }
  }

  function addCounted(term: number, agrees: Float64Array, weight: number, k1: number, into: Float64Array): void {
    const end = from[term + 1] ?? 0
    let count = 0
    let best = 0
    for (let at = from[term] ?? 0; at < end; at++) {
      const agreed = agrees[forms[at] as number] as number
      count += counts ? (counts[at] as number) * agreed : agreed
      if (agreed > best) best = agreed
      const document = documents[at] as number
      if (at + 1 < end && document === documents[at + 1]) continue
      into[document] = (into[document] as number) + weight * best * ((count * (k1 + 1)) / (count + k1))
      count = 0
      best = 0
    }
  }
}
