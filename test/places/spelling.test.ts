import { describe, expect, it } from 'vitest'
import { agrees, editsBetween, isHighland, keyOf, placeWordsOf, telexKeyOf } from '../../src/places/spelling.ts'

it.each([
  { name: 'accents and spaces', one: 'Ia Grai', other: 'iagrai' },
  { name: 'hyphens', one: 'Ia Grai', other: 'Ia-Grai' },
  { name: 'the apostrophe of a prefix', one: 'KDang', other: "K'Dang" },
  { name: 'i and y', one: 'Quy Nhơn', other: 'Qui Nhơn' },
  { name: 'c and k', one: 'Pleiku', other: 'Pleicu' },
  { name: 'd and gi', one: 'Dầu Giây', other: 'dau day' },
  { name: 'the spellings of đăk', one: 'Đak Đoa', other: 'Đắc Đoa' },
  { name: 'kông and kon', one: 'Kông Chro', other: 'kon chro' },
  { name: 'doubled letters', one: 'Bờ Ngoong', other: 'bo ngong' },
])('spells alike without regard to $name', ({ one, other }) => {
  expect(keyOf(placeWordsOf(one))).toBe(keyOf(placeWordsOf(other)))
})

it.each([
  { name: 'a letter', one: 'Chư Sê', other: 'Chư Pưh' },
  { name: 'ch and c', one: 'Chơ Long', other: 'Cơ Long' },
  { name: 'a number', one: 'Sơn Kim 1', other: 'Sơn Kim 11' },
])('spells differently by $name', ({ one, other }) => {
  expect(keyOf(placeWordsOf(one))).not.toBe(keyOf(placeWordsOf(other)))
})

it('reads Telex keys', () => {
  expect(telexKeyOf(['phuocs', 'taan'])).toBe(keyOf(['phước', 'tân']))
  expect(telexKeyOf(['chuw', 'see'])).toBe(keyOf(['chư', 'sê']))
})

describe('accents', () => {
  it.each([
    { typed: 'tân thành', name: 'tân thành', expected: true },
    { typed: 'tan thanh', name: 'tân thành', expected: true },
    { typed: 'tân thanh', name: 'tân thành', expected: true },
    { typed: 'tân thánh', name: 'tân thành', expected: false },
    { typed: 'dak đoa', name: 'đak đoa', expected: true },
    { typed: 'đăng', name: 'đang đi', expected: false },
  ])('of "$typed" may be meant as "$name": $expected', ({ typed, name, expected }) => {
    expect(agrees(typed.split(' '), name.split(' '))).toBe(expected)
  })
})

it.each([
  { word: 'krông', expected: true },
  { word: 'pleiku', expected: true },
  { word: 'ia', expected: true },
  { word: 'chư', expected: false },
  { word: 'nghiêng', expected: false },
  { word: '10', expected: false },
])('takes $word for a highland word: $expected', ({ word, expected }) => {
  expect(isHighland(word)).toBe(expected)
})

it.each([
  { name: 'nothing', a: 'pleiku', b: 'pleiku', expected: 0 },
  { name: 'a letter more', a: 'pleiku', b: 'pleiiku', expected: 1 },
  { name: 'two swapped', a: 'pleiku', b: 'plieku', expected: 1 },
  { name: 'letters of one sound', a: 'pleiku', b: 'playku', expected: 1 },
  { name: 'two letters', a: 'pleiku', b: 'peikuu', expected: 2 },
  { name: 'too many', a: 'pleiku', b: 'abcdef', expected: Number.POSITIVE_INFINITY },
  { name: 'too much length', a: 'pleiku', b: 'ple', expected: Number.POSITIVE_INFINITY },
])('counts the edits of $name', ({ a, b, expected }) => {
  expect(editsBetween(a, b, 2)).toBe(expected)
  expect(editsBetween(b, a, 2)).toBe(expected)
})
