import type { TopicId } from '../core/ids.ts'
import type { ArticleDecision } from './finding.ts'

/**
 * How certain it is that the best topic is the right one: a logistic regression on its score, its lead over the second,
 * the share of the question that its title and sample questions name, and how near the question is to other subjects.
 *
 * Fitted by test/understanding/calibrate to every sample sentence, each asked of an index and a classifier without it, and
 * to questions that are there for tuning. With all numbers below, in per cent of the questions (docs/evaluation.md has
 * test/understanding in full):
 *
 *   questions                    number  best is right  in best 3  answered right / wrong  asked back  declined
 *   test/answers, tuning half       160             98        100               94 / 0.6          5.0         0
 *   test/answers, held back         160             96         99               96 / 1.9          1.9       0.6
 *   articles' samples held out     1788             85         97               75 / 6.0           16       4.0
 *   off-topic, known                175              -          -                - / 0.6          0.6        99
 *   off-topic, written afterwards    81              -          -                - / 2.5            0        98
 */
const CERTAINTY: Weights = {
  base: -5.35,
  logScore: 2.2,
  named: 1.05,
  lead: 2.85,
  elsewhere: -1.45,
  likelyElsewhere: -1.35,
  anchored: -0.25,
}

/** How certain it is that a right topic is among the best `MAX_CHOICES`; fitted to the same. */
const OURS: Weights = {
  base: -4.3,
  logScore: 2.7,
  named: 1.25,
  lead: -0.25,
  elsewhere: -2,
  likelyElsewhere: -1.85,
  anchored: 0.3,
}

/** A wrong answer costs more than a question back: below this certainty the person is asked. */
export const ANSWER_FROM = 0.78
/** Two topics as near as this to each other are both likely, however well they fit: the person knows which. */
export const MIN_LEAD = 0.05
/** Below this certainty that the question is ours at all, it is declined. */
export const CLARIFY_FROM = 0.68

/** A topic is close to the best when it has this share of its score. */
const CLOSE = 0.45
const MIN_CHOICES = 2
const MAX_CHOICES = 4

/** A topic without an article that may be shown has this share of the best score when the question is about it. */
export const ELSEWHERE_FROM = 0.8

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
  /** What the classifier gives all those together, 0 to 1. */
  readonly likelyElsewhere: number
  /** The question names one of our services. */
  readonly anchored: boolean
}

/** What speaks for the best topic and against it, each a number that a weight is multiplied with. */
export interface Signs {
  readonly logScore: number
  readonly named: number
  /** How far the best is ahead of the second, as a share of its score: 0 to 1. */
  readonly lead: number
  /** The best score elsewhere as a share of its own. */
  readonly elsewhere: number
  readonly likelyElsewhere: number
  /** 1 when the question names one of our services. */
  readonly anchored: number
}

type Weights = Readonly<Record<'base' | keyof Signs, number>>

/** Answers, asks back or declines: the last whenever the question is not clearly about something that an article says. */
export function decide(evidence: Evidence): ArticleDecision {
  const { candidates, bestElsewhere } = evidence
  const best = candidates[0]
  if (!best || bestElsewhere >= ELSEWHERE_FROM * best.score) return { kind: 'decline', score: 0 }
  const signs = signsOf(best, evidence)
  const score = certaintyBy(CERTAINTY, signs)
  if (score >= ANSWER_FROM && signs.lead >= MIN_LEAD) return { kind: 'answer', topic: best.topic, score }
  const close = choicesOf(candidates)
  if (certaintyBy(OURS, signs) < CLARIFY_FROM || close.length < MIN_CHOICES) return { kind: 'decline', score }
  return { kind: 'clarify', topics: close.map(({ topic }) => topic), score }
}

/** The topics between which a person is asked: those close to the best. `candidates` stand best first. */
export function choicesOf(candidates: readonly TopicCandidate[]): readonly TopicCandidate[] {
  const least = CLOSE * (candidates[0]?.score ?? 0)
  return candidates.filter(({ score }, place) => place < MIN_CHOICES || score >= least).slice(0, MAX_CHOICES)
}

/** The signs by which the best topic of `evidence` is judged. */
export function signsOf(best: TopicCandidate, evidence: Evidence): Signs {
  return {
    logScore: Math.log(best.score),
    named: best.named,
    lead: 1 - (evidence.candidates[1]?.score ?? 0) / best.score,
    elsewhere: evidence.bestElsewhere / best.score,
    likelyElsewhere: evidence.likelyElsewhere,
    anchored: evidence.anchored ? 1 : 0,
  }
}

function certaintyBy(weights: Weights, signs: Signs): number {
  const sum =
    weights.base +
    weights.logScore * signs.logScore +
    weights.named * signs.named +
    weights.lead * signs.lead +
    weights.elsewhere * signs.elsewhere +
    weights.likelyElsewhere * signs.likelyElsewhere +
    weights.anchored * signs.anchored
  return 1 / (1 + Math.exp(-sum))
}
