import { fold, normalise, tokens } from '../../core/text.ts'

/** Replaces known phrases in a row of words, the longest that begins at each word, left to right. */
export type Rewriter = (words: readonly string[]) => string[]

interface Rule {
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/**
 * A rewriter of phrases. A word of a phrase agrees with a typed word when both are the same, or when the typed one has
 * no accents at all; a phrase of one accented word needs its accents, because too many words look like it without.
 */
export function createRewriter(phrases: Iterable<{ readonly from: string; readonly to: string }>): Rewriter {
  const byFirstWord = new Map<string, Rule[]>()
  for (const phrase of phrases) {
    const rule = { from: tokens(normalise(phrase.from)), to: tokens(normalise(phrase.to)) }
    const key = fold(rule.from[0] ?? '')
    const rules = byFirstWord.get(key)
    if (rules) rules.push(rule)
    else byFirstWord.set(key, [rule])
  }
  for (const rules of byFirstWord.values()) rules.sort((a, b) => b.from.length - a.from.length)

  return (words) => {
    const out: string[] = []
    for (let at = 0; at < words.length; ) {
      const word = words[at] as string
      const rules = byFirstWord.get(fold(word))
      const rule = rules && ruleAt(rules, words, at)
      if (rule) out.push(...rule.to)
      else out.push(word)
      at += rule?.from.length ?? 1
    }
    return out
  }
}

/** The longest that stands there; of those as long as it rather one that was typed with all its accents. */
function ruleAt(rules: readonly Rule[], words: readonly string[], at: number): Rule | undefined {
  const found = firstAt(rules, words, at)
  if (!found) return undefined
  const asTyped = rules.find(
    ({ from }) => from.length === found.from.length && from.every((word, index) => words[at + index] === word),
  )
  return asTyped ?? found
}

/** Loops, not `find` and `every`: this is asked of every word of every text, and most answers are no. */
function firstAt(rules: readonly Rule[], words: readonly string[], at: number): Rule | undefined {
  for (const rule of rules) if (standsAt(rule.from, words, at)) return rule
  return undefined
}

function standsAt(phrase: readonly string[], words: readonly string[], at: number): boolean {
  if (phrase.length === 1) return phrase[0] === words[at]
  for (let index = 0; index < phrase.length; index++) {
    const word = phrase[index] as string
    const typed = words[at + index]
    if (typed === undefined || (typed !== word && typed !== fold(word))) return false
  }
  return true
}
