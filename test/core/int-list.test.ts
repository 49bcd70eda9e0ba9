import { expect, it } from 'vitest'
import { IntList } from '../../src/core/int-list.ts'

it('keeps all that is pushed, in order, however much', () => {
  const list = new IntList()
  for (let number = 0; number < 5000; number++) list.push(number - 2500)
  expect(list.length).toBe(5000)
  expect([...list.numbers]).toEqual(Array.from({ length: 5000 }, (_, number) => number - 2500))
})
