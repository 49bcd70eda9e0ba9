import { beforeEach, expect, it } from 'vitest'
import { classStaffTurn } from '../../../src/actions/classes/desk/handle-class-command.ts'
import { tellLetterOutcomes } from '../../../src/actions/classes/desk/letters.ts'
import type { ClassId } from '../../../src/classes/class.ts'
import type { ContactId } from '../../../src/core/ids.ts'
import { insertOutbox } from '../../../src/outbox/outbox.store.ts'
import { saveContacts } from '../../../src/people/contact.store.ts'
import { newContact } from '../../../src/people/contact.ts'
import { add, at, day, GIA_LAI, signUp, wanted } from '../../classes/support/samples.ts'
import { classDeskOver, typeAtDesk } from '../../support/class-desk.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { carriedOut, deedsOf, hire } from '../../support/hired.ts'
import { account, otherAccount, person, sealer } from '../../support/samples.ts'
import { lettersTo, quyNhon } from '../../support/support-desk.ts'

const HOUR = 3_600_000
const morning = at('2026-10-09', '09:00')
const staff = person(90)

describeOnBothEngines('staff change a class or write to it', (context) => {
  let classId: ClassId
  const write = (text: string, now = morning) => typeAtDesk(context.db, staff, text, now)
  /** Somebody who last wrote at an instant. */
  const seen = async (contact: ContactId, lastEventAt: number, optedOutAt: number | null = null) => {
    const one = { ...newContact(contact, contact.startsWith('zalo') ? account : otherAccount, lastEventAt), optedOutAt }
    await saveContacts(context.db, sealer, [{ ...one, version: 1, lastEventAt }])
  }
  const dates = async () => {
    const rows = await context.db.selectFrom('class_sessions').selectAll().orderBy('number').execute()
    return rows.map(({ starts_at, status }) => `${new Date(starts_at + 7 * HOUR).toISOString().slice(0, 16)} ${status}`)
  }

  beforeEach(async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    classId = await add(context.db, { province: GIA_LAI, commune: quyNhon })
    await signUp(context.db, wanted(classId, 1), morning)
    await signUp(context.db, wanted(classId, 2, { contact: person(1) }), morning)
  })

  it('say how many a letter reaches and who is not, send it once to each, and hear what became of it', async () => {
    await signUp(context.db, wanted(classId, 3), morning)
    await signUp(context.db, wanted(classId, 4), morning)
    await seen(person(1), morning - HOUR)
    await seen(person(3), morning - HOUR, morning - HOUR)
    await seen(person(4), morning - 200 * HOUR)
    await write('thêm Lê Thị Hoa 0987654321 vào LC12')
    await write('đồng ý')
    const asked = await write('nhắn cả lớp LC12: Mai mang theo thẻ căn cước')
    expect(asked).toContain('Nhắn tới 2 người của lớp LC12 · Dùng VNeID an toàn:\n“Mai mang theo thẻ căn cước”')
    expect(asked).toContain('1 người không nhận được: đã tắt tin nhắn (Người Thứ 3)')
    expect(asked).toContain('không cho gửi tin thường (Người Thứ 4)')
    expect(asked).toContain('1 người không có khung chat, do cán bộ ghi tên giúp (Lê Thị Hoa)')
    expect(await lettersTo(context.db, person(1))).toEqual([])
    expect(await write('đồng ý LC12')).toContain('Đã xếp gửi 1 tin của LC12')
    expect(await lettersTo(context.db, person(1))).toEqual([
      {
        text: 'Tin của phường Quy Nhơn gửi lớp Dùng VNeID an toàn (LC12):\nMai mang theo thẻ căn cước',
        dueAt: morning,
      },
    ])
    for (const missed of [person(3), person(4), staff]) expect(await lettersTo(context.db, missed)).toEqual([])
    expect(await deedsOf(context.db, 'class_written')).toEqual([
      'class_written_to 1 opted_out, 1 window, 1 no_chat, 1 reached, 0 no_account',
    ])

    expect(await write('kết quả nhắn LC12')).toContain('0 tin đã gửi, 1 tin còn đang gửi')
    const desk = classDeskOver(context.db)
    await tellLetterOutcomes(context.db, desk, morning + 60_000)
    expect(await lettersTo(context.db, staff)).toEqual([])
    const { purpose } = await context.db.selectFrom('outbox').select('purpose').executeTakeFirstOrThrow()
    expect(purpose).toBe('broadcast')
    await context.db.updateTable('outbox').set({ status: 'sent' }).execute()
    for (const later of [2, 3]) await tellLetterOutcomes(context.db, desk, morning + later * 60_000)
    expect((await lettersTo(context.db, staff)).map(({ text }) => text)).toEqual([
      'Tin gửi LC12 lúc 09:00 09/10/2026: 1 tin đã gửi.',
    ])
  })

  it('reach by template whom the free message cannot, and by phone who has no chat, where the text fits', async () => {
    await signUp(context.db, wanted(classId, 3), morning)
    await seen(person(1), morning - HOUR)
    await seen(person(3), morning - 200 * HOUR)
    await write('thêm Lê Thị Hoa 0987654321 vào LC12')
    await write('đồng ý')
    const price = { priceDong: 200 }
    const render = (named: Readonly<Record<string, string>>) => (phone?: string) => ({
      body: { text: `${phone ?? 'uid'}: ${named.unit}, ${named.code}, ${named.text}` },
    })
    const withTemplates = {
      ...classDeskOver(context.db),
      readTemplates: async () => ({
        find: (_: ContactId, kind: string, named: Readonly<Record<string, string>>) =>
          kind === 'letter' && (named.text ?? '').length <= 30
            ? { toPerson: price, toPhone: price, render: render(named) }
            : null,
      }),
    }
    const say = async (text: string) =>
      carriedOut(context.db, await classStaffTurn(withTemplates, { contact: staff, text, key: 'r1', now: morning }))
    expect(await say(`nhắn cả lớp LC12: ${'Mai nhớ mang thẻ căn cước '.repeat(2)}`)).toContain('Nhắn tới 2 người')
    const asked = await say('nhắn cả lớp LC12: Mai mang thẻ căn cước')
    expect(asked).toContain('Nhắn tới 4 người')
    expect(asked).toContain('2 người trong số đó nhận bằng tin mẫu')
    expect(await say('đồng ý LC12')).toContain('Đã xếp gửi 3 tin')
    expect((await lettersTo(context.db, person(1)))[0]?.text).toContain('Tin của phường Quy Nhơn')
    expect((await lettersTo(context.db, person(3)))[0]?.text).toBe('uid: phường Quy Nhơn, LC12, Mai mang thẻ căn cước')
    expect((await lettersTo(context.db, staff))[0]?.text).toMatch(/^84987654321: /)
    const rows = await context.db.selectFrom('outbox').select(['purpose', 'batch']).execute()
    expect(new Set(rows.map(({ purpose }) => purpose))).toEqual(new Set(['broadcast']))
    expect(new Set(rows.map(({ batch }) => batch)).size).toBe(1)
  })

  it('do not count on a free message that the platform no longer takes from us in this window', async () => {
    await seen(person(1), morning - HOUR)
    const sent = Array.from({ length: 8 }, (_, index) => ({
      contact: person(1),
      purpose: 'reply' as const,
      key: `earlier-${index}`,
      part: { body: {} },
    }))
    await insertOutbox(context.db, sealer, sent, morning - HOUR / 2)
    await context.db
      .updateTable('outbox')
      .set({ status: 'sent', finished_at: morning - HOUR / 2 })
      .execute()
    const free = { ...classDeskOver(context.db), mostDong: 0 }
    const words = { contact: staff, text: 'nhắn cả lớp LC12: Mai nghỉ', key: 'r1', now: morning }
    expect(await carriedOut(context.db, await classStaffTurn(free, words))).toContain('phí vượt mức cho phép')
    expect(await write(words.text)).toContain('Nhắn tới 2 người')
  })

  it('wake nobody: a letter of the night goes out in the morning, where it is then still permitted', async () => {
    const night = at('2026-10-09', '22:30')
    await seen(person(1), night - HOUR)
    expect(await write('nhắn cả lớp LC12: Mai nghỉ', night)).toContain('(gửi từ 06:30 10/10/2026')
    await write('đồng ý', night)
    expect((await lettersTo(context.db, person(1)))[0]?.dueAt).toBe(at('2026-10-10', '06:30'))
    await context.db.deleteFrom('contacts').execute()
    await seen(person(1), night - 163 * HOUR)
    expect(await write('nhắn cả lớp LC12: Mai nghỉ', night)).toContain('không cho gửi tin thường')
  })

  it('send no letter that reaches nobody, and none that is too long', async () => {
    expect(await write('nhắn cả lớp LC12: Mai nghỉ')).toContain('Chưa nhắn được ai của LC12.\n2 người')
    expect(await write(`nhắn cả lớp LC12: ${'dài '.repeat(300)}`)).toContain('dài quá 1000 chữ')
    expect(await write('đồng ý LC12')).toContain('Không có việc nào')
  })

  it.each([
    { typed: 'dời LC12 sang 19h thứ 2', to: '2026-10-12T19:00' },
    { typed: 'doi lc12 sang 12/10', to: '2026-10-12T19:30' },
    { typed: 'dời buổi 10/10 của LC12 sang 8h sáng 11/10', to: '2026-10-11T08:00' },
    { typed: 'chuyển giờ LC12 sang 20h', to: '2026-10-10T20:00' },
  ])('move a date as they say it: "$typed"', async ({ typed, to }) => {
    expect(await write(typed)).toContain('Dời buổi 19:30 10/10/2026 của lớp LC12')
    expect(await dates()).toEqual(['2026-10-10T19:30 planned'])
    expect(await write('đồng ý')).toContain('Trợ lý đang báo cho 1 người')
    expect((await dates())[0]).toContain(to)
    expect(await deedsOf(context.db, 'class_moved')).toHaveLength(1)
    const changes = await context.db.selectFrom('class_changes').select('class_id').execute()
    expect(changes).toEqual([{ class_id: classId }])
  })

  it.each([
    { typed: 'dời LC12 sang chiều thứ 6', said: 'Trợ lý chưa rõ' },
    { typed: 'dời LC12 sang hôm nào đó', said: 'Trợ lý chưa rõ' },
    { typed: 'dời LC12 sang 8h hôm nay', said: 'Trợ lý chưa rõ' },
    { typed: 'dời buổi 3/10 của LC12 sang 12/10', said: 'Trợ lý chưa rõ buổi “3/10”' },
  ])('are asked again where it is not clear: "$typed"', async ({ typed, said }) => {
    expect(await write(typed)).toContain(said)
    expect(await write('đồng ý LC12')).toContain('Không có việc nào')
  })

  it('cancel one date of a series, and a whole class', async () => {
    const weekly = { kind: 'weekly', weekdays: [5], from: day('2026-10-09'), until: null, count: 3 } as const
    const schedule = { ...weekly, onHolidays: false, cancelled: [], moved: [], start: 19 * 60, end: 21 * 60 }
    await add(context.db, { code: 'LC13', province: GIA_LAI, commune: quyNhon, schedule })
    expect(await write('hủy buổi 16/10 LC13')).toContain('Hủy buổi 19:00 16/10/2026 của lớp LC13')
    expect(await write('đồng ý')).toContain('Đã hủy buổi 19:00 16/10/2026 của LC13')
    expect(await dates()).toContain('2026-10-16T19:00 cancelled')
    expect(await write('hủy lớp LC12')).toContain('Hủy cả lớp LC12')
    expect(await write('đồng ý LC12')).toBe('Đã hủy lớp LC12. Trợ lý đang báo cho 1 người.')
    expect(await write('hủy lớp LC12')).toBe('LC12 đã hủy rồi.')
    expect(await write('mở đăng ký LC12')).toBe('LC12 đã hủy.')
    expect(await deedsOf(context.db, 'class_cancelled')).toHaveLength(2)
  })
})
