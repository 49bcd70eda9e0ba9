import type { Word } from '../text/reader.ts'
import { agreement } from './accents.ts'

export const UNKNOWN = -1

/** A vocabulary as texts and numbers alone, a line for each form. */
export interface PackedVocabulary {
  readonly forms: string
  readonly folded: string
  /** `STOP_WORD` and `OPEN`, added up. */
  readonly traits: Uint8Array
}

const STOP_WORD = 1
const OPEN = 2

/**
 * Numbers for the words of the articles. A *term* is a word without accents; a *form* is one way in which it is written,
 * with its accents. So all that is searched can lie in arrays of numbers, and a typed word is compared with each form once.
 */
export class Vocabulary {
  readonly #terms = new Map<string, number>()
  /** By how they are written; the same letters may be both, with accents left open and not. */
  readonly #forms = new Map<string, number>()
  readonly #openForms = new Map<string, number>()
  readonly #formsOfTerm: number[][] = []
  readonly #words: Word[] = []
  readonly #termOfForm: number[] = []
  #agrees = new Float64Array()

  get terms(): number {
    return this.#formsOfTerm.length
  }

  /** The number of the form in which `word` is written, made when it is new. */
  formOf(word: Word): number {
    const forms = word.open ? this.#openForms : this.#forms
    const known = forms.get(word.form)
    if (known !== undefined) return known
    const form = this.#words.push(word) - 1
    forms.set(word.form, form)
    const term = this.#terms.get(word.folded) ?? this.#addTerm(word.folded)
    this.#formsOfTerm[term]?.push(form)
    this.#termOfForm.push(term)
    return form
  }

  #addTerm(folded: string): number {
    const term = this.#formsOfTerm.push([]) - 1
    this.#terms.set(folded, term)
    return term
  }

  termOf(form: number): number {
    return this.#termOfForm[form] ?? UNKNOWN
  }

  /** The number of the term that `typed` may be, or `UNKNOWN`. */
  find(typed: Word): number {
    return this.#terms.get(typed.folded) ?? UNKNOWN
  }

  packed(): PackedVocabulary {
    return {
      forms: this.#words.map(({ form }) => form).join('\n'),
      folded: this.#words.map(({ folded }) => folded).join('\n'),
      traits: Uint8Array.from(this.#words, ({ stopWord, open }) => (stopWord ? STOP_WORD : 0) + (open ? OPEN : 0)),
    }
  }

  static of({ forms, folded, traits }: PackedVocabulary): Vocabulary {
    const vocabulary = new Vocabulary()
    const plain = folded.split('\n')
    for (const [at, form] of forms.split('\n').entries()) {
      const trait = traits[at] ?? 0
      const word = { form, folded: plain[at] ?? '', stopWord: (trait & STOP_WORD) > 0, open: (trait & OPEN) > 0 }
      vocabulary.formOf(word)
    }
    return vocabulary
  }

  /** How far `typed` agrees with each form of `term`, by form; the numbers stand until the next call. */
  compare(typed: Word, term: number): Float64Array {
    if (this.#agrees.length < this.#words.length) this.#agrees = new Float64Array(this.#words.length)
    for (const form of this.#formsOfTerm[term] ?? []) {
      const written = this.#words[form]
      this.#agrees[form] = written ? agreement(typed, written) : 0
    }
    return this.#agrees
  }
}
