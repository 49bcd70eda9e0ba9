import { describe, expect, it } from 'vitest'
import { SearchIndex } from '../../../src/answers/search/search-index.ts'
import { createReader, typedTokens } from '../../../src/answers/text/reader.ts'
import { language } from '../support/project.ts'

const TOPICS = [
  {
    title: 'Quên mật khẩu',
    questions: ['quên mật khẩu vneid', 'mất mật khẩu'],
    body: 'Đặt lại mật khẩu trên màn hình.',
  },
  { title: 'Mã xác thực', questions: ['không nhận được mã', 'ma otp'], body: 'Kiểm tra sóng điện thoại.' },
  { title: 'Học lớp số', questions: ['lớp học ở đâu', 'lịch học'], body: 'Lớp mở ở nhà văn hoá, má con cùng học.' },
]

const typed = TOPICS.map(({ title, questions, body }) => ({
  title: typedTokens(title),
  questions: questions.map(typedTokens),
  body: [typedTokens(body)],
}))
const read = createReader(
  language,
  new Set(typed.flatMap(({ title, questions, body }) => [title, ...questions, ...body].flat())),
)
const index = SearchIndex.of(
  typed.map(({ title, questions, body }) => ({
    title: read(title),
    questions: questions.map(read),
    body: body.map(read),
  })),
)
const search = (question: string) => index.search(read(typedTokens(question)))
const best = (question: string) => {
  const { words } = search(question)
  return words.indexOf(Math.max(...words))
}

describe('SearchIndex', () => {
  it.each([
    { question: 'quên mật khẩu', expected: 0 },
    { question: 'quen mat khau', expected: 0 },
    { question: 'lớp học', expected: 2 },
    { question: 'nhà văn hoá ở đâu', expected: 2 },
  ])('finds "$question"', ({ question, expected }) => {
    expect(best(question)).toBe(expected)
  })

  it('scores typed accents that agree above none, and none above those that contradict', () => {
    const scoreOfCode = (question: string) => search(question).words[1] ?? 0
    expect(scoreOfCode('mã')).toBeGreaterThan(scoreOfCode('ma'))
    expect(scoreOfCode('ma')).toBeGreaterThan(scoreOfCode('mạ'))
  })

  it('likens a question to its nearest sample', () => {
    expect(search('quên mật khẩu vneid').nearest[0]).toBeCloseTo(1, 5)
    expect(search('quên mật khẩu rồi').nearest[0]).toBeGreaterThan(0.4)
    expect(search('thời tiết').nearest[0]).toBe(0)
  })

  it('tells how much of the question a topic names', () => {
    expect(search('mật khẩu').named[0]).toBeCloseTo(1, 5)
    expect(search('mật khẩu thời tiết').named[0]).toBeLessThan(0.6)
  })

  it('gives nothing for an empty question', () => {
    expect([...search('').words]).toEqual([0, 0, 0])
  })
})
