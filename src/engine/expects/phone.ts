import { createDigitFinder, type DigitGroup, type DigitRun } from './phone-digits.ts'
import { judgePhone, type PhonePlan, type PhoneVerdict, sayPhone } from './phone-number.ts'
import { type Option, type Reading, unclear, understood } from './reading.ts'

export type PhoneWhy =
  | 'empty'
  | 'no_number'
  | 'too_short'
  | 'too_long'
  | 'wrong_prefix'
  | 'foreign'
  | 'old_prefix'
  | 'several'
/** Gives a Vietnamese number in the form `84912345678`, read back as `0912 345 678`. */
export type Phone = (text: string) => Reading<string, PhoneWhy>

export interface PhoneWords extends PhonePlan {
  readonly digits: Readonly<Record<string, number>>
}

/** Fewer digits than this beside a number are an age, an hour, the number of a house. */
const MIN_PHONE_LIKE = 8
/** So many number words in a row are digits; fewer may be other words. */
const MIN_SPOKEN = 4
/** Longer runs are not taken apart into several numbers. */
const MAX_GROUPS = 24

export function createPhone(words: PhoneWords): Phone {
  const findDigits = createDigitFinder(words.digits)
  const judge = (groups: DigitRun) => judgePhone(digitsOf(groups), groups[0]?.plus ?? false, words)

  function judgeRun(run: DigitRun): JudgedRun | null {
    const written = run.filter((group) => !group.word)
    const spoken = run.length - written.length
    if (written.length === 0 && spoken < MIN_SPOKEN) return null
    const plausible = written.length > 0 && spoken > 0 ? [run, written] : [run]
    const numbers = plausible.map((groups) => numbersIn(groups, judge)).find((found) => found.length > 0) ?? []
    const meant = plausible.at(-1) ?? run
    const within = run.map((group) => judge([group])).filter(isNumber)
    return { numbers, verdict: judge(meant), within, length: digitsOf(meant).length }
  }

  return (text) => {
    if (text.trim() === '') return unclear('empty')
    const runs = findDigits(text)
      .map(judgeRun)
      .filter((run) => run !== null)
    const numbers = distinct(runs.flatMap((run) => run.numbers))
    const [first, second] = numbers
    if (first === undefined) return refuse(runs.toSorted((a, b) => b.length - a.length)[0])
    const failed = runs.some((run) => run.numbers.length === 0 && run.length >= MIN_PHONE_LIKE)
    if (second !== undefined || failed) return unclear('several', numbers.map(optionOf))
    return first.type === 'valid' ? understood(optionOf(first)) : unclear('old_prefix', [optionOf(first)])
  }
}

type NumberVerdict = Extract<PhoneVerdict, { type: 'valid' | 'moved' }>

/** What a run says: one number or several in a row; none: `verdict` tells what is wrong with the whole. */
interface JudgedRun {
  readonly numbers: readonly NumberVerdict[]
  readonly verdict: PhoneVerdict
  /** Groups that are numbers by themselves among others that are not. */
  readonly within: readonly NumberVerdict[]
  /** In digits. */
  readonly length: number
}

function isNumber(verdict: PhoneVerdict): verdict is NumberVerdict {
  return verdict.type === 'valid' || verdict.type === 'moved'
}

function optionOf({ number }: { number: string }): Option<string> {
  return { value: number, said: sayPhone(number) }
}

function digitsOf(groups: DigitRun): string {
  return groups.map((group) => group.digits).join('')
}

function distinct(verdicts: readonly NumberVerdict[]): NumberVerdict[] {
  return [...new Map(verdicts.map((verdict) => [verdict.number, verdict])).values()]
}

function numbersIn(groups: DigitRun, judge: (groups: DigitRun) => PhoneVerdict): NumberVerdict[] {
  const whole = judge(groups)
  if (isNumber(whole)) return [whole]
  return (groups.length <= MAX_GROUPS ? partition(groups, judge) : null) ?? []
}

/** The groups parted into numbers without a rest; null where that cannot be. */
function partition(groups: readonly DigitGroup[], judge: (groups: DigitRun) => PhoneVerdict): NumberVerdict[] | null {
  if (groups.length === 0) return []
  for (let length = 1; length <= groups.length; length++) {
    const head = judge(groups.slice(0, length))
    if (!isNumber(head)) continue
    const rest = partition(groups.slice(length), judge)
    if (rest) return [head, ...rest]
  }
  return null
}

/** `run`: the longest one, which is what was meant as the number. */
function refuse(run: JudgedRun | undefined): Reading<string, PhoneWhy> {
  const verdict = run?.verdict
  switch (verdict?.type) {
    case 'too_short':
    case 'too_long':
      return { ...unclear<string, PhoneWhy>(verdict.type, run?.within.map(optionOf)), count: verdict.digits }
    case 'without_zero':
      return { ...unclear<string, PhoneWhy>('too_short', [optionOf(verdict)]), count: 9 }
    case 'wrong_prefix':
    case 'foreign':
      return unclear(verdict.type)
    default:
      return unclear('no_number')
  }
}
