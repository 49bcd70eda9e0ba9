import { expect, it } from 'vitest'
import { createRepair } from '../../../src/answers/text/repair.ts'

const repair = createRepair([
  'tích',
  'hợp',
  'bằng',
  'lái',
  'kích',
  'hoạt',
  'quên',
  'mức',
  'không',
  'đăng',
  'ký',
  'vneid',
  'cưu',
])

it.each([
  { name: 'a known word', typed: 'vneid', expected: ['vneid'] },
  { name: 'a known word without its accents', typed: 'quen', expected: ['quen'] },
  { name: 'a known word with other accents', typed: 'cứu', expected: ['cứu'] },
  { name: 'Telex keys', typed: 'khoong', expected: ['không'] },
  { name: 'VNI keys', typed: 'ky1', expected: ['ký'] },
  { name: 'a number written on to a word', typed: 'mức2', expected: ['mức', '2'] },
  { name: 'two words run together', typed: 'tíchhợp', expected: ['tích', 'hợp'] },
  { name: 'two words run together without accents', typed: 'bangkich', expected: ['bang', 'kich'] },
  { name: 'a wrong letter', typed: 'kíck', expected: ['kich'] },
  { name: 'a letter too many', typed: 'quenes', expected: ['quenes'] },
  { name: 'a letter too few', typed: 'vneidd', expected: ['vneid'] },
  { name: 'another Vietnamese word', typed: 'chẳng', expected: ['chẳng'] },
  { name: 'another Vietnamese word one letter away', typed: 'hoat', expected: ['hoat'] },
  { name: 'a word of no kind', typed: 'facebook', expected: ['facebook'] },
  { name: 'a short word', typed: 'xq', expected: ['xq'] },
  { name: 'a number', typed: '2025', expected: ['2025'] },
])('$name: $typed', ({ typed, expected }) => {
  expect(repair(typed)).toEqual(expected)
})

it('does not spend time on a word of ten thousand letters', () => {
  const endless = 'zxq'.repeat(10_000)
  const started = performance.now()
  expect(repair(endless)).toEqual([endless])
  expect(performance.now() - started).toBeLessThan(50)
})
