import { describe, expect, it } from 'vitest'
import { readVisitCommand, type VisitCommand } from '../../../src/actions/visits/read-visit-command.ts'
import { visitStaffTurn } from '../../../src/actions/visits/visit-desk.ts'
import type { UnitCode } from '../../../src/places/commune.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { carriedOut, deedsOf, hire } from '../../support/hired.ts'
import { type account, person } from '../../support/samples.ts'
import { at, desk, giaLai, lettersTo, quyNhon, quyNhonBac } from '../../support/support-desk.ts'
import { askForVisit, texts } from './support.ts'

const morning = at('2026-10-01 09:00')
const code = 'TN-4K7PQ'

describe('staff type about visits', () => {
  it.each<{ text: string; command: VisitCommand | null }>([
    { text: 'lời nhờ', command: { type: 'list' } },
    { text: 'Loi nho', command: { type: 'list' } },
    { text: 'danh sách lời nhờ đang chờ', command: { type: 'list' } },
    { text: 'có lời nhờ mới không ạ?', command: { type: 'list' } },
    { text: 'nhận TN-4K7PQ', command: { type: 'taken', code } },
    { text: 'nhan tn4k7pq', command: { type: 'taken', code } },
    { text: 'Em nhận lời nhờ TN 4K7PQ ạ', command: { type: 'taken', code } },
    { text: 'nhận TN-OK7IL', command: { type: 'taken', code: 'TN-0K711' } },
    { text: 'xong TN-4K7PQ rồi', command: { type: 'done', code } },
    { text: 'hoàn thành tn-4k7pq', command: { type: 'done', code } },
    { text: 'hủy TN-4K7PQ', command: { type: 'cancelled', code } },
    { text: 'huỷ tn–4k7pq', command: { type: 'cancelled', code } },
    { text: 'nhờ đến nhà', command: null },
    { text: 'lời nhờ của tôi đến đâu rồi', command: null },
    { text: 'tôi có lời nhờ cán bộ giúp', command: null },
    { text: 'nhận TN-4K7P', command: null },
    { text: 'nhận TN-4K7PQX', command: null },
    { text: 'hủy lời nhờ', command: null },
    { text: 'xong rồi', command: null },
    { text: 'TN-4K7PQ', command: null },
  ])('"$text"', ({ text, command }) => {
    expect(readVisitCommand(text)).toEqual(command)
  })
})

describeOnBothEngines('visits of the community digital team', (context) => {
  const citizen = person(1)
  const staff = person(90)
  const write = async (text: string, contact = staff, now = morning) =>
    carriedOut(context.db, await visitStaffTurn({ db: context.db, desk, texts }, { contact, text, key: 'r1', now }))
  const ask = (commune: UnitCode, now = morning) => askForVisit(context.db, citizen, commune, now)

  it('are told to the staff of that commune who have linked a chat, and to nobody else', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await hire(context.db, person(91), 'commune_staff', quyNhonBac)
    await hire(context.db, person(92), 'officer', giaLai)
    const mine = await ask(quyNhon)
    const [letter, ...others] = await lettersTo(context.db, staff)
    expect(others).toEqual([])
    expect(letter?.text).toContain(`Có lời nhờ mới ${mine} ở phường Quy Nhơn.\nViệc: Cài và dùng VNeID.`)
    expect(letter?.text).not.toMatch(/An|0912/)
    expect(await lettersTo(context.db, person(91))).toEqual([])
    expect(await lettersTo(context.db, person(92))).toEqual([])
  })

  it('wait till morning to be told, and do not fail for a member whose account is gone', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await hire(context.db, person(91, 'web:gone' as typeof account), 'commune_staff', quyNhon)
    await ask(quyNhon, at('2026-10-01 22:00'))
    expect((await lettersTo(context.db, staff)).map(({ dueAt }) => dueAt)).toEqual([at('2026-10-02 06:30')])
  })

  it('go from the list to the end; the citizen is told of each step', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await hire(context.db, person(91), 'commune_staff', quyNhon, 'anh Minh')
    expect(await write('lời nhờ')).toBe('Không có lời nhờ nào đang chờ.')
    const mine = await ask(quyNhon)
    const list = await write('loi nho')
    expect(list).toContain(`${mine} · chưa ai nhận · gửi 09:00 01/10/2026`)
    expect(list).toContain('Hẹn 08:00 02/10/2026.\nLiên hệ: Nguyễn Văn An, 0912345678')
    expect(await write(`nhận ${mine}`)).toContain(`Anh/chị đã nhận ${mine}. Liên hệ: Nguyễn Văn An, 0912345678`)
    expect(await write(`nhận ${mine}`, person(91))).toBe(`${mine} đã có người nhận.`)
    expect(await write('lời nhờ')).toContain('anh/chị đã nhận')
    expect(await write('lời nhờ', person(91))).toContain('người khác đã nhận')
    expect(await write(`xong ${mine}`)).toBe(`Đã ghi ${mine} là xong.`)
    expect(await write(`hủy ${mine}`)).toBe(`${mine} đã xong.`)
    expect(await write('lời nhờ')).toBe('Không có lời nhờ nào đang chờ.')
    const other = await ask(quyNhon)
    expect(await write(`hủy ${other}`)).toBe(`Đã hủy ${other}.`)
    expect((await lettersTo(context.db, citizen)).map(({ text }) => text)).toEqual([
      expect.stringContaining(`phường Quy Nhơn đã nhận lời nhờ ${mine}`),
      expect.stringContaining(`báo đã giúp xong lời nhờ ${mine}`),
      expect.stringContaining(`Lời nhờ ${other} đã được phường Quy Nhơn hủy`),
    ])
    expect(await deedsOf(context.db, 'visit_')).toEqual(['visit_taken null', 'visit_done null', 'visit_cancelled null'])
  })

  it('are not to be found by staff of other units, nor by citizens', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhonBac)
    await hire(context.db, person(91), 'admin', giaLai)
    const other = await ask(quyNhon)
    expect(await write('lời nhờ')).toBe('Không có lời nhờ nào đang chờ.')
    expect(await write('lời nhờ', person(91))).toBe('Lời nhờ chỉ cán bộ của chính xã, phường đó xem được.')
    for (const contact of [staff, person(91)])
      expect(await write(`nhận ${other}`, contact)).toBe(`Không có lời nhờ ${other} trong đơn vị của anh/chị.`)
    expect(await write(`nhận ${other}`, citizen)).toBeNull()
    expect(await deedsOf(context.db, 'visit_')).toEqual(['visit_refused null', 'visit_refused null'])
    expect(await lettersTo(context.db, citizen)).toEqual([])
  })

  it('are decided anew when somebody else was faster', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    const mine = await ask(quyNhon)
    const words = { contact: staff, text: `nhận ${mine}`, key: 'r1', now: morning }
    const late = await visitStaffTurn({ db: context.db, desk, texts }, words)
    await write(`nhận ${mine}`)
    await expect(carriedOut(context.db, late)).rejects.toThrow('meanwhile')
    expect(await lettersTo(context.db, citizen)).toHaveLength(1)
  })
})
