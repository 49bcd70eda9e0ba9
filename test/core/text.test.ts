import { describe, expect, it } from 'vitest'
import { fold, normalise, tokens } from '../../src/core/text.ts'

describe('normalise', () => {
  it.each([
    { name: 'lower case and single spaces', text: '  Đăng   KÝ\nVNeID ', expected: 'đăng ký vneid' },
    { name: 'decomposed letters', text: 'mật khẩu'.normalize('NFD'), expected: 'mật khẩu' },
    { name: 'the older place of tone marks', text: 'hòa hoá khỏe thủy', expected: 'hoà hoá khoẻ thuỷ' },
    { name: 'a tone mark on the u of qu', text: 'qúa qùa', expected: 'quá quà' },
    { name: 'a tone mark on the i of gi', text: 'gìa', expected: 'già' },
    { name: 'slips of the horn', text: 'đuợc đựơc đựoc', expected: 'được được được' },
    { name: 'a slip of the horn alone', text: 'ngừơi', expected: 'người' },
    { name: 'words that only look like slips', text: 'mùa của thuở', expected: 'mùa của thuở' },
    { name: 'stretched letters', text: 'alooooo ơiiii khoáááá', expected: 'alo ơi khoá' },
    { name: 'a short form that begins with three letters', text: 'CCCD', expected: 'cccd' },
    { name: 'doubled letters that belong there', text: 'app facebook', expected: 'app facebook' },
    { name: 'emoji, also those made of several', text: 'mất máy😭😭rồi 👩‍👩‍👧 🇻🇳', expected: 'mất máy rồi' },
    { name: 'zero-width characters', text: 'vne\u200Bid', expected: 'vneid' },
    { name: 'nothing', text: '', expected: '' },
  ])('makes one form of $name', ({ text, expected }) => {
    expect(normalise(text)).toBe(expected)
  })

  it('changes nothing more the second time', () => {
    const once = normalise('Hòa ơi, đuợc khôngggg 😀 gìa qúa')
    expect(normalise(once)).toBe(once)
  })
})

it.each([
  ['đăng ký mật khẩu', 'dang ky mat khau'],
  ['ừ ữ ở ẫ ẵ ỹ', 'u u o a a y'],
  ['vneid 2', 'vneid 2'],
])('fold strips every mark: %s', (text, expected) => {
  expect(fold(text)).toBe(expected)
})

it.each([
  { text: 'vneid là gì?', expected: ['vneid', 'là', 'gì'] },
  { text: 'ngày 10/10, chợ 4t', expected: ['ngày', '10/10', 'chợ', '4t'] },
  { text: 'dichvucong.gov.vn', expected: ['dichvucong', 'gov', 'vn'] },
  { text: '?!', expected: [] },
])('tokens parts $text', ({ text, expected }) => {
  expect(tokens(text)).toEqual(expected)
})
