import type { Candidate } from './rank.ts'

/**
 * How certain it is that the best topic is the right one: a logistic regression on its score, its lead over the second
 * and the share of the question that its title and sample questions name.
 */
const CERTAINTY = { base: -8.2, logScore: 3.15, named: 0.95, lead: 1.9 } as const

export const ANSWER_FROM = 0.68
export const CLARIFY_FROM = 0.35
/** Of a question that names VNeID, the public services or digital signatures, and so is certainly ours. */
export const CLARIFY_ANCHORED_FROM = 0.1

/** A topic is close to the best when it has this share of its score. */
const CLOSE = 0.7
const MIN_CHOICES = 2
const MAX_CHOICES = 4

/** A topic without an article that may be shown has this share of the best score when the question is about it. */
export const ELSEWHERE_FROM = 0.7

export type Verdict =
  | { readonly kind: 'answer'; readonly best: Candidate; readonly certainty: number }
  | { readonly kind: 'clarify'; readonly between: readonly Candidate[]; readonly certainty: number }
  | { readonly kind: 'decline'; readonly certainty: number }

export interface Evidence {
  /** The topics that can be answered, best first. */
  readonly candidates: readonly Candidate[]
  /** The best score of a topic that cannot be answered here, 0 without one. */
  readonly bestElsewhere: number
  /** The question names one of our services. */
  readonly anchored: boolean
}

/** Answers, asks back or declines: the last whenever the question is not clearly about something that an article says. */
export function decide({ candidates, bestElsewhere, anchored }: Evidence): Verdict {
  const best = candidates[0]
  if (!best || bestElsewhere >= ELSEWHERE_FROM * best.score) return { kind: 'decline', certainty: 0 }
  const certainty = certaintyOf(best, candidates[1])
  if (certainty >= ANSWER_FROM) return { kind: 'answer', best, certainty }
  const close = candidates.filter((candidate, place) => place < MIN_CHOICES || candidate.score >= CLOSE * best.score)
  const clarifyFrom = anchored ? CLARIFY_ANCHORED_FROM : CLARIFY_FROM
  if (certainty < clarifyFrom || close.length < MIN_CHOICES) return { kind: 'decline', certainty }
  return { kind: 'clarify', between: close.slice(0, MAX_CHOICES), certainty }
}

function certaintyOf(best: Candidate, second: Candidate | undefined): number {
  const lead = 1 - (second?.score ?? 0) / best.score
  const sum =
    CERTAINTY.base + CERTAINTY.logScore * Math.log(best.score) + CERTAINTY.named * best.named + CERTAINTY.lead * lead
  return 1 / (1 + Math.exp(-sum))
}
