import type { Word } from '../text/reader.ts'

/**
 * How far a typed word and a written one that look alike without accents are the same word. Typed accents count and are
 * not needed; accents that contradict each other make it another word, except hỏi and ngã, which the South says alike.
 */
export const AGREEMENT = { same: 1, open: 0.9, hoiNga: 0.8, leftOut: 0.6, contradicts: 0.15 } as const

export function agreement(typed: Word, written: Word): number {
  if (typed.form === written.form) return AGREEMENT.same
  if (typed.open || written.open) return AGREEMENT.open
  if (typed.form === typed.folded) return AGREEMENT.leftOut
  if (withoutHoiNga(typed.form) === withoutHoiNga(written.form)) return AGREEMENT.hoiNga
  return AGREEMENT.contradicts
}

function withoutHoiNga(form: string): string {
  return form.normalize('NFD').replaceAll('\u0303', '\u0309')
}

/** The documents in which one written form of a word stands, and how much it counts in each. */
interface Entry {
  readonly word: Word
  readonly documents: number[]
  readonly counts: number[]
}

/** Which documents hold which words, found by the word without accents. Documents are numbered from 0. */
export class Postings {
  readonly #byFolded = new Map<string, Entry[]>()
  readonly #frequencies = new Map<string, number>()

  /** Counts `word` in `document`. All words of one document must be added before those of the next. */
  add(document: number, word: Word, count: number): void {
    let entries = this.#byFolded.get(word.folded)
    if (!entries) {
      entries = []
      this.#byFolded.set(word.folded, entries)
    }
    if (!entries.some((entry) => entry.documents.at(-1) === document)) {
      this.#frequencies.set(word.folded, (this.#frequencies.get(word.folded) ?? 0) + 1)
    }
    let entry = entries.find((one) => one.word.form === word.form && one.word.open === word.open)
    if (!entry) {
      entry = { word, documents: [], counts: [] }
      entries.push(entry)
    }
    const last = entry.documents.length - 1
    if (entry.documents[last] === document) entry.counts[last] = (entry.counts[last] ?? 0) + count
    else {
      entry.documents.push(document)
      entry.counts.push(count)
    }
  }

  /** In how many documents the word stands, with whatever accents. */
  documentsWith(folded: string): number {
    return this.#frequencies.get(folded) ?? 0
  }

  /** Calls `visit` for every document and written form of the typed word. A document may come more than once. */
  visit(typed: Word, visit: (document: number, count: number, agreement: number) => void): void {
    for (const entry of this.#byFolded.get(typed.folded) ?? []) {
      const agrees = agreement(typed, entry.word)
      for (let i = 0; i < entry.documents.length; i++) visit(entry.documents[i] ?? 0, entry.counts[i] ?? 0, agrees)
    }
  }
}
