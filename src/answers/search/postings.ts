import type { Word } from '../text/reader.ts'
import { agreement } from './accents.ts'

/** One way in which a word is written, the documents in which it is written so, and how much it counts in each. */
interface Entry {
  readonly word: Word
  readonly documents: number[]
  readonly counts: number[]
}

interface Row {
  readonly entries: Entry[]
  /** In how many documents the word stands, with whatever accents. */
  documents: number
  lastDocument: number
}

/** Which documents hold which words, found by the word without accents. Documents are numbered from 0. */
export class Postings {
  readonly #rows = new Map<string, Row>()

  /** Counts `word` in `document`. All words of one document must be added before those of the next. */
  add(document: number, word: Word, count: number): void {
    let row = this.#rows.get(word.folded)
    if (!row) {
      row = { entries: [], documents: 0, lastDocument: -1 }
      this.#rows.set(word.folded, row)
    }
    if (row.lastDocument !== document) {
      row.documents++
      row.lastDocument = document
    }
    let entry = row.entries.find((one) => one.word.form === word.form && one.word.open === word.open)
    if (!entry) {
      entry = { word, documents: [], counts: [] }
      row.entries.push(entry)
    }
    const last = entry.documents.length - 1
    if (entry.documents[last] === document) entry.counts[last] = (entry.counts[last] ?? 0) + count
    else {
      entry.documents.push(document)
      entry.counts.push(count)
    }
  }

  documentsWith(word: Word): number {
    return this.#rows.get(word.folded)?.documents ?? 0
  }

  /** Calls `visit` for every document and written form of the typed word. A document may come more than once. */
  visit(typed: Word, visit: (document: number, count: number, agreement: number) => void): void {
    const row = this.#rows.get(typed.folded)
    if (!row) return
    for (const { word, documents, counts } of row.entries) {
      const agrees = agreement(typed, word)
      for (let at = 0; at < documents.length; at++) visit(documents[at] ?? 0, counts[at] ?? 0, agrees)
    }
  }
}
