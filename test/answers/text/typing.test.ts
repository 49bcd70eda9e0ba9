import { expect, it } from 'vitest'
import { fromTelex, fromVni } from '../../../src/answers/text/typing.ts'

it.each([
  ['dduowcj', 'được'],
  ['khoong', 'không'],
  ['kys', 'ký'],
  ['chuwx', 'chữ'],
  ['maatj', 'mật'],
  ['khaaur', 'khẩu'],
  ['quys', 'quý'],
  ['giaays', 'giấy'],
  ['hoaf', 'hoà'],
  ['nguwowif', 'người'],
  ['ngoaif', 'ngoài'],
  ['vneid', null],
  ['app', null],
  ['123', null],
])('fromTelex reads %s as %s', (typed, expected) => {
  expect(fromTelex(typed)).toBe(expected)
})

it.each([
  ['d9uo7c5', 'được'],
  ['ma65t', 'mật'],
  ['kha63u', 'khẩu'],
  ['ky1', 'ký'],
  ['nguoi72', 'người'],
  ['ho62', 'hồ'],
  ['vneid', null],
  ['2025', null],
])('fromVni reads %s as %s', (typed, expected) => {
  expect(fromVni(typed)).toBe(expected)
})
