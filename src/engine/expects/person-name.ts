import { createStripper, type NameWord, type SurroundingWords, wordsOf } from './name-surroundings.ts'
import { createPhraseList } from './phrase.ts'
import { type Option, type Reading, unclear, understood } from './reading.ts'

export type PersonNameWhy =
  | 'empty'
  | 'digits'
  | 'link'
  | 'question'
  | 'sentence'
  | 'rude'
  | 'not_a_name'
  | 'several'
  | 'too_long'
  | 'ambiguous'
/** Gives a name in Unicode NFC, each word with a capital: `Nguyễn Văn An`, `Ksor H'Bia`. */
export type PersonName = (text: string) => Reading<string, PersonNameWhy>

/** `data/language/expects/person-name.yaml`, which says what each list is for. */
export interface NameWords extends SurroundingWords {
  readonly never: readonly string[]
  readonly nobody: readonly string[]
  readonly questions: readonly string[]
  readonly sentences: readonly string[]
  readonly rude: readonly string[]
  readonly several: readonly string[]
}

const MAX_WORDS = 6
const MAX_LETTERS = 15
const LINK = /https?:|www\.|@|\.(?:com|vn|net|org|me)(?![\p{L}\p{M}])/iu
const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Cf}\p{Variation_Selector}]/gu
/** Letters, each with marks that have no letter of their own (Jrai "ơ̆"). */
const LETTERS = '(?:(?!\\p{Lm})\\p{Script=Latin}[\\u0300-\\u036f]*)+'
/** Letters parted by apostrophes or hyphens; an abbreviation has a dot. */
const FORM_OF_NAME = new RegExp(`^(?:${LETTERS}(?:['-]${LETTERS})*|\\p{Script=Latin}{1,3}\\.)$`, 'u')

/**
 * Reads a person's name out of what stands politely around it. What may be a way of address or a part of the name
 * ("Anh Thư") is asked.
 */
export function createPersonName(words: NameWords): PersonName {
  const strip = createStripper(words)
  const lists = {
    rude: createPhraseList(words.rude),
    question: createPhraseList(words.questions),
    sentence: createPhraseList(words.sentences),
    never: createPhraseList(words.never),
    nobody: createPhraseList(words.nobody),
    several: createPhraseList(words.several),
  }

  function refuse(all: readonly NameWord[]): PersonNameWhy | null {
    const forms = all.map((word) => word.form)
    for (const why of ['rude', 'question', 'sentence'] as const) if (lists[why].standsIn(forms)) return why
    return null
  }

  function judge(name: readonly NameWord[], led: boolean): Reading<string, PersonNameWhy> {
    const forms = name.map((word) => word.form)
    if (lists.several.standsIn(forms.slice(1, -1))) return unclear('several')
    if (name.length > MAX_WORDS) return { type: 'unclear', why: 'too_long', count: name.length }
    const letters = name.reduce((sum, word) => sum + word.form.length, 0)
    const wrong = name.some((word) => !FORM_OF_NAME.test(word.typed) || word.form.length > MAX_LETTERS)
    if (letters < 2 || wrong) return unclear('not_a_name')
    if (name.length > 1 && lists.never.standsIn(forms)) return unclear('sentence')
    const option = optionOf(nameOf(name))
    if (lists.nobody.holds(forms)) return unclear('not_a_name', led ? [option] : [])
    return understood(option)
  }

  return (text) => {
    const plain = text
      .normalize('NFC')
      .replace(/[’‘ʼ`´]/g, "'")
      .replace(PICTURES, ' ')
      .replace(/\s*\n\s*/g, ', ')
      .replace(/\s+/g, ' ')
      .trim()
    if (plain === '') return unclear('empty')
    if (LINK.test(plain)) return unclear('link')
    if (/\d/.test(plain)) return unclear('digits')
    if (plain.includes('?')) return unclear('question')
    const segments = plain.split(/[,;]/).map(wordsOf)
    const why = refuse(segments.flat())
    if (why) return unclear(why)
    const [name, other] = segments.map(strip).filter((segment) => segment.readings.some((words) => words.length > 0))
    if (name === undefined) return unclear('not_a_name')
    if (other !== undefined) return unclear('several')
    const [first, ...others] = name.readings.map((reading) => judge(reading, name.led))
    if (first === undefined || others.length === 0) return first ?? unclear('not_a_name')
    const names = [first, ...others].flatMap((reading) => (reading.type === 'understood' ? [reading.value] : []))
    return names.length > 0 ? unclear('ambiguous', names.map(optionOf)) : first
  }
}

function optionOf(name: string): Option<string> {
  return { value: name, said: name }
}

function nameOf(words: readonly NameWord[]): string {
  const capitals = words.map((word) => capitalised(word.typed))
  return capitals.join(' ').normalize('NFC')
}

/** `h'bia` -> `H'Bia`, `TRẦN-LÊ` -> `Trần-Lê`. */
function capitalised(word: string): string {
  return word.toLowerCase().replace(/(?<=^|['-])\p{L}/gu, (letter) => {
    const capital = letter.toUpperCase()
    return capital.length === letter.length ? capital : letter
  })
}
