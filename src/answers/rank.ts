import type { Signals } from './search/search-index.ts'
import type { Word } from './text/reader.ts'

/** A topic as it stands to a question. `at` is its place in the index. */
export interface Candidate {
  readonly at: number
  readonly score: number
  /** Share of the question's meaningful words that the topic's title and questions hold, 0 to 1. */
  readonly named: number
  /** What the classifier gives it, 0 to 1; all topics of a question together have 1. */
  readonly likely: number
}

export interface Ranking {
  /** Best first, without the topics that share nothing with the question. */
  readonly candidates: readonly Candidate[]
  /** The question names one of our services: it is ours, even when it is not clear what it asks. */
  readonly anchored: boolean
}

/** How the nearest sample question (0 to 1), BM25F (tens) and the classifier (0 to 1) weigh; measured, see decide.ts. */
const NEAREST_WEIGHT = 5
const WORDS_WEIGHT = 0.3
const LIKELY_WEIGHT = 4
/** Of thousands of topics, those beyond say nothing any more. */
const MAX_CANDIDATES = 500
/** A question that names VNeID is about VNeID; it may still be about a lesson or a campaign that belongs to no such group. */
const OWN_ANCHOR = 1.25
const OTHER_ANCHOR = 0.875

/**
 * Orders the topics of a search. `likely` is what the classifier gives each topic, `groups` each topic's group, `anchors`
 * the words that name a group.
 */
export function rank(
  question: readonly Word[],
  found: Signals,
  likely: ArrayLike<number>,
  groups: readonly string[],
  anchors: ReadonlyMap<string, string>,
): Ranking {
  const named = groupsNamed(question, anchors)
  const anchored = named.size > 0 ? new Set(anchors.values()) : named
  const factorOf = (group: string): number => {
    if (!anchored.has(group)) return 1
    return named.has(group) ? OWN_ANCHOR : OTHER_ANCHOR
  }
  const { words, nearest, named: shares } = found
  const scores = new Float64Array(words.length)
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as number
    if (word <= 0) continue
    const sum = NEAREST_WEIGHT * (nearest[at] as number) + WORDS_WEIGHT * word + LIKELY_WEIGHT * (likely[at] ?? 0)
    scores[at] = sum * factorOf(groups[at] ?? '')
  }
  const least = leastOfBest(scores, MAX_CANDIDATES)
  const candidates: Candidate[] = []
  for (let at = 0; at < words.length; at++) {
    const score = scores[at] as number
    if ((words[at] as number) > 0 && score >= least)
      candidates.push({ at, score, named: shares[at] as number, likely: likely[at] ?? 0 })
  }
  candidates.sort((a, b) => b.score - a.score)
  return { candidates, anchored: named.size > 0 }
}

function groupsNamed(question: readonly Word[], anchors: ReadonlyMap<string, string>): ReadonlySet<string> {
  const named = new Set<string>()
  for (const { form } of question) {
    const group = anchors.get(form)
    if (group !== undefined) named.add(group)
  }
  return named
}

/** The score from which on a topic is among the best `count`. */
function leastOfBest(scores: Float64Array, count: number): number {
  return scores.length <= count ? Number.NEGATIVE_INFINITY : (scores.toSorted()[scores.length - count] as number)
}
