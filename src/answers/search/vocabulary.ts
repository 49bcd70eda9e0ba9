import { NumberList } from '../../core/number-list.ts'
import { type PackedTexts, TextTable, UNKNOWN } from '../../core/text-table.ts'
import type { Word } from '../text/reader.ts'
import { agreement } from './accents.ts'

/** A vocabulary as numbers alone. */
export interface PackedVocabulary {
  readonly terms: PackedTexts
  readonly forms: PackedTexts
  readonly termOfForm: Int32Array
}

/** Stands before a form whose accents are open: the same letters may be a form with all its accents, too. */
const OPEN = '?'
const OPEN_LETTER = OPEN.charCodeAt(0)

/**
 * Numbers for the words of the articles. A *term* is a word without accents; a *form* is one way in which it is written,
 * with its accents. So all that is searched can lie in arrays of numbers, and a typed word is compared with each form once.
 */
export class Vocabulary {
  readonly #terms: TextTable
  readonly #forms: TextTable
  readonly #termOfForm: NumberList<Int32Array>
  /** The forms of a term are a chain: its last one, and for each form the one before. */
  readonly #lastOfTerm = NumberList.ofInts()
  readonly #before = NumberList.ofInts()
  #agrees = new Float64Array()

  private constructor(terms: TextTable, forms: TextTable, termOfForm: NumberList<Int32Array>) {
    this.#terms = terms
    this.#forms = forms
    this.#termOfForm = termOfForm
    for (let form = 0; form < forms.size; form++) this.#chain(form, termOfForm.at(form))
  }

  static empty(): Vocabulary {
    return new Vocabulary(TextTable.empty(), TextTable.empty(), NumberList.ofInts())
  }

  static of({ terms, forms, termOfForm }: PackedVocabulary): Vocabulary {
    return new Vocabulary(TextTable.of(terms), TextTable.of(forms), NumberList.ofInts(termOfForm))
  }

  packed(): PackedVocabulary {
    return {
      terms: this.#terms.packed(),
      forms: this.#forms.packed(),
      termOfForm: this.#termOfForm.numbers.slice(),
    }
  }

  get terms(): number {
    return this.#terms.size
  }

  /** The number of the form in which `word` is written, made when it is new. */
  formOf(word: Word): number {
    const form = this.#forms.add(word.open ? OPEN + word.form : word.form)
    if (form === this.#termOfForm.length) {
      const term = this.#terms.add(word.folded)
      this.#termOfForm.push(term)
      this.#chain(form, term)
    }
    return form
  }

  #chain(form: number, term: number): void {
    while (this.#lastOfTerm.length <= term) this.#lastOfTerm.push(UNKNOWN)
    this.#before.push(this.#lastOfTerm.at(term))
    this.#lastOfTerm.set(term, form)
  }

  termOf(form: number): number {
    return this.#termOfForm.at(form)
  }

  /** The number of the term that `typed` may be, or `UNKNOWN`. */
  find(typed: Word): number {
    return this.#terms.find(typed.folded)
  }

  /** How far `typed` agrees with each form of `term`, by form; the numbers stand until the next call. */
  compare(typed: Word, term: number): Float64Array {
    const forms = this.#forms
    if (this.#agrees.length < forms.size) this.#agrees = new Float64Array(forms.size)
    for (let form = this.#lastOfTerm.at(term); form !== UNKNOWN; form = this.#before.at(form)) {
      const from = forms.from(form)
      const open = forms.letters[from] === OPEN_LETTER
      const written = { letters: forms.letters, from: open ? from + 1 : from, to: forms.to(form), open }
      this.#agrees[form] = agreement(typed, written)
    }
    return this.#agrees
  }
}
