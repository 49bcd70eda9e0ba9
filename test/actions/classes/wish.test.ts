import { expect, it } from 'vitest'
import { bySuiting, readWish } from '../../../src/actions/classes/wish.ts'
import type { FoundClass } from '../../../src/classes/find-classes.ts'
import { loadMoments } from '../../../src/engine/expects/load-expects.ts'
import { at } from '../../classes/support/samples.ts'

const moments = loadMoments('data/language')
/** A Saturday. */
const now = at('2026-11-21', '08:00')
const found = (subject: string, date: string) => ({ subject, startsAt: at(date, '19:00') }) as FoundClass
const classes = [
  found('Dùng VNeID', '2026-11-23'),
  found('Chữ ký số', '2026-11-24'),
  found('Mua bán qua mạng', '2026-11-29'),
]

it.each([
  { said: 'tìm lớp', first: 'Dùng VNeID' },
  { said: 'có lớp chữ ký số nào không', first: 'Chữ ký số' },
  { said: 'lop chu ky so', first: 'Chữ ký số' },
  { said: 'chủ nhật tuần sau có lớp nào không', first: 'Mua bán qua mạng' },
  { said: 'lớp nào học ngày 24/11', first: 'Chữ ký số' },
  { said: 'lớp bán hàng qua mạng', first: 'Mua bán qua mạng' },
  { said: 'xã Chư Sê có lớp dùng vneid không, đăng ký giúp', first: 'Dùng VNeID' },
])('of "$said" the class that suits best is $first', ({ said, first }) => {
  expect(bySuiting(classes, readWish(said, moments, now))[0]?.subject).toBe(first)
})
