import type { TopicId } from '../core/ids.ts'
import type { ArticleDecision } from './finding.ts'

/**
 * How certain it is that the best topic is the right one: a logistic regression on its score, its lead over the second
 * and the share of the question that its title and sample questions name.
 *
 * Fitted to the sample questions of 55 articles, each asked of an index without it, and to half of the questions in
 * test/answers (questions.yaml, off-topic.yaml). Measured with all numbers below, in per cent of the questions:
 *
 *   questions                    number  best is right  in best 3  answered right / wrong  asked back  declined
 *   fresh, tuning half              130             95        100               88 / 1.5          11         0
 *   fresh, held back                130             92         99               85 / 3.8         8.5       2.3
 *   samples held out                961             78         93               58 / 5.4          27        10
 *   topics without an article        60              -          -                - / 6.7         8.3        85
 *   off-topic, known                175              -          -                -  /  0         1.1        99
 *   off-topic, written afterwards    81              -          -                -  /  0         8.6        91
 */
const CERTAINTY = { base: -8.2, logScore: 3.15, named: 0.95, lead: 1.9 } as const

/** A wrong answer costs more than a question back: below this certainty the person is asked. */
export const ANSWER_FROM = 0.68
/** Two topics as near as this to each other are both likely, however well they fit: the person knows which. */
export const MIN_LEAD = 0.06
export const CLARIFY_FROM = 0.35
/** Of a question that names VNeID, the public services or digital signatures, and so is certainly ours. */
export const CLARIFY_ANCHORED_FROM = 0.1

/** A topic is close to the best when it has this share of its score. */
const CLOSE = 0.7
const MIN_CHOICES = 2
const MAX_CHOICES = 4

/** A topic without an article that may be shown has this share of the best score when the question is about it. */
export const ELSEWHERE_FROM = 0.7

export interface TopicCandidate {
  readonly topic: TopicId
  readonly score: number
  /** Share of the question's meaningful words that the topic's title and questions hold, 0 to 1. */
  readonly named: number
}

export interface Evidence {
  /** The topics that can be answered, best first. */
  readonly candidates: readonly TopicCandidate[]
  /** The best score of a topic that cannot be answered here, 0 without one. */
  readonly bestElsewhere: number
  /** The question names one of our services. */
  readonly anchored: boolean
}

/** Answers, asks back or declines: the last whenever the question is not clearly about something that an article says. */
export function decide({ candidates, bestElsewhere, anchored }: Evidence): ArticleDecision {
  const best = candidates[0]
  if (!best || bestElsewhere >= ELSEWHERE_FROM * best.score) return { kind: 'decline', score: 0 }
  const lead = 1 - (candidates[1]?.score ?? 0) / best.score
  const score = certaintyOf(best, lead)
  if (score >= ANSWER_FROM && lead >= MIN_LEAD) return { kind: 'answer', topic: best.topic, score }
  const close = candidates.filter((candidate, place) => place < MIN_CHOICES || candidate.score >= CLOSE * best.score)
  const clarifyFrom = anchored ? CLARIFY_ANCHORED_FROM : CLARIFY_FROM
  if (score < clarifyFrom || close.length < MIN_CHOICES) return { kind: 'decline', score }
  return { kind: 'clarify', topics: close.slice(0, MAX_CHOICES).map(({ topic }) => topic), score }
}

function certaintyOf({ score, named }: TopicCandidate, lead: number): number {
  const sum = CERTAINTY.base + CERTAINTY.logScore * Math.log(score) + CERTAINTY.named * named + CERTAINTY.lead * lead
  return 1 / (1 + Math.exp(-sum))
}
