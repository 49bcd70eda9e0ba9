import { expect, it } from 'vitest'
import { createReader, typedTokens } from '../../../src/answers/text/reader.ts'
import { language } from '../support/project.ts'

const read = createReader(language, new Set(['tải ứng dụng vneid về máy', 'nhà', 'thế nào'].flatMap(typedTokens)))
const contentOf = (text: string) => {
  return read(typedTokens(text))
    .filter((word) => !word.stopWord)
    .map((word) => word.form)
    .join(' ')
}

it.each([
  { typed: 'mk vneid k dc', expected: 'mật khẩu vneid' },
  { typed: 'thẻ chip với cmnd', expected: 'cccd cccd' },
  { typed: 'dk cks', expected: 'đăng ký cks' },
  { typed: 'chữ kí số', expected: 'cks' },
  { typed: 'chu ki so', expected: 'cks' },
  { typed: 'bằng lái xe', expected: 'gplx' },
  { typed: 'dichvucong.gov.vn', expected: 'dvc' },
  { typed: 'ddawng kys', expected: 'đăng ký' },
  { typed: 'định danh mức hai', expected: 'vneid mức hai' },
])('reads "$typed" as "$expected"', ({ typed, expected }) => {
  expect(contentOf(typed)).toBe(expected)
})

it('passes over words of politeness typed with accents', () => {
  expect(contentOf('dạ cho em hỏi với ạ')).toBe('')
})

it('keeps a plain word that is polite with one accent and means something with another', () => {
  expect(contentOf('tai ve')).toBe('tai ve')
  expect(contentOf('tại')).toBe('')
})

it('holds the words of a question without accents open', () => {
  expect(read(typedTokens('nha ve')).every((word) => word.open)).toBe(true)
  expect(read(typedTokens('nhà ve')).some((word) => word.open)).toBe(false)
})
