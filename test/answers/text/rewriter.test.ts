import { expect, it } from 'vitest'
import { createRewriter } from '../../../src/answers/text/rewriter.ts'

const rewrite = createRewriter([
  { from: 'ko', to: 'không' },
  { from: 'mô', to: 'đâu' },
  { from: 'căn cước', to: 'cccd' },
  { from: 'căn cước công dân', to: 'cccd' },
  { from: 'bằng lái', to: 'gplx' },
  { from: 'báo tử', to: 'khai tử' },
  { from: 'bao tử', to: 'dạ dày' },
])

it.each([
  { name: 'a short form', words: 'được ko', expected: 'được không' },
  { name: 'the longest phrase', words: 'thẻ căn cước công dân cũ', expected: 'thẻ cccd cũ' },
  { name: 'a phrase without accents', words: 'mat bang lai', expected: 'mat gplx' },
  { name: 'a phrase with some accents left out', words: 'bằng lai', expected: 'gplx' },
  { name: 'of two alike the one that was typed', words: 'đau bao tử', expected: 'đau dạ dày' },
  { name: 'of two alike the first when neither was typed', words: 'bao tu', expected: 'khai tử' },
  { name: 'not a phrase with other accents', words: 'bảng lái', expected: 'bảng lái' },
  { name: 'one accented word with its accents', words: 'ở mô', expected: 'ở đâu' },
  { name: 'not one accented word without them', words: 'o mo', expected: 'o mo' },
  { name: 'not the beginning of a phrase', words: 'căn nhà', expected: 'căn nhà' },
  { name: 'nothing', words: '', expected: '' },
])('rewrites $name', ({ words, expected }) => {
  expect(rewrite(words.split(' ').filter(Boolean)).join(' ')).toBe(expected)
})
