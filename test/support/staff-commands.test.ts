import { describe, expect, it } from 'vitest'
import { type ContactId, createIds } from '../../src/core/ids.ts'
import type { Role, StaffId, UnitId } from '../../src/staff/member.ts'
import { addStaff, findStaffByContact } from '../../src/staff/staff.store.ts'
import { staffTurn } from '../../src/support/handle-staff-command.ts'
import { openTicket } from '../../src/support/open-ticket.ts'
import { readStaffCommand, type StaffCommand } from '../../src/support/read-staff-command.ts'
import { findOpenTicket, findTicket } from '../../src/support/ticket.store.ts'
import type { TicketId } from '../../src/support/ticket.ts'
import { describeOnBothEngines } from './databases.ts'
import { linkByCode } from './link-by-code.ts'
import { NOW, person, sealer } from './samples.ts'
import { at, desk, giaLai, haTinh, lettersTo, quyNhon, quyNhonBac, units } from './support-desk.ts'

const code = 'HT-4K7P'
const morning = at('2026-10-01 09:00')
const ids = createIds(() => NOW)

describe('staff type', () => {
  it.each<{ text: string; command: StaffCommand | null }>([
    { text: 'việc chờ', command: { type: 'list' } },
    { text: 'Viec cho', command: { type: 'list' } },
    { text: 'VIỆC ĐANG CHỜ?', command: { type: 'list' } },
    { text: 'có việc mới không ạ', command: { type: 'list' } },
    { text: 'yêu cầu chờ', command: { type: 'list' } },
    { text: 'nhận HT-4K7P', command: { type: 'take', code } },
    { text: 'nhan ht4k7p', command: { type: 'take', code } },
    { text: 'Em nhận việc HT 4K7P ạ', command: { type: 'take', code } },
    { text: 'nhận ht – 4k7p', command: { type: 'take', code } },
    { text: 'nhận HT-OK7L', command: { type: 'take', code: 'HT-0K71' } },
    { text: 'trả lời HT-4K7P: Bác ra xã nhé', command: { type: 'reply', code, text: 'Bác ra xã nhé' } },
    { text: 'tra loi ht4k7p bac ra xa nhe', command: { type: 'reply', code, text: 'bac ra xa nhe' } },
    { text: 'Trả  lời HT-4K7P:\nDòng một\nDòng hai', command: { type: 'reply', code, text: 'Dòng một\nDòng hai' } },
    { text: 'tl ht-4k7p - 0912 345 678', command: { type: 'reply', code, text: '0912 345 678' } },
    { text: 'nhắn HT-4K7P: mai bác ra', command: { type: 'reply', code, text: 'mai bác ra' } },
    { text: 'trả lời HT-4K7P', command: { type: 'reply', code, text: '' } },
    { text: 'đóng HT-4K7P', command: { type: 'close', code } },
    { text: 'dong ht4k7p', command: { type: 'close', code } },
    { text: 'kết thúc HT-4K7P nhé', command: { type: 'close', code } },
    { text: '7KQ4-M2XT-9RBC', command: { type: 'link', code: '7kq4-m2xt-9rbc' } },
    { text: 'Mã cán bộ: 7kq4-m2xt-9rbc', command: { type: 'link', code: '7kq4-m2xt-9rbc' } },
    { text: '7kkk-aaaa-9999', command: { type: 'link', code: '7kkk-aaaa-9999' } },
    { text: 'nhận HT-4K7', command: null },
    { text: 'nhận HT-4K7PX', command: null },
    { text: 'nhận lương ở đâu', command: null },
    { text: 'đóng học phí trực tuyến', command: null },
    { text: 'việc làm', command: null },
    { text: 'trả lời giúp tôi với', command: null },
    { text: '', command: null },
  ])('"$text"', ({ text, command }) => {
    expect(readStaffCommand(text)).toEqual(command)
  })
})

describeOnBothEngines('staff in chat', (context) => {
  const citizen = person(1)
  const hire = async (contact: ContactId, role: Role, unit: UnitId, name = 'chị Lan') => {
    const id = ids.next() as StaffId
    await context.db.transaction().execute(async (trx) => {
      const typed = await addStaff(trx, sealer, units, { id, role, unit, name, now: NOW, by: 'operator' })
      await linkByCode(trx, sealer, { contact, code: typed, now: NOW })
    })
    return id
  }
  const ask = async (unit: UnitId, contact = citizen, question: string | null = 'Quên mật khẩu VNeID') => {
    const request = { id: ids.next() as TicketId, contact, unit, question, now: morning }
    return (await context.db.transaction().execute((trx) => openTicket(trx, desk, request))).code
  }
  /** Writes as somebody and carries the turn out; gives what is said back, null when it is no matter of staff. */
  const write = async (contact: ContactId, text: string, now = morning) => {
    const turn = await staffTurn(context.db, desk, { contact, text, key: ids.next(), now })
    if (turn)
      await context.db.transaction().execute(async (trx) => {
        for (const one of turn.writes) await one(trx)
      })
    return turn === null ? null : turn.messages.map((message) => ('text' in message ? message.text : '')).join('\n')
  }
  const deeds = async () => {
    const rows = await context.db.selectFrom('audit_log').select(['action', 'detail']).orderBy('id').execute()
    return rows.filter(({ action }) => action.startsWith('ticket')).map(({ action, detail }) => `${action} ${detail}`)
  }

  it('go from the list to the answer', async () => {
    const officer = person(9)
    const id = await hire(officer, 'officer', giaLai)
    expect(await write(officer, 'việc chờ')).toBe('Không có yêu cầu nào đang chờ.')
    const mine = await ask(quyNhon)
    // Still a matter of the commune; an officer may step in.
    expect(await write(officer, 'việc chờ')).toContain(`${mine} · phường Quy Nhơn · chưa ai nhận · từ 09:00 01/10/2026`)
    expect(await write(officer, `nhan ${mine}`)).toContain('đã nhận')
    expect(await write(officer, 'việc chờ')).toContain('anh/chị đang giữ')
    expect(await write(officer, `trả lời ${mine}`)).toContain('Chưa có nội dung')
    expect(await write(officer, `trả lời ${mine}: Bác ra xã nhé`)).toBe(`Đã gửi câu trả lời ${mine}.`)
    expect(await write(officer, `đóng ${mine}`)).toBe(`Đã đóng ${mine}.`)
    expect(await write(officer, `đóng ${mine}`)).toBe(`${mine} đã đóng.`)
    expect((await lettersTo(context.db, citizen)).map(({ text }) => text)).toEqual([
      'Cán bộ chị Lan, tỉnh Gia Lai trả lời:\nBác ra xã nhé',
      expect.stringContaining(`Cán bộ đã kết thúc hỗ trợ ${mine}`),
    ])
    expect(await deeds()).toEqual([
      'tickets_listed 1',
      'ticket_taken null',
      'tickets_listed 1',
      'ticket_answered null',
      'ticket_closed null',
    ])
    expect(id).toBeTruthy()
  })

  it('are told at night when the citizen will read their answer', async () => {
    await hire(person(9), 'officer', giaLai)
    const mine = await ask(giaLai)
    expect(await write(person(9), `tl ${mine} mai bác ra xã`, at('2026-10-01 22:00'))).toContain(
      'bà con sẽ nhận lúc 06:30 ngày 02/10/2026',
    )
  })

  it.each<{ name: string; role: Role; unit: UnitId }>([
    { name: 'another commune', role: 'commune_staff', unit: quyNhonBac },
    { name: 'another province', role: 'admin', unit: haTinh },
  ])('of $name see nothing of a ticket; that they tried is written down', async ({ role, unit }) => {
    await hire(person(9), role, unit)
    const other = await ask(quyNhon)
    expect(await write(person(9), 'việc chờ')).toBe('Không có yêu cầu nào đang chờ.')
    for (const text of [`nhận ${other}`, `trả lời ${other}: a`, `đóng ${other}`])
      expect(await write(person(9), text)).toBe(`Không có yêu cầu ${other} trong đơn vị của anh/chị.`)
    expect(await deeds()).toEqual(['ticket_refused take', 'ticket_refused reply', 'ticket_refused close'])
    expect(await lettersTo(context.db, citizen)).toEqual([])
    expect(await findOpenTicket(context.db, sealer, citizen)).toMatchObject({ status: 'waiting' })
  })

  it('of a commune leave to others what was passed up or is not theirs', async () => {
    await hire(person(9), 'commune_staff', quyNhon)
    await hire(person(8), 'commune_staff', quyNhon, 'anh Minh')
    const mine = await ask(quyNhon)
    await write(person(9), `nhận ${mine}`)
    for (const text of [`nhận ${mine}`, `trả lời ${mine}: a`, `đóng ${mine}`])
      expect(await write(person(8), text)).toBe(`${mine} đang do người khác giữ.`)
    await context.db.updateTable('support_requests').set({ level: 'officer' }).execute()
    expect(await write(person(9), `trả lời ${mine}: a`)).toContain('chuyển lên cấp trên')
    const ofProvince = await ask(giaLai, person(2))
    expect(await write(person(9), `nhận ${ofProvince}`)).toContain('Không có yêu cầu')
  })

  it('who are no staff are citizens, whatever they type', async () => {
    const mine = await ask(quyNhon)
    expect(await write(person(5), 'việc chờ')).toBeNull()
    expect(await write(person(5), `nhận ${mine}`)).toBeNull()
    expect(await write(person(5), 'xin chào')).toBeNull()
  })

  it('become staff by their code', async () => {
    const id = ids.next() as StaffId
    const staff = { id, role: 'officer' as const, unit: giaLai, name: 'chị Lan', now: NOW, by: 'operator' }
    const typed = await context.db.transaction().execute((trx) => addStaff(trx, sealer, units, staff))
    expect(await write(person(5), 'AAAA-AAAA-AAAA')).toContain('Còn 4 lần thử')
    expect(await write(person(5), `mã ${typed}`)).toContain('Xin chào chị Lan')
    expect(await write(person(5), typed)).toContain('đã gắn với chị Lan rồi')
    expect(await findStaffByContact(context.db, sealer, person(5))).toMatchObject({ id })
  })

  it('decide anew when somebody else was faster', async () => {
    await hire(person(9), 'officer', giaLai)
    await hire(person(8), 'officer', giaLai, 'anh Minh')
    const mine = await ask(giaLai)
    const words = { contact: person(9), text: `nhận ${mine}`, key: 'r1', now: morning }
    const turn = await staffTurn(context.db, desk, words)
    await write(person(8), `nhận ${mine}`)
    await expect(
      context.db.transaction().execute(async (trx) => {
        for (const one of turn?.writes ?? []) await one(trx)
      }),
    ).rejects.toThrow('meanwhile')
    expect((await staffTurn(context.db, desk, words))?.messages).toMatchObject([
      { text: `${mine} đang do người khác giữ.` },
    ])
    expect((await findTicket(context.db, sealer, { code: mine }))?.holder).toMatch(/^staff:/)
  })
})
