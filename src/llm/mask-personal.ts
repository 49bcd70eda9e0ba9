import { fold } from '../core/text.ts'
import { anyOf, type LlmLanguage } from './language.ts'

/** Puts what may tell who a person is out of sight: phone and paper numbers, names, mail addresses, house numbers, births. */
export type PersonalMask = (text: string) => string

const EMAIL = /[\p{L}\d._%+-]+@[\p{L}\d.-]+/gu
/** Seven digits and more, whatever separates them; a sum of money is none. */
const LONG_NUMBER = /\+?\(?\d(?:[\s().,_–-]{0,3}\d){6,}/gu
const SUM = /^\d{1,3}(?:[.,]\d{3})+$/u
const DATE = '\\d{1,2}\\s?[/.-]\\s?\\d{1,2}\\s?[/.-]\\s?\\d{2,4}|(?:năm )?\\d{4}'
const NAME_WORDS = 4

/** Masks more rather than less: the model is told what is asked, not by whom. */
export function createPersonalMask(personal: LlmLanguage['personal']): PersonalMask {
  const { introductions, no_names, ends, surnames, places, addresses, born, masks } = personal
  const before = (phrases: readonly string[]) => `(?<![\\p{L}\\d])(?:${anyOf(phrases.map(fold))})`
  const introduced = new RegExp(
    `(${before(introductions)}(?:\\s*[:,-])?\\s+)(?!(?:${anyOf(no_names.map(fold))})(?!\\p{L}))` +
      `((?:(?!(?:${anyOf(ends.map(fold))})(?!\\p{L}))[\\p{L}’'-]+(?:\\s+|(?!\\p{L}))){1,${NAME_WORDS}})`,
    'gu',
  )
  const surname = new RegExp(
    `(?<!\\p{L})(?!(?:${anyOf(places)})(?!\\p{L}))(?:${anyOf(surnames.map(capitalised))})(?:\\s+\\p{Lu}[\\p{L}’'-]*){1,4}`,
    'gu',
  )
  const house = new RegExp(`(${before(addresses)}\\s*:?\\s*)([\\d/]+\\p{L}?(?:/\\d+)*)`, 'gu')
  const birth = new RegExp(`(${before(born)}\\s*:?\\s*(?:nam\\s*)?)(${fold(DATE)})`, 'gu')

  return (text) => {
    let masked = text
      .normalize('NFC')
      .replace(EMAIL, masks.email)
      .replace(surname, masks.name)
      .replace(LONG_NUMBER, (number) => (SUM.test(number) ? number : masks.number))
    masked = maskFolded(masked, introduced, masks.name)
    masked = maskFolded(masked, house, masks.address)
    return maskFolded(masked, birth, masks.number)
  }
}

/** Replaces the second group, found without accents and case: people type both ways. */
function maskFolded(text: string, pattern: RegExp, mask: string): string {
  const flat = fold(text.toLowerCase())
  // Folded letter by letter, both have the same places.
  if (flat.length !== text.length) return mask
  let masked = ''
  let from = 0
  for (const match of flat.matchAll(pattern)) {
    const [whole, kept = '', hidden = ''] = match
    const end = match.index + whole.length - (hidden.length - hidden.trimEnd().length)
    masked += text.slice(from, match.index + kept.length) + mask
    from = end
  }
  return masked + text.slice(from)
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
