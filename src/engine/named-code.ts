import { fold, normalise, tokens } from '../core/text.ts'
import type { Fillers } from './fillers.ts'
import type { Flow } from './flow/flow.schema.ts'
import { createPhraseMatcher, type PhraseMatcher } from './phrases.ts'

/** Letters and number, not the beginning of a longer code: "lc 13", but not "LC13-001". */
const CODE = /(?<![\p{L}\d])(?<letters>[a-z]{1,4})[\s._-]?(?<number>\d{1,6})(?![-\p{L}\d])/giu

/** A code as somebody wrote it. */
export interface TypedCode {
  /** Lower case. */
  readonly letters: string
  /** As codes are stored: `LC13`. */
  readonly code: string
  readonly at: number
  readonly end: number
}

/** Everything in a text that has the form of a code, in order. */
export function codesIn(text: string): TypedCode[] {
  return [...text.normalize('NFKC').matchAll(CODE)].map(({ 0: all, index, groups }) => {
    const { letters = '', number = '' } = groups ?? {}
    return {
      letters: letters.toLowerCase(),
      code: `${letters.toUpperCase()}${number}`,
      at: index,
      end: index + all.length,
    }
  })
}

/**
 * Finds the flow that a code starts: "LC13", "cho em đăng ký lớp LC13 ạ", "LC13 còn chỗ không". What stands around it must
 * be words of the flow's file and of politeness; "hủy LC13" starts nothing. Accents may be left out.
 */
function createCodeMatcher(
  flows: readonly Flow[],
  fillers: Fillers,
  writeOut: (words: readonly string[]) => string[] = (words) => [...words],
): PhraseMatcher {
  const wordsOf = (text: string) => writeOut(tokens(normalise(text))).map(fold)
  const polite = new Set([...fillers.before, ...fillers.after].map(fold))
  const isPolite = (word: string) => polite.has(word)
  const starting = flows.flatMap((flow) => {
    const { codes } = flow.starts
    if (!codes) return []
    const before = new Set(codes.before.flatMap(wordsOf))
    const after = new Set(codes.after.map((phrase) => wordsOf(phrase).join(' ')))
    return [{ flow, letters: new Set(codes.letters), before, after }]
  })

  /**
   * Politeness alone, or one of the phrases with politeness around it, whose own words may be polite ones too. No more is
   * tried than a phrase is long, however many words somebody sends.
   */
  function isAround(words: readonly string[], phrases: ReadonlySet<string>): boolean {
    const first = words.findIndex((word) => !isPolite(word))
    if (first === -1) return true
    const end = words.findLastIndex((word) => !isPolite(word)) + 1
    const longest = Math.max(0, ...Array.from(phrases, (phrase) => phrase.split(' ').length))
    for (let from = Math.max(0, end - longest); from <= first; from++)
      for (let to = end; to <= Math.min(words.length, from + longest); to++)
        if (phrases.has(words.slice(from, to).join(' '))) return true
    return false
  }

  return (text) => {
    const [code, other] = codesIn(text)
    if (!code || other) return null
    const whole = text.normalize('NFKC')
    const ahead = wordsOf(whole.slice(0, code.at))
    const behind = wordsOf(whole.slice(code.end))
    const fitting = starting.find(
      ({ letters, before, after }) =>
        letters.has(code.letters) &&
        ahead.every((word) => isPolite(word) || before.has(word)) &&
        isAround(behind, after),
    )
    return fitting?.flow ?? null
  }
}

/** What whole messages start flows: phrases and codes. */
export function createStartMatchers(...parts: Parameters<typeof createPhraseMatcher>): {
  readonly matchPhrase: PhraseMatcher
  readonly matchCode: PhraseMatcher
} {
  const matchWords = createPhraseMatcher(...parts)
  const matchCode = createCodeMatcher(...parts)
  return { matchPhrase: (text) => matchWords(text) ?? matchCode(text), matchCode }
}
