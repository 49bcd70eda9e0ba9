import { expect, it } from 'vitest'
import { rank } from '../../src/answers/rank.ts'
import type { Signals } from '../../src/answers/search/search-index.ts'

const ANCHORS = new Map([
  ['vneid', 'vneid'],
  ['cks', 'chu-ky-so'],
])
const word = (form: string) => ({ form, folded: form, stopWord: false, open: true })
const equal = { words: 10, nearest: 0.5, named: 1 }
const nothing = { words: 0, nearest: 0, named: 0 }
const signalsOf = (topics: readonly (typeof equal)[]): Signals => ({
  words: Float64Array.from(topics, ({ words }) => words),
  nearest: Float64Array.from(topics, ({ nearest }) => nearest),
  named: Float64Array.from(topics, ({ named }) => named),
})

it.each([
  { name: 'names no group', question: ['mat', 'khau'], best: [0, 1, 2], anchored: false },
  { name: 'names one group', question: ['vneid', 'khau'], best: [0], anchored: true },
  { name: 'names the other group', question: ['cks'], best: [1], anchored: true },
  { name: 'names both', question: ['cks', 'vneid'], best: [0, 1], anchored: true },
])('of topics that fit alike those win whose group the question names: $name', ({ question, best, anchored }) => {
  const ranking = rank(
    question.map(word),
    signalsOf([equal, equal, equal]),
    [0.3, 0.3, 0.3],
    ['vneid', 'chu-ky-so', 'hoc'],
    ANCHORS,
  )
  const top = ranking.candidates.filter((candidate) => candidate.score === ranking.candidates[0]?.score)
  expect(top.map((candidate) => candidate.at)).toEqual(best)
  expect(ranking.anchored).toBe(anchored)
})

it('orders by score and leaves out what shares nothing with the question', () => {
  const ranking = rank(
    [word('a')],
    signalsOf([nothing, equal, { ...equal, nearest: 1 }]),
    [0.4, 0.3, 0.3],
    ['hoc', 'hoc', 'hoc'],
    ANCHORS,
  )
  expect(ranking.candidates.map((candidate) => candidate.at)).toEqual([2, 1])
})

it('prefers of two that fit alike the one that the classifier prefers', () => {
  const ranking = rank([word('a')], signalsOf([equal, equal]), [0.2, 0.8], ['hoc', 'hoc'], ANCHORS)
  expect(ranking.candidates.map((candidate) => candidate.at)).toEqual([1, 0])
})
