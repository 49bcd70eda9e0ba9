import { expect, it } from 'vitest'
import { fitLogistic } from './calibrate/logistic.ts'

/** Of a hundred seen with the same signs, how often it was so. */
const seen = (signs: readonly number[], so: number, weight = 1) =>
  Array.from({ length: 100 }, (_, at) => ({ signs, is: at < so, weight }))

const likely = (weights: readonly number[], signs: readonly number[]) =>
  1 / (1 + Math.exp(-[1, ...signs].reduce((sum, sign, at) => sum + sign * (weights[at] ?? 0), 0)))

it('says how often something is so from what was seen with the same signs', () => {
  const weights = fitLogistic([...seen([0, 0], 10), ...seen([1, 0], 50), ...seen([0, 1], 30)])
  expect(likely(weights, [0, 0])).toBeCloseTo(0.1, 1)
  expect(likely(weights, [1, 0])).toBeCloseTo(0.5, 1)
  expect(likely(weights, [0, 1])).toBeCloseTo(0.3, 1)
})

it('goes by what counts more', () => {
  const weights = fitLogistic([...seen([1], 20, 9), ...seen([1], 80, 1), ...seen([0], 50)])
  expect(likely(weights, [1])).toBeLessThan(0.3)
})
