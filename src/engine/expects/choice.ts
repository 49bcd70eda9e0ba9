import { fold, normalise, tokens } from '../../core/text.ts'
import type { ChoicePicker } from '../pick-choice.ts'
import type { Session } from '../session.ts'
import { type Option, type Reading, unclear, understood } from './reading.ts'

export type ChoiceWhy = 'empty' | 'none' | 'several' | 'unsure' | 'no_such_number'
/** A choice, with what people also say for it. */
export type NamedChoice = Session['choices'][number] & { readonly also?: readonly string[] }
/** Gives the payload of the choice that was meant, read back as its label. */
export type PickedChoice = (text: string, choices: readonly NamedChoice[]) => Reading<string, ChoiceWhy>

/** `data/language/expects/choice.yaml`. */
export interface SeveralChoiceWords {
  readonly or: readonly string[]
  /** Words said around what is chosen. */
  readonly around: readonly string[]
  /** Words that turn what a label says into its opposite. */
  readonly turning: readonly string[]
}

/** A longer text says something else than what is chosen. */
const MOST_WORDS_AROUND = 8

/**
 * Reads which of the numbered choices was meant: by number or label as `pick` does, with politeness around it, or by
 * words that stand in one label alone, or by what is also said for one of them. A single word of a label, a label without
 * its "không", and a number in words that another label has too ("thứ tư"), are asked again; but a single word is enough
 * after one that names what is chosen ("lớp vneid").
 */
export function createPickedChoice(
  pick: ChoicePicker,
  words: SeveralChoiceWords,
  polite: readonly string[],
): PickedChoice {
  const silent = formsOf(polite)
  const around = formsOf([...polite, ...words.around])
  const or = formsOf(words.or)
  const turning = formsOf(words.turning)

  function byLabel(text: string, choices: readonly NamedChoice[]): Reading<string, ChoiceWhy> | null {
    const typed = normalise(text)
    const exact = choices.filter((choice) => normalise(choice.label) === typed)
    const alike = exact.length > 0 ? exact : choices.filter((choice) => fold(normalise(choice.label)) === typed)
    const [only, other] = alike.map(optionOf)
    if (only === undefined) return null
    return other === undefined ? understood(only) : unclear('several', alike.map(optionOf))
  }

  function byNumber(typed: readonly string[], choices: readonly NamedChoice[]): Reading<string, ChoiceWhy> | null {
    const payload = pick(typed.join(' '), choices)
    const picked = choices.filter((choice) => choice.payload === payload).slice(0, 1)
    if (picked.length > 0) {
      const inDigits = typed.some(isNumber)
      const rivals = inDigits ? [] : choices.filter((choice) => !picked.includes(choice) && holds(choice, typed))
      const options = [...picked, ...rivals].map(optionOf)
      const [only, rival] = options
      return only && rival === undefined ? understood(only) : unclear('unsure', options)
    }
    const numbers = typed.filter(isNumber)
    const named = numbers.flatMap((number) => choices[Number(number) - 1] ?? [])
    if (numbers.length > 1 && typed.every((word) => isNumber(word) || or.has(word)))
      return unclear('several', named.map(optionOf))
    const last = typed.at(-1) ?? ''
    return isNumber(last) && typed.length <= 2 && named.length === 0 ? unclear('no_such_number') : null
  }

  /** `named`: a word before them said that something is chosen. */
  function byWords(
    typed: readonly string[],
    choices: readonly NamedChoice[],
    { named }: { readonly named: boolean },
  ): Reading<string, ChoiceWhy> | null {
    const fitting = typed.length === 0 ? [] : choices.filter((choice) => holds(choice, typed))
    const [only] = fitting
    if (only === undefined) return null
    const options = fitting.map(optionOf)
    if (fitting.length > 1) return unclear('several', options)
    const said = (word: string) => typed.includes(word) || typed.includes(fold(word))
    const turned = spoken(only.label).some((word) => turning.has(word) && !said(word))
    return (typed.length === 1 && !named) || turned ? unclear('unsure', options) : understood(optionOf(only))
  }

  /** By just what people also say for one of them: "LC13". */
  function byName(typed: readonly string[], choices: readonly NamedChoice[]): Reading<string, ChoiceWhy> | null {
    const named = choices.filter(({ also = [] }) =>
      also.some((phrase) => typed.length === spoken(phrase).length && isSaid(typed, phrase)),
    )
    const [only, other] = named.map(optionOf)
    return only === undefined || other !== undefined ? null : understood(only)
  }

  /** By what people also say, anywhere in a short answer that turns nothing round. */
  function byOtherWords(typed: readonly string[], choices: readonly NamedChoice[]): Reading<string, ChoiceWhy> | null {
    if (typed.length > MOST_WORDS_AROUND || typed.some((word) => turning.has(word))) return null
    const said = choices.filter(({ also = [] }) => also.some((phrase) => isSaid(typed, phrase)))
    const [only, other] = said.map(optionOf)
    if (only === undefined) return null
    return other === undefined ? understood(only) : unclear('several', said.map(optionOf))
  }

  return (text, choices) => {
    if (text.trim() === '') return unclear('empty')
    const typed = spoken(text.normalize('NFKC'))
    const bare = without(silent, typed)
    const core = without(around, typed)
    return (
      byLabel(text, choices) ??
      byName(bare, choices) ??
      byName(core, choices) ??
      byNumber(typed, choices) ??
      byNumber(bare, choices) ??
      // "lớp 1", but not "2 lớp".
      (core.length < bare.length && core.at(-1) === bare.at(-1) ? byNumber(core, choices) : null) ??
      understoodOnly(byOtherWords(typed, choices)) ??
      byWords(bare, choices, { named: false }) ??
      byWords(core, choices, { named: core.length < bare.length }) ??
      byOtherWords(typed, choices) ??
      unclear('none')
    )
  }
}

function understoodOnly<Value, Why extends string>(reading: Reading<Value, Why> | null): Reading<Value, Why> | null {
  return reading?.type === 'understood' ? reading : null
}

/** Whether a phrase is said: one that begins with "=" is the whole answer. */
function isSaid(typed: readonly string[], phrase: string): boolean {
  const words = spoken(phrase)
  return standsIn(typed, words) && (!phrase.startsWith('=') || typed.length === words.length)
}

/** The words of the phrase after each other; typed accents must agree. */
function standsIn(typed: readonly string[], phrase: readonly string[]): boolean {
  return typed.some((_, at) =>
    phrase.every((word, place) => typed[at + place] === word || typed[at + place] === fold(word)),
  )
}

function spoken(text: string): string[] {
  return tokens(normalise(text))
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word)
}

/** The words between the first and the last that is not one of `silent`. */
function without(silent: ReadonlySet<string>, words: readonly string[]): string[] {
  const says = (word: string) => !silent.has(word)
  return words.slice(words.findIndex(says), words.findLastIndex(says) + 1)
}

/** All typed words stand in the label; typed accents must agree. */
function holds({ label }: Session['choices'][number], typed: readonly string[]): boolean {
  const words = spoken(label)
  return typed.every((word) => words.some((part) => part === word || fold(part) === word))
}

function optionOf({ label, payload }: Session['choices'][number]): Option<string> {
  return { value: payload, said: label }
}

function formsOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(normalise).flatMap((word) => [word, fold(word)]))
}
