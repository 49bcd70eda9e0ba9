import { expect, it } from 'vitest'
import { bySuiting, readWish, wishSchema } from '../../../src/actions/classes/wish.ts'
import { readWishWords } from '../../../src/actions/classes/wish-words.ts'
import type { FoundClass } from '../../../src/classes/find-classes.ts'
import { loadMoments } from '../../../src/engine/expects/load-expects.ts'
import { at } from '../../classes/support/samples.ts'

const readers = { moments: loadMoments('data/language'), wishWords: readWishWords('.') }
/** A Saturday. */
const now = at('2026-11-21', '08:00')
const found = (subject: string, date: string, time = '19:00') => ({ subject, startsAt: at(date, time) }) as FoundClass
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
  expect(bySuiting(classes, readWish(said, readers, now)).suiting[0]?.subject).toBe(first)
})

/** A week from Monday 23 November to Sunday, and the Thursday after. */
const week = {
  'Thứ 2 8h': found('Thứ 2 8h', '2026-11-23', '08:00'),
  'Thứ 3 14h': found('Thứ 3 14h', '2026-11-24', '14:00'),
  'Thứ 5 19h': found('Thứ 5 19h', '2026-11-26', '19:00'),
  'Thứ 7 8h': found('Thứ 7 8h', '2026-11-28', '08:00'),
  'Chủ nhật 17h30': found('Chủ nhật 17h30', '2026-11-29', '17:30'),
  'Thứ 5 sau 19h': found('Thứ 5 sau 19h', '2026-12-03', '19:00'),
}
const all = Object.keys(week)

it.each([
  { said: 'có lớp tối thứ 5 không', in: ['Thứ 5 19h', 'Thứ 5 sau 19h'] },
  { said: 'tối thứ năm tuần sau nữa', in: ['Thứ 5 sau 19h'] },
  { said: 'lớp thứ năm tuần sau', in: ['Thứ 5 19h'] },
  { said: 'sáng thứ 7 có lớp nào không', in: ['Thứ 7 8h'] },
  { said: 'lop sang thu 7', in: ['Thứ 7 8h'] },
  { said: 'tôi đi làm, sau 17h mới rảnh', in: ['Thứ 5 19h', 'Chủ nhật 17h30', 'Thứ 5 sau 19h'] },
  { said: 'lớp nào học từ 17h trở đi', in: ['Thứ 5 19h', 'Chủ nhật 17h30', 'Thứ 5 sau 19h'] },
  { said: 'có lớp nào sau giờ làm không', in: ['Thứ 5 19h', 'Chủ nhật 17h30', 'Thứ 5 sau 19h'] },
  { said: 'cuối tuần có lớp không', in: ['Thứ 7 8h', 'Chủ nhật 17h30'] },
  { said: 'lớp trước 10h', in: ['Thứ 2 8h', 'Thứ 7 8h'] },
  { said: 'lớp buổi chiều', in: ['Thứ 3 14h', 'Chủ nhật 17h30'] },
  { said: 'lớp 8h sáng', in: ['Thứ 2 8h', 'Thứ 7 8h'] },
  { said: 'lớp lúc 7h', in: ['Thứ 2 8h', 'Thứ 5 19h', 'Thứ 7 8h', 'Thứ 5 sau 19h'] },
  { said: 'lớp ngày 28/11', in: ['Thứ 7 8h'] },
  { said: 'thứ 2 hoặc thứ 3', in: ['Thứ 2 8h', 'Thứ 3 14h'] },
  { said: 'toi muon dang ky lop hoc', in: all },
  { said: 'cho toi doi sang lop khac', in: all },
  { said: 'tìm lớp cho 5 người nhà tôi', in: all },
  { said: 'tôi muốn học lớp LC12', in: all },
])('"$said" means the classes $in', ({ said, in: wished }) => {
  const { suiting, others } = bySuiting(Object.values(week), readWish(said, readers, now))
  expect(suiting.map(({ subject }) => subject)).toEqual(wished)
  expect(suiting.length + others.length).toBe(all.length)
})

it('a wish kept by a version that knew no hours is still read', () => {
  expect(wishSchema.parse({ words: ['lop'], day: null })).toEqual({ words: ['lop'], days: [], weekdays: [], hours: [] })
})
