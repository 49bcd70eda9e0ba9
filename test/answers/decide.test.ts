import { expect, it } from 'vitest'
import { decide } from '../../src/answers/decide.ts'
import type { TopicId } from '../../src/core/ids.ts'

const candidates = (...scores: readonly number[]) => {
  return scores.map((score) => ({ topic: `topic of ${score}` as TopicId, score, named: 1 }))
}

it.each([
  { name: 'one topic far ahead', scores: [30, 10], elsewhere: 0, anchored: false, expected: 'answer' },
  { name: 'a single topic', scores: [20], elsewhere: 0, anchored: false, expected: 'answer' },
  {
    name: 'two strong topics close together',
    scores: [10.5, 10.4],
    elsewhere: 0,
    anchored: false,
    expected: 'clarify',
  },
  {
    name: 'two very strong topics as good as equal',
    scores: [40, 39],
    elsewhere: 0,
    anchored: false,
    expected: 'clarify',
  },
  { name: 'weak topics', scores: [4, 3], elsewhere: 0, anchored: false, expected: 'decline' },
  {
    name: 'weak topics of a question that names one of our services',
    scores: [6, 5],
    elsewhere: 0,
    anchored: true,
    expected: 'clarify',
  },
  {
    name: 'a strong topic when another subject is as near',
    scores: [30, 10],
    elsewhere: 25,
    anchored: true,
    expected: 'decline',
  },
  { name: 'nothing found', scores: [], elsewhere: 0, anchored: true, expected: 'decline' },
  { name: 'nothing but another subject', scores: [], elsewhere: 20, anchored: false, expected: 'decline' },
])('$name: $expected', ({ scores, elsewhere, anchored, expected }) => {
  const decision = decide({ candidates: candidates(...scores), bestElsewhere: elsewhere, likelyElsewhere: 0, anchored })
  expect(decision.kind).toBe(expected)
})

it.each([
  { scores: [10.5, 10.4, 3], between: [10.5, 10.4] },
  { scores: [10.5, 10.4, 10, 9, 8], between: [10.5, 10.4, 10, 9] },
])('asks between those close to the best of $scores', ({ scores, between }) => {
  const decision = decide({ candidates: candidates(...scores), bestElsewhere: 0, likelyElsewhere: 0, anchored: false })
  expect(decision).toMatchObject({ kind: 'clarify', topics: between.map((score) => `topic of ${score}`) })
})

it('is the more certain, the higher the score, the lead and the share that is named', () => {
  const certainty = (score: number, second: number, named: number) => {
    const ranked = candidates(score, second).map((candidate) => ({ ...candidate, named }))
    return decide({ candidates: ranked, bestElsewhere: 0, likelyElsewhere: 0, anchored: false }).score
  }
  const usual = certainty(12, 8, 0.7)
  expect(certainty(15, 10, 0.7)).toBeGreaterThan(usual)
  expect(certainty(12, 6, 0.7)).toBeGreaterThan(usual)
  expect(certainty(12, 8, 0.9)).toBeGreaterThan(usual)
  expect(certainty(200, 1, 1)).toBeLessThanOrEqual(1)
})
