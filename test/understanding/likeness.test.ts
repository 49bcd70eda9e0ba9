import { expect, it } from 'vitest'
import { likenessTo } from './likeness.ts'

it.each([
  ['làm căn cước ở đâu', true],
  ['lam can cuoc o dau', true],
  ['ở đâu làm căn cước?', true],
  ['làm căn cước ở đâu vậy', true],
  ['làm căn cước mất bao lâu', false],
  ['căn cước', false],
])('finds "%s" like a known sentence: %s', (question, alike) => {
  expect(likenessTo(['cấp hộ chiếu', 'Làm căn cước ở đâu'])(question)).toBe(alike)
})
