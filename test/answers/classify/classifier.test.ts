import { expect, it } from 'vitest'
import { trainClassifier } from '../../../src/answers/classify/classifier.ts'
import { createReader, typedTokens } from '../../../src/answers/text/reader.ts'
import { language } from '../support/project.ts'

const SAMPLES = [
  ['quên mật khẩu', 'lấy lại mật khẩu đã quên', 'đặt lại mật khẩu'],
  ['lớp học ở đâu', 'lịch lớp học', 'đăng ký lớp học'],
  ['tra cứu hồ sơ', 'hồ sơ tới đâu rồi', 'mã hồ sơ'],
]
const read = createReader(language, new Set(SAMPLES.flat().flatMap(typedTokens)))
const samples = SAMPLES.flatMap((texts, of) => texts.map((text) => ({ of, words: read(typedTokens(text)) })))
const classify = trainClassifier(SAMPLES.length, samples)
const likely = (text: string) => Array.from(classify(read(typedTokens(text))))
const best = (text: string) => likely(text).indexOf(Math.max(...likely(text)))

it.each([
  { text: 'quên mật khẩu', expected: 0 },
  { text: 'quen mat khau', expected: 0 },
  { text: 'mật khảuu bị quên', expected: 0 },
  { text: 'lop hoc mo o dau', expected: 1 },
  { text: 'hồ sơ của tôi', expected: 2 },
])('"$text" is like the samples of class $expected', ({ text, expected }) => {
  expect(best(text)).toBe(expected)
})

it('gives likelihoods that add up to one, alike for a text of which it knows nothing', () => {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
  expect(sum(likely('quên mật khẩu'))).toBeCloseTo(1, 5)
  for (const each of likely('xyz')) expect(each).toBeCloseTo(1 / SAMPLES.length, 5)
})

it('is the same whenever it is trained with the same samples', () => {
  const again = trainClassifier(SAMPLES.length, samples)
  expect(Array.from(again(read(typedTokens('mật khẩu'))))).toEqual(likely('mật khẩu'))
})
