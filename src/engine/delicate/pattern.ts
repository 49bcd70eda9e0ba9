import { AppError } from '../../core/errors.ts'
import { normalise } from '../../core/text.ts'
import { spellingsOf } from './spellings.ts'
import {
  anyWord,
  either,
  oneWord,
  perhaps,
  place,
  searchFor,
  sequence,
  type WordMatcher,
  type WordSearch,
  wordsBetween,
} from './word-matcher.ts'

/** Lists that patterns name in braces. */
export type WordLists = Readonly<Record<string, readonly string[]>>

const MAX_BETWEEN = 4
const PART = /\^|\$|…|\{[^}]+\}|\((?:[^()]|\([^()]*\))*\)|\[[^[\]]*\]|=?[\p{L}\d]+/gu
/** What a list stands for beside its words: somebody's name has a capital letter, or is a single one as in "ông A". */
const ANY_OF: Readonly<Record<string, readonly WordMatcher[]>> = {
  Tên: [anyWord(({ word, capital }) => capital || /^[a-z]$/.test(word))],
  số: [anyWord(({ word }) => /^\d/.test(word))],
}

/**
 * A compiler of patterns of `data/language/delicate.yaml`: each time one search for many of them, over words as
 * `createSaid` gives them. It throws an `AppError` that quotes a pattern with a mistake.
 */
export function createPatternCompiler(lists: WordLists): (patterns: readonly string[]) => WordSearch {
  const context: Context = { lists, pieces: new Map() }
  return (patterns) => searchFor(patterns.map((pattern) => matcherOf(pattern, context)))
}

interface Context {
  readonly lists: WordLists
  /** Those made so far: a list with all its spellings stands in dozens of patterns. */
  readonly pieces: Map<string, WordMatcher>
}

/** The words that stand in patterns, without their signs. */
export function wordsOf(patterns: readonly string[], lists: WordLists): string[] {
  return [...patterns, ...Object.values(lists).flat()].flatMap((pattern) => pattern.match(/\p{L}+/gu) ?? [])
}

function matcherOf(pattern: string, context: Context): WordMatcher {
  const parts = pattern.match(PART) ?? []
  const read = parts.join('').replaceAll(' ', '')
  if (read !== pattern.replaceAll(' ', '')) throw mistake(pattern, 'a bracket is not closed or a sign is not known')
  return sequence(parts.map((part) => pieceOf(part, pattern, context)))
}

function pieceOf(part: string, pattern: string, context: Context): WordMatcher {
  const made = context.pieces.get(part) ?? makePiece(part, pattern, context)
  context.pieces.set(part, made)
  return made
}

function makePiece(part: string, pattern: string, context: Context): WordMatcher {
  const inner = part.slice(1, -1)
  switch (part.charAt(0)) {
    case '^':
      return place((at) => at === 0)
    case '$':
      return place((at, count) => at === count)
    case '…':
      return wordsBetween(MAX_BETWEEN)
    case '(':
      return oneOf(alternatives(inner), context)
    case '[':
      return perhaps(oneOf(alternatives(inner), context))
    case '{': {
      const list = context.lists[inner]
      if (!list) throw mistake(pattern, `there are no words "${inner}"`)
      return either([oneOf(list, context), ...(ANY_OF[inner] ?? [])])
    }
    case '=':
      return oneWord([normalise(part.slice(1))])
    default:
      return oneWord(spellingsOf(part))
  }
}

function oneOf(patterns: readonly string[], context: Context): WordMatcher {
  return either(patterns.map((pattern) => matcherOf(pattern, context)))
}

/** Parts between bars, those within brackets left whole. */
function alternatives(inner: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const sign of inner) {
    if (sign === '[' || sign === '(') depth++
    if (sign === ']' || sign === ')') depth--
    if (sign === '|' && depth === 0) parts.push('')
    else parts.push((parts.pop() ?? '') + sign)
  }
  return parts
}

function mistake(pattern: string, what: string): AppError {
  return new AppError('data_file', `data/language/delicate.yaml: ${what}, in the pattern: ${pattern}`)
}
