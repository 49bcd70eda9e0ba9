import { describe, expect, it } from 'vitest'
import { type BroadcastCommand, readBroadcastCommand } from '../../../src/actions/broadcasts/read-broadcast-command.ts'
import { readWhen } from '../../../src/actions/broadcasts/read-when.ts'
import { readWhom, type WhomRead } from '../../../src/actions/broadcasts/read-whom.ts'
import type { Schedule } from '../../../src/broadcasts/schedule.ts'
import { loadMoments } from '../../../src/engine/expects/load-expects.ts'
import type { UnitCode } from '../../../src/places/commune.ts'
import { readCommunes } from '../../../src/places/communes.ts'
import { at, quyNhon } from '../../support/support-desk.ts'

const code = 'TB-4K7PQ'
const communes = readCommunes('.')
const moments = loadMoments('data/language')
/** A Thursday. */
const now = at('2026-10-01 09:00')

describe('officers type about announcements', () => {
  it.each<{ text: string; command: BroadcastCommand | null }>([
    { text: 'soạn tin', command: { type: 'compose' } },
    { text: 'Em soan tin moi a', command: { type: 'compose' } },
    { text: 'chiến dịch hôm nay', command: { type: 'today' } },
    { text: 'tình hình chiến dịch hôm nay thế nào?', command: { type: 'today' } },
    { text: 'chờ duyệt', command: { type: 'waiting' } },
    { text: 'xem TB-4K7PQ', command: { type: 'show', code } },
    { text: 'duyệt tb 4k7pq', command: { type: 'approve', code, hash: null } },
    { text: 'duyệt TB-4K7PQ 3fa9c1d2', command: { type: 'approve', code, hash: '3fa9c1d2' } },
    { text: 'duyệt TB-4K7PQ 3fa9', command: null },
    { text: 'Không duyệt TB-4K7PQ', command: { type: 'reject', code, reason: '' } },
    {
      text: 'không duyệt TB-4K7PQ vì sai địa điểm lớp',
      command: { type: 'reject', code, reason: 'sai địa điểm lớp' },
    },
    { text: 'gửi thử TB-4K7PQ', command: { type: 'test', code } },
    { text: 'tạm dừng TB-4K7PQ nhé', command: { type: 'pause', code } },
    { text: 'tiếp tục thông báo TB-4K7PQ', command: { type: 'resume', code } },
    { text: 'Hủy hẳn TB-4K7PQ', command: { type: 'cancel_for_good', code: 'TB-4K7PQ' } },
    { text: 'sua lai TB-4K7PQ nhé', command: { type: 'rewrite', code: 'TB-4K7PQ' } },
    { text: 'trình duyệt lại TB 4k7pq', command: { type: 'rewrite', code: 'TB-4K7PQ' } },
    { text: 'trình lại', command: { type: 'which', deed: 'rewrite' } },
    { text: 'sửa tin', command: null },
    { text: 'hủy TB-OK7IL', command: { type: 'cancel', code: 'TB-0K711' } },
    { text: 'gửi lại TB-4K7PQ', command: { type: 'resend', code, what: null } },
    { text: 'gửi lại TB-4K7PQ lỗi', command: { type: 'resend', code, what: 'failed' } },
    { text: 'gửi lại TB-4K7PQ không rõ', command: { type: 'resend', code, what: 'unknown' } },
    { text: 'gửi lại TB-4K7PQ tất cả', command: null },
    { text: 'đính chính TB-4K7PQ', command: { type: 'correct', code } },
    { text: 'duyệt', command: { type: 'waiting' } },
    { text: 'tạm dừng', command: { type: 'which', deed: 'pause' } },
    { text: 'Tạm dừng gửi ngay!', command: { type: 'which', deed: 'pause' } },
    { text: 'gửi tiếp', command: { type: 'which', deed: 'resume' } },
    { text: 'gửi lại tin lỗi', command: { type: 'which', deed: 'resend' } },
    { text: 'đính chính', command: { type: 'which', deed: 'correct' } },
    { text: 'tạm dừng chữ ký số', command: null },
    { text: 'tiếp tục', command: null },
    { text: 'dừng', command: null },
    { text: 'hủy', command: null },
    { text: 'xem lớp', command: null },
    { text: 'soạn tin nhắn cho con tôi thế nào', command: null },
    { text: 'thông báo của trường hôm nay có gì', command: null },
  ])('"$text"', ({ text, command }) => {
    expect(readBroadcastCommand(text)).toEqual(command)
  })

  it.each<{ text: string; schedule: Schedule | null }>([
    { text: '07:30 ngày 05/10', schedule: { type: 'once', at: '05/10/2026 07:30' } },
    { text: '7h30 5/10/2026', schedule: { type: 'once', at: '05/10/2026 07:30' } },
    { text: 'lúc 19 giờ ngày 05/10', schedule: { type: 'once', at: '05/10/2026 19:00' } },
    { text: '8h rưỡi 05/10', schedule: { type: 'once', at: '05/10/2026 08:30' } },
    { text: '07:30 ngày 05/01', schedule: { type: 'once', at: '05/01/2027 07:30' } },
    {
      text: 'mỗi ngày 05/10–10/10 lúc 07:30',
      schedule: { type: 'daily', at: '07:30', from: '05/10/2026', to: '10/10/2026' },
    },
    {
      text: 'hằng ngày từ 5/10 đến 10/10, 7h30',
      schedule: { type: 'daily', at: '07:30', from: '05/10/2026', to: '10/10/2026' },
    },
    {
      text: 'thứ 2, thứ năm và chủ nhật hằng tuần lúc 07:30 từ 05/10 đến 30/10',
      schedule: { type: 'weekly', days: ['t2', 't5', 'cn'], at: '07:30', from: '05/10/2026', to: '30/10/2026' },
    },
    { text: 'gửi ngay', schedule: { type: 'once', at: '01/10/2026 09:00' } },
    { text: '7h30 sáng mai', schedule: { type: 'once', at: '02/10/2026 07:30' } },
    { text: 'ngày 05/10', schedule: null },
    { text: 'lúc 07:30', schedule: null },
    { text: 'mỗi ngày lúc 07:30', schedule: null },
    { text: 'mỗi ngày 10/10–05/10 lúc 07:30', schedule: null },
    { text: '07:30 và 17:00 ngày 05/10', schedule: null },
    { text: '07:30 ngày 31/02', schedule: null },
    { text: 'khi nào cũng được', schedule: null },
  ])('when: "$text"', ({ text, schedule }) => {
    expect(readWhen(text, now, moments)).toEqual(schedule)
  })

  const read = (segment: object): WhomRead => ({ type: 'read', segment })
  it.each<{ text: string; own?: UnitCode; whom: WhomRead }>([
    { text: 'cả tỉnh', whom: read({}) },
    { text: 'Tất cả mọi người', whom: read({}) },
    { text: 'phường Quy Nhơn', whom: read({ communes: ['21583'] }) },
    { text: 'phường Quy Nhơn, phường Quy Nhơn Bắc', whom: read({ communes: ['21583', '21553'] }) },
    { text: 'bà con phường Quy Nhơn qua kênh Zalo', whom: read({ communes: ['21583'], channels: ['zalo-oa'] }) },
    {
      text: 'phường Quy Nhơn đã đăng ký lớp LC12',
      whom: { type: 'unclear', said: 'phường Quy Nhơn đã đăng ký lớp LC12', maybe: [] },
    },
    {
      text: 'cả tỉnh trừ phường Quy Nhơn',
      whom: { type: 'unclear', said: 'cả tỉnh trừ phường Quy Nhơn', maybe: [] },
    },
    { text: 'kênh Zalo', whom: read({ channels: ['zalo-oa'] }) },
    { text: 'cả tỉnh, kênh zalo, messenger', whom: read({ channels: ['zalo-oa', 'messenger'] }) },
    { text: 'người đã đăng ký lớp LC12', whom: read({ classes: ['LC12'] }) },
    { text: 'lớp lc 12', whom: read({ classes: ['LC12'] }) },
    { text: 'lớp PT01', whom: read({ classes: ['PT01'] }) },
    { text: 'người đã học lớp LC12', whom: read({ attended: ['LC12'] }) },
    { text: 'có nhắn trong 30 ngày', whom: read({ seen_within_days: 30 }) },
    { text: 'người mới 7 ngày', whom: read({ new_within_days: 7 }) },
    { text: 'cả xã', own: quyNhon, whom: read({ communes: [quyNhon] }) },
    { text: 'phường Zyxw', whom: { type: 'unclear', said: 'phường Zyxw', maybe: [] } },
  ])('whom: "$text"', ({ text, own, whom }) => {
    expect(readWhom(text, { communes, province: '52' as UnitCode, own: own ?? null })).toEqual(whom)
  })
})
