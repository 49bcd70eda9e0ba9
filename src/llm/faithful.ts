import { tokens } from '../core/text.ts'
import { type DateFact, isWithin, takeDates } from './facts/dates.ts'
import { takeLinks } from './facts/links.ts'
import { createOfficeReader, properNames } from './facts/names.ts'
import { NUMBER_WORDS } from './facts/number-words.ts'
import { createNumberReader, type NumberFact } from './facts/numbers.ts'
import { plain } from './facts/plain.ts'
import { createPolarityReader, type Polarity, wholeWords } from './facts/polarity.ts'
import type { LlmLanguage } from './language.ts'

/** Why a text is not sent: what it holds that its article does not. */
export type Unfaithful =
  | 'empty'
  | 'length'
  | 'markdown'
  | 'letters'
  | 'link'
  | 'date'
  | 'number'
  | 'office'
  | 'name'
  | 'wording'
  | 'polarity'
  | 'topic'

/** Judges a model's text by the article that it was given; null for one that may be sent. Pure. */
export type FaithfulCheck = (text: string, article: string) => Unfaithful | null

/** A text may be this much longer than its article, but never longer than the longest article with its province's block. */
const LONGER = 1.15
const MAX_CHARS = 1200
/** Each sentence shares at least this part of its words with the article. */
const SHARED_WORDS = 0.6
const MIN_SENTENCE_WORDS = 4

const MARKDOWN = /\*|__|`|^\s*#{1,6}\s|^\s*>|\]\(|^\s*\||~~|<\/?\p{L}|^\s*(?:-{3,}|={3,})\s*$/mu
/** Also digits that are none of 0 to 9. */
const FOREIGN_LETTER = /(?!\p{Script=Latin})\p{L}|(?!\d)\p{N}/u

/** Makes the check that holds law 8 for texts of a model: nothing in them that their article does not say. */
export function createFaithfulCheck(language: LlmLanguage): FaithfulCheck {
  const numbersOf = createNumberReader(language.numbers)
  const officesOf = createOfficeReader(language.offices)
  const polarityOf = createPolarityReader(language.negations)
  const exact = wholeWords(language.exact)

  const read = (text: string) => {
    const whole = plain(text)
    const { links, rest: withoutLinks } = takeLinks(whole)
    const { dates, rest } = takeDates(withoutLinks)
    return { whole, links, dates, numbers: numbersOf(rest), ...polarityOf(withoutLinks) }
  }

  return (text, article) => {
    if (text.trim() === '') return 'empty'
    if (text.length > Math.min(article.length * LONGER, MAX_CHARS)) return 'length'
    if (MARKDOWN.test(text)) return 'markdown'
    if (FOREIGN_LETTER.test(text.normalize('NFKC'))) return 'letters'
    const said = read(text)
    const given = read(article)
    if (said.links.some((link) => !given.links.includes(link))) return 'link'
    if (said.dates.some((date) => !holdsDate(given.dates, date))) return 'date'
    if (said.numbers.some((number) => !holdsNumber(given.numbers, number))) return 'number'
    const offices = officesOf(given.whole)
    if ([...officesOf(said.whole)].some((office) => !offices.has(office))) return 'office'
    const articleWords = ` ${wordsOf(given.whole).join(' ')} `
    if (properNames(text).some((name) => !articleWords.includes(` ${wordsOf(name).join(' ')} `))) return 'name'
    const allowed = new Set(given.whole.match(exact))
    if ((said.whole.match(exact) ?? []).some((words) => !allowed.has(words))) return 'wording'
    if (turnsRound(said, given)) return 'polarity'
    return staysWith(text, new Set(wordsOf(given.whole))) ? null : 'topic'
  }
}

function holdsDate(given: readonly DateFact[], date: DateFact): boolean {
  return given.some((other) => isWithin(date, other))
}

function holdsNumber(given: readonly NumberFact[], { value, unit, lead }: NumberFact): boolean {
  return given.some(
    (other) =>
      other.value === value && (unit === null || other.unit === unit) && (lead === null || other.lead === lead),
  )
}

interface Sides {
  readonly pairs: Polarity
  readonly denied: ReadonlySet<string>
}

/** Whether something is denied that the article does not deny, or the other way round. */
function turnsRound(said: Sides, given: Sides): boolean {
  for (const word of said.denied) if (!given.denied.has(word)) return true
  for (const [pair, sides] of said.pairs) {
    const known = given.pairs.get(pair)
    if (known && [...sides].some((side) => !known.has(side))) return true
  }
  return false
}

function staysWith(text: string, article: ReadonlySet<string>): boolean {
  const sentences = text.split(/[.!?…]+(?=\s|$)|\n+/u).map((sentence) => wordsOf(plain(sentence)).filter(isNoNumber))
  return sentences.every((words) => {
    const known = words.filter((word) => article.has(word)).length
    return words.length < MIN_SENTENCE_WORDS || known >= SHARED_WORDS * words.length
  })
}

/** Numbers are judged by themselves, however they are spelled. */
function isNoNumber(word: string): boolean {
  return !/\d/u.test(word) && !NUMBER_WORDS.includes(word)
}

function wordsOf(text: string): string[] {
  return tokens(text)
}
