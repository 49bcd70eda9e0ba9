import { AppError } from '../../core/errors.ts'
import { normalise } from '../../core/text.ts'
import { spellingsOf } from './spellings.ts'
import { CAPITAL } from './words-said.ts'

/** Lists that patterns name in braces. */
export type WordLists = Readonly<Record<string, readonly string[]>>

const MAX_BETWEEN = 4
const PART = /\^|\$|…|\{[^}]+\}|\((?:[^()]|\([^()]*\))*\)|\[[^[\]]*\]|=?[\p{L}\d]+/gu
/** Somebody's name: a capital letter, or a single one as in "ông A". */
const NAME = `(?:\\${CAPITAL}\\S+|\\${CAPITAL}?[a-z]) `
/** What a list stands for beside its words. */
const ANY_OF: Readonly<Record<string, readonly string[]>> = { Tên: [NAME], số: ['\\d\\S* '] }

/**
 * One expression for many patterns of `data/language/delicate.yaml`, over words as `createSaid` gives them. Throws an
 * `AppError` that quotes a pattern with a mistake.
 */
export function compilePatterns(patterns: readonly string[], lists: WordLists): RegExp {
  const all = patterns.map((pattern) => `(?:${sequence(pattern, lists)})`)
  return new RegExp(`(?<![^ ])(?:${all.join('|')})`, 'gu')
}

/** The words that stand in patterns, without their signs. */
export function wordsOf(patterns: readonly string[], lists: WordLists): string[] {
  return [...patterns, ...Object.values(lists).flat()].flatMap((pattern) => pattern.match(/\p{L}+/gu) ?? [])
}

function sequence(pattern: string, lists: WordLists): string {
  const parts = pattern.match(PART) ?? []
  const read = parts.join('').replaceAll(' ', '')
  if (read !== pattern.replaceAll(' ', '')) throw mistake(pattern, 'a bracket is not closed or a sign is not known')
  return parts.map((part) => piece(part, pattern, lists)).join('')
}

/** Every word ends in a blank, so that pieces can be put after each other. */
function piece(part: string, pattern: string, lists: WordLists): string {
  const inner = part.slice(1, -1)
  switch (part.charAt(0)) {
    case '^':
      return '(?<!.)'
    case '$':
      return '(?!.)'
    case '…':
      return `(?:\\S+ ){0,${MAX_BETWEEN}}`
    case '(':
      return oneOf(alternatives(inner), lists)
    case '[':
      return `${oneOf(alternatives(inner), lists)}?`
    case '{': {
      const list = lists[inner]
      if (!list) throw mistake(pattern, `there are no words "${inner}"`)
      return oneOf(list, lists, ...(ANY_OF[inner] ?? []))
    }
    case '=':
      return `\\${CAPITAL}?${normalise(part.slice(1))} `
    default:
      return `\\${CAPITAL}?(?:${spellingsOf(part).join('|')}) `
  }
}

function oneOf(patterns: readonly string[], lists: WordLists, ...more: readonly string[]): string {
  return `(?:${[...patterns.map((pattern) => sequence(pattern, lists)), ...more].join('|')})`
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
