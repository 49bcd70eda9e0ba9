import { performance } from 'node:perf_hooks'
import { type Outcome, tally } from '../outcome.ts'
import { isForTuning, type Posed } from '../questions.ts'
import type { PlainLibrary } from './library.ts'

/** What became of each question when a library answers from a score on, and declines below it. */
export interface LibraryResult {
  readonly name: string
  readonly outcomes: readonly Outcome[]
}

interface Found {
  readonly outcome: Outcome
  readonly score: number
}

/** Asks everything, and lets the library answer from the score on that serves it best with the questions for tuning. */
export async function judgeLibrary({ name, find }: PlainLibrary, posed: readonly Posed[]): Promise<LibraryResult> {
  const all: Found[] = []
  for (const question of posed) {
    const begun = performance.now()
    const hits = await find(question.q)
    const outcome = { posed: question, decision: 'answer', topics: hits.map(({ topic }) => topic) }
    all.push({
      outcome: { ...outcome, ms: performance.now() - begun },
      score: hits[0]?.score ?? Number.NEGATIVE_INFINITY,
    })
  }
  const answerFrom = bestThreshold(all.filter(({ outcome }) => isForTuning(outcome.posed)))
  return { name, outcomes: decided(all, answerFrom) }
}

/** The score that gives the highest sum of two shares: of ours answered right, and of what is not ours declined. */
function bestThreshold(some: readonly Found[]): number {
  const gain = (threshold: number) => {
    const outcomes = decided(some, threshold)
    const ours = tally(outcomes.filter(({ posed }) => posed.topic !== null))
    const others = tally(outcomes.filter(({ posed }) => posed.topic === null))
    return ours.answeredRight / ours.count + others.declined / others.count
  }
  const gains = new Map([...new Set(some.map(({ score }) => score))].map((score) => [score, gain(score)]))
  return [...gains].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

function decided(some: readonly Found[], threshold: number): Outcome[] {
  return some.map(({ outcome, score }) =>
    Number.isFinite(score) && score >= threshold ? outcome : { ...outcome, decision: 'decline' },
  )
}
