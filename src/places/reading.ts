import { type Before, type Mention, type Names, nameSpeltLike, type Stretch } from './mention.ts'
import type { Role } from './place-words.ts'
import { hasAccents, placeWordsOf } from './spelling.ts'

/** A text taken apart: names, and the stretches that are neither names nor words that stand around names. */
export interface Reading {
  readonly mentions: readonly Mention[]
  readonly unknown: readonly Stretch[]
  /** All of the text. */
  readonly whole: Stretch
}

const MAX_NAME_WORDS = 6
const NUMBER = /^\d/
const NOTHING: Before = { type: null, at: false, otherName: false }

/** Takes a text apart, from left to right, the longest name that begins at each word. */
export function readText(text: string, names: Names): Reading {
  return new TextReader(text, names).read()
}

class TextReader {
  readonly #names: Names
  readonly #words: readonly string[]
  readonly #breaks: ReadonlySet<number>
  readonly #inAccentedText: boolean
  readonly #mentions: Mention[] = []
  readonly #unknown: Stretch[] = []
  /** What stood directly before the word that comes next. */
  #before = NOTHING

  constructor(text: string, names: Names) {
    const { words, breaks } = wordsOf(text)
    this.#names = names
    this.#words = words
    this.#breaks = breaks
    this.#inAccentedText = hasAccents(words)
  }

  read(): Reading {
    for (let at = 0; at < this.#words.length; ) at = this.#pass(at)
    this.#before = NOTHING
    return { mentions: this.#mentions, unknown: this.#unknown, whole: this.#stretch(0, this.#words.length) }
  }

  /** Takes what begins at `start`; gives where it ends. */
  #pass(start: number): number {
    const around = this.#names.words.rolesAt(this.#words, start)
    const end = start + (around?.length ?? 0)
    const mention = around && this.#isTypeOfNext(end, around.roles) ? null : this.#nameAt(start, end)
    if (mention) {
      this.#mentions.push(mention)
      this.#before = NOTHING
      return mention.end
    }
    if (around && !this.#isMisspeltStart(around.roles)) return this.#passAround(start, end, around.roles)
    return NUMBER.test(this.#words[start] ?? '') ? start + 1 : this.#passUnknown(start)
  }

  #stretch(start: number, end: number): Stretch {
    const words = this.#words.slice(start, end)
    return { start, end, words, before: this.#before, inAccentedText: this.#inAccentedText }
  }

  /** The longest name that begins at `start` and ends after `least`. */
  #nameAt(start: number, least: number): Mention | null {
    let end = start + 1
    while (end < this.#words.length && end < start + MAX_NAME_WORDS && !this.#breaks.has(end)) end++
    for (; end > least && end > start; end--) {
      const mention = nameSpeltLike(this.#stretch(start, end), this.#names)
      if (mention) return mention
    }
    return null
  }

  /** `phường` before a name is its type, even where both together would be a name as well (`Phương Định`). */
  #isTypeOfNext(end: number, roles: readonly Role[]): boolean {
    if (this.#before.type || end >= this.#words.length) return false
    return roles.some(({ kind }) => kind === 'type') && this.#nameAt(end, end) !== null
  }

  /** After `xã` a family name begins the commune's name, so what follows may be that name misspelt. */
  #isMisspeltStart(roles: readonly Role[]): boolean {
    return this.#before.type !== null && roles.every(({ kind }) => kind === 'other_name')
  }

  #passAround(start: number, end: number, roles: readonly Role[]): number {
    const last = this.#mentions.at(-1)
    if (roles.some(({ kind }) => kind === 'former') && last?.end === start)
      this.#mentions[this.#mentions.length - 1] = { ...last, former: true }
    const numbered = roles.some(({ kind }) => kind === 'part') && NUMBER.test(this.#words[end] ?? '')
    this.#before = numbered ? { ...NOTHING, at: true } : roles.reduce(afterRole, this.#before)
    return numbered ? end + 1 : end
  }

  #passUnknown(start: number): number {
    const last = this.#unknown.at(-1)
    const next = this.#stretch(start, start + 1)
    if (last?.end === start && !this.#breaks.has(start))
      this.#unknown[this.#unknown.length - 1] = { ...last, end: next.end, words: [...last.words, ...next.words] }
    else this.#unknown.push(next)
    this.#before = NOTHING
    return next.end
  }
}

/** The words of the text, and before which of them a comma or the like stands. */
function wordsOf(text: string): { words: string[]; breaks: ReadonlySet<number> } {
  const words: string[] = []
  const breaks = new Set<number>()
  for (const phrase of text.split(/[,;:!?()\n]/)) {
    breaks.add(words.length)
    words.push(...placeWordsOf(phrase))
  }
  return { words, breaks }
}

function afterRole(before: Before, role: Role): Before {
  switch (role.kind) {
    case 'type':
      return { type: { level: role.level, type: role.type }, at: before.at, otherName: false }
    case 'at':
      return { type: null, at: true, otherName: false }
    case 'part':
    case 'other_name':
      return { type: null, at: false, otherName: true }
    case 'former':
    case 'filler':
      return { ...before, type: null }
  }
}
