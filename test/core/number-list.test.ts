import { expect, test } from 'vitest'
import { NumberList } from '../../src/core/number-list.ts'

test.each([
  ['whole numbers', () => NumberList.ofInts(), (at: number) => at * 3],
  ['numbers with fractions', () => NumberList.ofFloats(), (at: number) => at * 0.5],
])('a list of %s gives back all that was pushed, however often it grew', (_, make, numberAt) => {
  const list = make()
  for (let at = 0; at < 5000; at++) list.push(numberAt(at))
  expect(list.length).toBe(5000)
  expect(Array.from(list.numbers)).toEqual(Array.from({ length: 5000 }, (_each, at) => numberAt(at)))
})

test('a number that was pushed can be added to', () => {
  const list = NumberList.ofFloats()
  list.push(1.5)
  list.push(2)
  list.add(0, 0.25)
  expect(Array.from(list.numbers)).toEqual([1.75, 2])
})
