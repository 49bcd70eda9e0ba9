import { expect, it } from 'vitest'
import { classStaffTurn } from '../../../src/actions/classes/desk/handle-class-command.ts'
import { cancel } from '../../../src/classes/change-registration.ts'
import type { RegistrationId } from '../../../src/classes/classes.schema.ts'
import { add, at, GIA_LAI, OFFER, signUp, wanted } from '../../classes/support/samples.ts'
import { classDeskOver, typeAtDesk } from '../../support/class-desk.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { carriedOut, deedsOf, hire } from '../../support/hired.ts'
import { NOW, person } from '../../support/samples.ts'
import { giaLai, haTinh, quyNhon, quyNhonBac } from '../../support/support-desk.ts'

const before = at('2026-10-09', '09:00')
/** The class of the samples begins at 19:30. */
const evening = at('2026-10-10', '19:40')
const staff = person(90)

describeOnBothEngines('staff and their classes', (context) => {
  const write = (text: string, now = before, contact = staff) => typeAtDesk(context.db, contact, text, now)
  const open = (change: Parameters<typeof add>[1] = {}) =>
    add(context.db, { province: GIA_LAI, commune: quyNhon, ...change })
  const fill = async (classId: Awaited<ReturnType<typeof open>>, people: number) => {
    for (let number = 1; number <= people; number++) await signUp(context.db, wanted(classId, number))
  }
  const statusOf = async () =>
    (await context.db.selectFrom('classes').select('status').executeTakeFirstOrThrow()).status
  const states = async () => {
    const rows = await context.db
      .selectFrom('registrations')
      .select(['position', 'status'])
      .orderBy('position')
      .execute()
    return rows.map(({ position, status }) => `${position} ${status}`)
  }

  it('see the lessons of today in their own units', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await hire(context.db, person(91), 'officer', giaLai)
    await open()
    await open({ code: 'LC13', commune: quyNhonBac })
    await open({ code: 'LC14', status: 'cancelled' })
    const today = at('2026-10-10', '08:00')
    expect(await write('lớp hôm nay', today)).toBe(
      'Lớp hôm nay (1):\nLC12 · 19:30–21:00 · Dùng VNeID an toàn · Nhà văn hóa thôn 3 · 0/30 chỗ, chờ 0',
    )
    expect(await write('lop hom nay', today, person(91))).toContain('LC13')
    expect(await write('lớp hôm nay', before)).toBe('Hôm nay đơn vị của anh/chị không có lớp nào.')
  })

  it('see who signed up, with masked phones, and how many seats are left', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    const classId = await open({ capacity: 2 })
    await fill(classId, 3)
    const head = 'LC12 · Dùng VNeID an toàn · 19:30 10/10/2026\nĐã giữ 2/2 chỗ, còn 0 chỗ, chờ 1; đang nhận đăng ký.'
    expect(await write('còn chỗ không LC12')).toBe(head)
    expect(await write('danh sách LC12')).toBe(
      [
        head,
        '1. Người Thứ 1 · 0900 ••• 001 · đã giữ chỗ',
        '2. Người Thứ 2 · 0900 ••• 002 · đã giữ chỗ',
        '3. Người Thứ 3 · 0900 ••• 003 · chờ chỗ',
      ].join('\n'),
    )
    expect(await deedsOf(context.db, 'registrations')).toEqual(['registrations_listed 3'])
  })

  it('see how people found a class, once somebody said so', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    const classId = await open()
    for (const [number, score] of [
      [1, 5],
      [2, 4],
      [3, null],
    ] as const) {
      const rated = { outcome: 'sent', asked_at: 1, score, rated_at: null } as const
      await context.db
        .insertInto('class_ratings')
        .values({ class_id: classId, contact_id: person(number), ...rated })
        .execute()
    }
    expect(await write('còn chỗ không LC12')).toMatch(/đang nhận đăng ký\.\nBà con chấm 4,5\/5 \(2 lượt\)\.$/)
  })

  it.each([
    { name: 'another commune', role: 'commune_staff' as const, unit: quyNhonBac },
    { name: 'another province', role: 'admin' as const, unit: haTinh },
  ])('of $name find no class; that they tried is written down', async ({ role, unit }) => {
    await hire(context.db, staff, role, unit)
    const classId = await open()
    await fill(classId, 1)
    const tries = [
      'danh sách LC12',
      'còn chỗ không LC12',
      'đóng đăng ký LC12',
      'đồng ý LC12',
      'điểm danh LC12',
      'điểm danh LC12: 1 có mặt',
      'thêm Nguyễn Văn An 0912345678 vào LC12',
      'xuất danh sách LC12',
      'mã QR LC12',
      'nhắn cả lớp LC12: mai nghỉ',
      'kết quả nhắn LC12',
      'dời LC12 sang 19h 12/10',
      'hủy buổi LC12',
      'hủy lớp LC12',
    ]
    for (const text of tries) expect(await write(text, evening)).toBe('Không có lớp LC12 trong đơn vị của anh/chị.')
    expect(await deedsOf(context.db, 'class', 'registration')).toEqual(
      [
        ...['roster', 'seats', 'close', 'agree', 'attendance', 'mark', 'add', 'export', 'poster', 'letter'],
        ...['letter_outcome', 'move', 'cancel_date', 'cancel_class'],
      ].map((tried) => `class_refused ${tried}`),
    )
    expect(await states()).toEqual(['1 registered'])
  })

  it('who are no staff are citizens; and texts that are no command ask the database nothing', async () => {
    await open()
    expect(await write('danh sách LC12')).toBeNull()
    const desk = classDeskOver(null as never)
    expect(await classStaffTurn(desk, { contact: staff, text: 'tìm lớp', key: 'r1', now: NOW })).toBeNull()
  })

  it('close and open sign-up only once they have agreed, within a quarter of an hour', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await open()
    expect(await write('mở đăng ký LC12')).toBe('LC12 đang mở đăng ký rồi.')
    expect(await write('đóng đăng ký LC12')).toContain('Nhắn: đồng ý LC12')
    expect(await statusOf()).toBe('open')
    expect(await write('đồng ý LC12', before + 15 * 60_000)).toContain('Không có việc nào của LC12')
    await write('đóng đăng ký LC12')
    expect(await write('dong y lc12')).toBe('Đã đóng đăng ký LC12.')
    expect(await statusOf()).toBe('closed')
    expect(await write('đồng ý LC12')).toContain('Không có việc nào của LC12')
    await write('mở đăng ký LC12')
    expect(await write('đồng ý LC12')).toBe('Đã mở đăng ký LC12.')
    expect(await statusOf()).toBe('open')
    expect(await deedsOf(context.db, 'class')).toEqual(['class_closed null', 'class_opened null'])
  })

  it('agree only to what was read back to themselves', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await hire(context.db, person(91), 'commune_staff', quyNhon, 'anh Minh')
    await open()
    await write('đóng đăng ký LC12')
    expect(await write('đồng ý LC12', before, person(91))).toContain('Không có việc nào')
    expect(await statusOf()).toBe('open')
  })

  it('do nothing twice: whoever agrees at the same moment is decided anew', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await open()
    await write('đóng đăng ký LC12')
    const desk = classDeskOver(context.db)
    const words = { contact: staff, text: 'đồng ý LC12', key: 'r1', now: before }
    const turns = [await classStaffTurn(desk, words), await classStaffTurn(desk, words)] as const
    expect(await carriedOut(context.db, turns[0])).toBe('Đã đóng đăng ký LC12.')
    await expect(carriedOut(context.db, turns[1])).rejects.toThrow('meanwhile')
    expect(await deedsOf(context.db, 'class')).toHaveLength(1)
  })

  it('have no roll to call while nobody is on their list', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await open()
    expect(await write('điểm danh LC12: đủ', evening)).toMatch(/^LC12 · .*\nChưa có ai\.$/)
  })

  it('note who came by the numbers on the list, the rest as missed, once they have agreed', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    const classId = await open({ capacity: 6 })
    await fill(classId, 7)
    const second = await context.db
      .selectFrom('registrations')
      .select('id')
      .where('position', '=', 2)
      .executeTakeFirstOrThrow()
    await context.db
      .transaction()
      .execute((trx) => cancel(trx, second.id as RegistrationId, 'person', { ...OFFER }, before))
    expect(await write('điểm danh LC12: 1 có mặt')).toContain('chưa điểm danh được')
    const list = await write('điểm danh LC12', evening)
    expect(list).toContain('1. Người Thứ 1')
    // Numbers are those of the codes: nobody takes that of whoever cancelled.
    expect(list).not.toContain('2. ')
    expect(list).toContain('3. Người Thứ 3')
    expect(await write('điểm danh LC12: 1 2 7-9 có mặt', evening)).toContain('2, 7, 8, 9 không có trong danh sách')
    expect(await write('điểm danh LC12: ai có mặt', evening)).toContain('Nhắn số của những người có mặt')
    const readBack = await write('điểm danh LC12: 1 3-5 có mặt', evening)
    expect(readBack).toContain('LC12 ngày 10/10/2026: có mặt 4: 1 Người Thứ 1, 3 Người Thứ 3')
    expect(readBack).toContain('Vắng 1: 6 Người Thứ 6')
    expect((await states())[0]).toBe('1 registered')
    expect(await write('đồng ý LC12', evening)).toBe('Đã ghi điểm danh LC12: 4 có mặt, 1 vắng.')
    expect(await states()).toEqual([
      '1 attended',
      '2 cancelled',
      '3 attended',
      '4 attended',
      '5 attended',
      '6 missed',
      '7 offered',
    ])
    // May be set right afterwards.
    await write('điểm danh LC12: 1 vắng', evening)
    expect(await write('đồng ý LC12', evening)).toBe('Đã ghi điểm danh LC12: 4 có mặt, 1 vắng.')
    expect((await states()).at(0)).toBe('1 missed')
    expect(await deedsOf(context.db, 'attendance')).toEqual([
      'attendance_noted 4 attended, 1 missed',
      'attendance_noted 4 attended, 1 missed',
    ])
  })

  it('need not repeat the code: the class dealt with last is meant, or their only one, else they are asked', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    const classId = await open()
    await fill(classId, 1)
    expect(await write('còn chỗ không')).toContain('LC12 · Dùng VNeID an toàn')
    await context.db.deleteFrom('class_focus').execute()
    await open({ code: 'LC13' })
    expect(await write('danh sách')).toBe(
      'Anh/chị nói lớp nào? Nhắn lại kèm mã lớp, ví dụ LC12. Các lớp sắp tới: LC12, LC13',
    )
    await write('còn chỗ không LC13')
    expect(await write('danh sách')).toContain('LC13 · Dùng VNeID an toàn')
    await write('danh sách LC12')
    await write('đóng đăng ký')
    expect(await write('thôi không làm')).toContain('việc của LC12 chưa làm gì cả')
    expect(await write('đồng ý')).toBeNull()
    await write('điểm danh LC12', evening)
    expect(await write('1 có mặt', evening)).toContain('có mặt 1: 1 Người Thứ 1')
    await write('đóng đăng ký LC13', evening)
    expect(await write('đồng ý', evening)).toContain('việc của lớp nào')
    // Two hours later it is the citizen again who says this.
    expect(await write('hủy lớp', evening + 3 * 3_600_000)).toBeNull()
  })

  it('put people without a chat on the list', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await open({ capacity: 1 })
    const added = async (text: string, now = before) => {
      expect(await write(text, now)).toContain('phải biết và đồng ý')
      return write('đồng ý', now)
    }
    expect(await write('thêm Nguyễn Văn An 0912345678 vào LC12')).toContain(
      'Ghi Nguyễn Văn An, 0912345678 vào lớp LC12',
    )
    expect(await states()).toEqual([])
    expect(await write('đồng ý LC12')).toContain('Đã ghi Nguyễn Văn An vào LC12, mã LC12-001.')
    expect(await added('them nguyen van an 0912.345.678')).toContain('đã có tên trong LC12, mã LC12-001')
    expect(await added('thêm bà Trần Thị Bình 0987654321 vào LC12')).toContain(
      'Trần Thị Bình đứng thứ 1 trong hàng chờ, mã LC12-002',
    )
    expect(await write('thêm Trần Thị Bình 098765432 vào LC12')).toContain('Số điện thoại chưa đúng')
    expect(await added('thêm Lê Văn Cường 0987654322 vào LC12', evening)).toContain('đã đóng đăng ký')
    expect(await write('thêm Lê Văn Cường 0987654322 vào LC99')).toContain('Không có lớp LC99')
    expect(await states()).toEqual(['1 registered', '2 waiting'])
    expect(await deedsOf(context.db, 'registration_added')).toEqual([
      expect.stringMatching(/^registration_added registration:\w{26}$/),
      expect.stringMatching(/^registration_added registration:\w{26}$/),
    ])
  })
})
