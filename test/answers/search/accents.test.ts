import { expect, it } from 'vitest'
import { AGREEMENT, agreement } from '../../../src/answers/search/accents.ts'

const word = (form: string, open = false) => ({ form, open })

it.each([
  { name: 'the same accents', typed: word('mã'), written: word('mã'), expected: AGREEMENT.same },
  { name: 'a question without accents', typed: word('ma', true), written: word('mã'), expected: AGREEMENT.open },
  { name: 'a sample without accents', typed: word('mã'), written: word('ma', true), expected: AGREEMENT.open },
  { name: 'an accent left out', typed: word('mâ'), written: word('mẫ'), expected: AGREEMENT.leftOut },
  { name: 'all accents left out of one word', typed: word('ma'), written: word('mã'), expected: AGREEMENT.leftOut },
  { name: 'hỏi for ngã', typed: word('miển'), written: word('miễn'), expected: AGREEMENT.hoiNga },
  { name: 'another tone', typed: word('má'), written: word('mã'), expected: AGREEMENT.contradicts },
  { name: 'another vowel', typed: word('mở'), written: word('mổ'), expected: AGREEMENT.contradicts },
  { name: 'an accent too many', typed: word('mã'), written: word('ma'), expected: AGREEMENT.contradicts },
  { name: 'đ for d', typed: word('đa'), written: word('da'), expected: AGREEMENT.contradicts },
  { name: 'd for đ', typed: word('da'), written: word('đa'), expected: AGREEMENT.leftOut },
  {
    name: 'a pair with one contradiction',
    typed: word('má khẩu'),
    written: word('mã khẩu'),
    expected: AGREEMENT.contradicts,
  },
])('$name', ({ typed, written, expected }) => {
  const letters = Uint16Array.from(`${written.form} `, (letter) => letter.charCodeAt(0))
  expect(agreement(typed, { letters, from: 0, to: written.form.length, open: written.open })).toBe(expected)
})

it('puts the kinds of agreement in order', () => {
  const { same, open, hoiNga, leftOut, contradicts } = AGREEMENT
  expect([same, open, hoiNga, leftOut, contradicts]).toEqual([...Object.values(AGREEMENT)].sort((a, b) => b - a))
})
