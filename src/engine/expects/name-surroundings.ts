import { fold, normalise } from '../../core/text.ts'
import { createPhraseList } from './phrase.ts'

/** The lists of `data/language/expects/person-name.yaml` about what stands around a name. */
export interface SurroundingWords {
  readonly lead: readonly string[]
  readonly titles: readonly string[]
  readonly titles_or_names: readonly string[]
  readonly polite_before: readonly string[]
  readonly polite_after: readonly string[]
  readonly after_or_name: readonly string[]
  readonly families: readonly string[]
}

/** A word as typed, and the form in which it is looked for. */
export interface NameWord {
  readonly typed: string
  readonly form: string
}

/** The words of a text without the punctuation around them. */
export function wordsOf(segment: string): NameWord[] {
  return segment
    .replace(/[:“”"()]/g, ' ')
    .replace(/[.!~…\s-]+$/u, '')
    .split(' ')
    .map((piece) => piece.replace(/^[.!~…-]+|[!~…-]+$/gu, ''))
    .map((typed) => ({ typed, form: normalise(typed).replace(/[^\p{L}\p{M}]/gu, '') }))
    .filter((word) => word.typed !== '')
}

export interface Stripped {
  /** What may be the name; more than one where a word may belong to it or not. */
  readonly readings: readonly (readonly NameWord[])[]
  /** "tên là" or the like stood in front. */
  readonly led: boolean
}

/** Takes off what stands around a name. */
export function createStripper(words: SurroundingWords): (all: readonly NameWord[]) => Stripped {
  const before = createPhraseList(words.polite_before)
  const lead = createPhraseList(words.lead)
  const after = createPhraseList(words.polite_after)
  const titles = createPhraseList(words.titles)
  const families = createPhraseList(words.families)
  const nameTitles = new Set(words.titles_or_names)
  const endings = new Set(words.after_or_name)

  /** Without politeness, "tên là" and sure ways of address; `led`: a lead was among them. */
  function core(all: readonly NameWord[]): { name: readonly NameWord[]; led: boolean } {
    let name = all
    let led = false
    for (;;) {
      const forms = name.map((word) => word.form)
      const leading = lead.lengthAt(forms, 0)
      const start = Math.max(leading, before.lengthAt(forms, 0)) || (titleOf(name) === 'title' ? 1 : 0)
      const end = after.lengthAtEnd(forms)
      if (start + end === 0) return { name, led }
      led ||= leading > 0
      name = name.slice(start, Math.max(start, name.length - end))
    }
  }

  /** Whether the first word is a way of address: surely, perhaps, or not. */
  function titleOf(all: readonly NameWord[]): 'title' | 'perhaps' | 'none' {
    const [title, next] = all
    if (title === undefined || next === undefined || titles.lengthAt([title.form], 0) === 0) return 'none'
    const accented = words.titles.includes(title.form)
    if (!accented && all.some((word) => fold(word.form) !== word.form)) return 'none'
    if (all.length > 2 && families.lengthAt([next.form], 0) > 0) return 'title'
    if (all.length > 2 && families.lengthAt([title.form], 0) > 0) return 'none'
    if (accented && !nameTitles.has(title.form)) return 'title'
    const onlyNameHasCapital = /^\p{Ll}/u.test(title.typed) && /^\p{Lu}/u.test(next.typed)
    return accented && onlyNameHasCapital ? 'title' : 'perhaps'
  }

  /** The name with and without a last word that may be politeness. */
  function endingsOf(name: readonly NameWord[]): (readonly NameWord[])[] {
    const last = name.at(-1)?.form ?? ''
    const rest = name.slice(0, -1)
    if (!endings.has(last) || rest.length === 0) return [name]
    // "Nguyễn Văn A" stands for anybody.
    if (last.length === 1) return rest.length < 3 ? [name] : [rest, name]
    const accented = rest.some((word) => fold(word.form) !== word.form)
    return accented && /^\p{Ll}/u.test(name.at(-1)?.typed ?? '') ? [rest] : [rest, name]
  }

  return (all) => {
    const { name, led } = core(all)
    const titled = titleOf(name) === 'perhaps' ? [name, name.slice(1)] : [name]
    return { readings: titled.flatMap(endingsOf), led }
  }
}
