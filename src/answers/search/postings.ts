import type { Word } from '../text/reader.ts'
import { agreement } from './accents.ts'

/** Where one word stands, whatever its accents: parallel lists, ordered by document. */
interface Row {
  /** The ways in which it is written. */
  readonly forms: Word[]
  readonly documents: number[]
  readonly formOf: number[]
  readonly counts: number[]
  distinctDocuments: number
}

/** `count` is the word's count in the document, each written form as far as it agrees; `agrees` the best of them. */
export type Visitor = (document: number, count: number, agrees: number) => void

/** Which documents hold which words, found by the word without accents. Documents are numbered from 0. */
export class Postings {
  readonly #rows = new Map<string, Row>()

  /** Counts `word` in `document`. All words of one document must be added before those of the next. */
  add(document: number, word: Word, count: number): void {
    let row = this.#rows.get(word.folded)
    if (!row) {
      row = { forms: [], documents: [], formOf: [], counts: [], distinctDocuments: 0 }
      this.#rows.set(word.folded, row)
    }
    let form = row.forms.findIndex((one) => one.form === word.form && one.open === word.open)
    if (form < 0) form = row.forms.push(word) - 1
    if (row.documents.at(-1) !== document) row.distinctDocuments++
    for (let at = row.documents.length - 1; row.documents[at] === document; at--) {
      if (row.formOf[at] !== form) continue
      row.counts[at] = (row.counts[at] ?? 0) + count
      return
    }
    row.documents.push(document)
    row.formOf.push(form)
    row.counts.push(count)
  }

  documentsWith(word: Word): number {
    return this.#rows.get(word.folded)?.distinctDocuments ?? 0
  }

  /** Calls `visit` once for every document that holds the word in any form. */
  visit(typed: Word, visit: Visitor): void {
    const row = this.#rows.get(typed.folded)
    if (!row) return
    const agreements = row.forms.map((form) => agreement(typed, form))
    let count = 0
    let best = 0
    for (let at = 0; at < row.documents.length; at++) {
      const agrees = agreements[row.formOf[at] ?? 0] ?? 0
      count += (row.counts[at] ?? 0) * agrees
      if (agrees > best) best = agrees
      const document = row.documents[at] ?? 0
      if (row.documents[at + 1] === document) continue
      visit(document, count, best)
      count = 0
      best = 0
    }
  }
}
