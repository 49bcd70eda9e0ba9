import { beforeEach, expect, it } from 'vitest'
import type { ClassId } from '../../../src/classes/class.ts'
import type { UnitCode } from '../../../src/places/commune.ts'
import { removeStaff } from '../../../src/staff/staff.store.ts'
import { add, at, GIA_LAI, signUp, wanted } from '../../classes/support/samples.ts'
import { typeAtDesk } from '../../support/class-desk.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { deedsOf, hire } from '../../support/hired.ts'
import { person } from '../../support/samples.ts'
import { quyNhon, quyNhonBac } from '../../support/support-desk.ts'

const official = person(90)
const during = at('2026-10-10', '19:40')
/** All that an official can type, with the class of the next commune and without any. */
const COMMANDS = [
  'lớp hôm nay',
  'số liệu xã',
  'danh sách LC20',
  'danh sách',
  'còn chỗ không LC20',
  'còn chỗ không',
  'điểm danh LC20',
  'điểm danh LC20: 1 có mặt',
  'điểm danh',
  '1 có mặt',
  'thêm Nguyễn Văn An 0912345678 vào LC20',
  'thêm Nguyễn Văn An 0912345678',
  'đóng đăng ký LC20',
  'mở đăng ký LC20',
  'nhắn cả lớp LC20: xin chào',
  'kết quả nhắn LC20',
  'dời LC20 sang 19h 12/10',
  'hủy buổi LC20',
  'hủy lớp LC20',
  'xuất danh sách LC20',
  'mã QR LC20',
  'đồng ý LC20',
  'đồng ý',
  'không đồng ý LC20',
  'danh sách LC20-001',
  "danh sách LC20' or 1=1",
]

describeOnBothEngines('an official of one commune and the people of the next', (context) => {
  let foreign: ClassId
  const write = (text: string) => typeAtDesk(context.db, official, text, during)
  const moveTo = (commune: UnitCode) =>
    context.db.updateTable('classes').set({ commune_code: commune }).where('id', '=', foreign).execute()
  /** All that could have changed of the class and its people. */
  const state = async () => ({
    classes: await context.db.selectFrom('classes').select(['status', 'taken', 'starts_at', 'capacity']).execute(),
    people: await context.db.selectFrom('registrations').select(['code', 'status']).execute(),
    links: await context.db.selectFrom('staff_page_links').selectAll().execute(),
    intents: await context.db.selectFrom('class_intents').selectAll().execute(),
    outbox: await context.db.selectFrom('outbox').selectAll().execute(),
  })

  beforeEach(async () => {
    await hire(context.db, official, 'commune_staff', quyNhon)
    foreign = await add(context.db, { code: 'LC20', province: GIA_LAI, commune: quyNhonBac })
    await signUp(context.db, wanted(foreign, 1))
  })

  it('see and change nothing by anything that can be typed', async () => {
    const before = await state()
    for (const text of COMMANDS) {
      const said = (await write(text)) ?? ''
      expect(said, text).not.toMatch(/Người Thứ|0900|Dùng VNeID|Nhà văn hóa/)
    }
    expect(await state()).toEqual(before)
    expect((await deedsOf(context.db, 'class_refused')).length).toBeGreaterThan(12)
    expect(await deedsOf(context.db, 'registrations')).toEqual([])
  })

  it('lose what they had of a class when it becomes another commune’s', async () => {
    await moveTo(quyNhon)
    expect(await write('danh sách LC20')).toContain('Người Thứ 1')
    expect(await write('đóng đăng ký')).toContain('đồng ý LC20')
    await moveTo(quyNhonBac)
    for (const text of ['danh sách', 'đồng ý', 'đồng ý LC20', '1 có mặt', 'xuất danh sách'])
      expect((await write(text)) ?? '', text).not.toMatch(/Người Thứ|Đã đóng|lop\/danh-sach/)
    expect((await state()).classes[0]?.status).toBe('open')
  })

  it('lose all when they leave: what they type is a citizen’s', async () => {
    await moveTo(quyNhon)
    await write('đóng đăng ký LC20')
    const { id } = await context.db.selectFrom('staff').select('id').executeTakeFirstOrThrow()
    await context.db.transaction().execute((trx) => removeStaff(trx, { id, now: during, by: 'operator' }))
    for (const text of ['đồng ý LC20', 'danh sách LC20', 'danh sách']) expect(await write(text)).toBeNull()
    expect((await state()).classes[0]?.status).toBe('open')
  })
})
