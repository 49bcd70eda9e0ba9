import { describe, expect, it } from 'vitest'
import { listBroadcasts } from '../../../src/broadcasts/broadcast.store.ts'
import type { Broadcast } from '../../../src/broadcasts/broadcast.ts'
import { codeOf } from '../../../src/broadcasts/code.ts'
import { hashOf } from '../../../src/broadcasts/hash.ts'
import type { ContactId } from '../../../src/core/ids.ts'
import { createWorld, HOUR, MINUTE, MORNING } from '../../broadcasts/support/world.ts'
import { broadcastTurn, typeOfBroadcasts } from '../../support/broadcast-desk.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { carriedOut, deedsOf, hire } from '../../support/hired.ts'
import { account, person } from '../../support/samples.ts'
import { at, giaLai, haTinh, lettersTo, quyNhon, quyNhonBac } from '../../support/support-desk.ts'

const author = person(90)
const approver = person(91)
const many = (count: number, of = account, first = 0) => Array.from({ length: count }, (_, i) => person(first + i, of))
const TEXT = 'Mời bà con đến Ngày hội số {{date}} tại nhà văn hóa.'

describeOnBothEngines('announcements in chat', (context) => {
  /** An author and an approver of the province, and people to write to. */
  const open = async (people = 60, start = MORNING) => {
    const world = createWorld(context.db, start)
    await world.people(many(people))
    await hire(context.db, author, 'officer', giaLai, 'chị Lan')
    await hire(context.db, approver, 'admin', giaLai, 'anh Bình')
    return world
  }
  const write = (text: string, contact: ContactId = author, now = MORNING) =>
    typeOfBroadcasts(context.db, contact, text, now)
  /** Says all of `texts`; gives the last answer. */
  const say = async (texts: readonly string[], contact: ContactId = author, now = MORNING) => {
    let last: string | null = null
    for (const text of texts) last = await write(text, contact, now)
    return last ?? ''
  }
  const composed = (now = MORNING) =>
    say(['soạn tin', TEXT, 'thường', 'cả tỉnh', '08:00 ngày 05/10', 'trình duyệt'], author, now)
  const newest = async (): Promise<Broadcast> => (await listBroadcasts(context.db, { limit: 1 }))[0] as Broadcast
  const submitted = async () => {
    await composed()
    const broadcast = await newest()
    return { broadcast, code: codeOf(broadcast.id), hash: hashOf(broadcast) }
  }

  it('of a plan are not approved outside its dates, which are named with the cure', async () => {
    await open()
    const { broadcast, code } = await submitted()
    const plan = { plan: 'gia-lai-2026', activities: ['a'], day: '06/10/2026', from: '06/10/2026', to: '10/10/2026' }
    const stored = { plan: JSON.stringify(plan) }
    await context.db.updateTable('broadcasts').set(stored).where('id', '=', broadcast.id).execute()
    const hash = hashOf(await newest())
    expect(await write(`duyệt ${code} ${hash.slice(0, 8)}`, approver)).toContain(
      `${code} có giờ gửi ngoài các ngày của kế hoạch (06/10/2026 đến 10/10/2026). Sửa giờ gửi`,
    )
    expect((await newest()).status).toBe('submitted')
  })

  it('are written from "soạn tin" to the hand-in, and asked of those who may approve', async () => {
    await open()
    expect(await write('soạn tin')).toContain('1. ')
    expect(await write(TEXT)).toContain('mức nào')
    expect(await write('1')).toContain('Gửi cho ai?')
    expect(await write('kênh Zalo')).toContain('Gửi lúc nào?')
    const preview = await write('08:00 ngày 05/10')
    for (const part of [
      'Mời bà con đến Ngày hội số 05/10/2026 tại nhà văn hóa.',
      'Người nhận: kênh Zalo',
      'Giờ gửi: Một lần, 05/10/2026 08:00',
      'Mức: Thường',
      'Nếu gửi bây giờ: 60 người, hết 0 đồng.',
      'Tin tư vấn trong 48 giờ: 60 người',
    ])
      expect(preview).toContain(part)
    expect(await context.db.selectFrom('broadcasts').select('id').execute()).toEqual([])

    const done = await write('trình duyệt')
    const broadcast = await newest()
    const code = codeOf(broadcast.id)
    expect(done).toContain(`Đã trình thông báo ${code} để duyệt; 1 người`)
    expect(broadcast).toMatchObject({ status: 'submitted', segment: { channels: ['zalo-oa'] } })
    const [letter, ...others] = await lettersTo(context.db, approver)
    expect(others).toEqual([])
    expect(letter?.text).toContain('Mời bà con đến Ngày hội số 05/10/2026')
    expect(letter?.text).toContain(`duyệt ${code} ${hashOf(broadcast).slice(0, 8)}`)
    expect(await lettersTo(context.db, author)).toEqual([])
    // Nothing is being written any more.
    expect(await write('cả tỉnh')).toBeNull()
  })

  it('may be a template by its number, with the values it asks for', async () => {
    await open()
    const list = await say(['soạn tin'])
    const number = /(\d+)\. Mời học lớp số cộng đồng/.exec(list)?.[1] ?? ''
    expect(await write('99')).toContain('Không có mẫu số 99')
    expect(await write(number)).toContain('ngày, như 10/10/2026')
    expect(await write('10/10/2026')).toContain('giờ, như 19:00')
    expect(
      await say(['19:00', 'nhà văn hóa thôn 2', 'Tin vui', 'cả tỉnh', 'mỗi ngày 05/10–10/10 lúc 08:30']),
    ).toContain('lúc 19:00 ngày 10/10/2026 tại nhà văn hóa thôn 2')
    await write('Trình duyệt')
    expect(await newest()).toMatchObject({
      urgency: 'tin-vui',
      content: { template: 'lop-hoc-so' },
      schedule: { type: 'daily', at: '08:30', from: '05/10/2026', to: '10/10/2026' },
    })
  })

  it.each([
    { name: 'a text over the limit', before: [], text: 'a'.repeat(1501), says: 'dài 1501 chữ cái, nhiều nhất là 1500' },
    { name: 'a name without a value', before: [], text: 'Chào {{ten}}', says: 'không biết điền gì' },
    { name: 'an unknown urgency', before: ['Xin chào'], text: 'siêu khẩn', says: '1, 2 hoặc 3' },
    { name: 'nobody known', before: ['Xin chào', '1'], text: 'phường Zyxw', says: 'Chưa rõ “phường Zyxw”' },
    { name: 'a class that is not there', before: ['Xin chào', '1'], text: 'lớp LC999', says: 'Không có lớp LC999' },
    { name: 'a past date', before: ['Xin chào', '1', 'cả tỉnh'], text: '07:30 ngày 04/10/2026', says: 'đã qua' },
    { name: 'an hour of rest', before: ['Xin chào', '1', 'cả tỉnh'], text: '22:00 ngày 05/10', says: '07:00–21:00' },
    { name: 'an unclear time', before: ['Xin chào', '1', 'cả tỉnh'], text: 'lúc rảnh', says: 'Chưa rõ giờ gửi' },
  ])('ask again after $name, and lose nothing', async ({ before, text, says }) => {
    await open()
    await say(['soạn tin', ...before])
    expect(await write(text)).toContain(says)
    const answers = ['Xin chào', '1', 'cả tỉnh', '08:00 ngày 05/10'].slice(before.length)
    expect(await say(answers)).toContain('Nếu gửi bây giờ: 60 người')
  })

  it('are not handed in for nobody', async () => {
    await open()
    const said = await say(['soạn tin', 'Xin chào', '1', 'kênh messenger', '08:00 ngày 05/10', 'trình duyệt'])
    expect(said).toContain('Không có ai trong nhóm người nhận này')
    expect(await say(['sửa người nhận', 'kênh zalo', 'trình duyệt'])).toContain('Đã trình')
  })

  it('can be changed, tried, made a drill, given money, and dropped', async () => {
    await open()
    await say(['soạn tin', 'Xin chào', '1', 'cả tỉnh', '08:00 ngày 05/10'])
    expect(await write('gửi thử')).toContain('[GỬI THỬ: chỉ anh/chị thấy tin này]\nXin chào\n\nKhông muốn nhận')
    expect(await say(['sửa nội dung', 'Xin chào bà con'])).toContain('Xin chào bà con')
    expect(await write('tập dượt')).toContain('Tập dượt: không gửi thật')
    expect(await write('chi tối đa 500.000 đồng')).toContain('Chi tối đa 500.000 đồng')
    // What the hours of one urgency allow may be a time of rest in another.
    expect(await say(['sửa giờ', '07:30 ngày 05/10', 'sửa mức', 'tin vui'])).toContain('Gửi lúc nào?')
    expect(await write('bỏ')).toBe('Đã bỏ tin đang soạn.')
    expect(await write('trình duyệt')).toBeNull()
  })

  it('take the numbers of their buttons', async () => {
    await open()
    expect(await say(['soạn tin', 'Xin chào', '1', '1', '1'])).toContain('Giờ gửi: Một lần, 05/10/2026 07:00')
    expect(await write('2')).toContain('[GỬI THỬ')
    expect(await write('1')).toContain('Đã trình thông báo')
    expect(await say(['soạn tin', 'Xin chào', '1', '1', '1', '3'])).toBe('Đã bỏ tin đang soạn.')
  })

  it('are handed in a little late, but not once they would not be sent any more', async () => {
    await open()
    const late = (minutes: number) => MORNING + minutes * MINUTE
    await say(['soạn tin', 'Xin chào', '1', 'cả tỉnh', 'gửi ngay'])
    // Each word of the officer's keeps what is written for another hour.
    expect(await write('tập dượt', author, late(59))).toContain('Tập dượt')
    expect(await write('gửi thật', author, late(118))).toContain('Nếu gửi bây giờ')
    expect(await write('trình duyệt', author, late(122))).toContain('đã qua')
    expect(await say(['sửa giờ', 'gửi ngay', 'trình duyệt'], author, late(123))).toContain('Đã trình')
  })

  it('are forgotten an hour after the last word', async () => {
    await open()
    await write('soạn tin')
    expect(await write('Xin chào', author, MORNING + HOUR)).toBeNull()
  })

  it('leave other words of staff to whom they belong: those are asked first', async () => {
    await open()
    await write('soạn tin')
    expect(await write('chiến dịch hôm nay')).toContain('không có thông báo nào')
    expect(await write('Xin chào')).toContain('mức nào')
  })

  it('are approved by another person, bound to what was seen; the author is told', async () => {
    const world = await open()
    const { broadcast, code, hash } = await submitted()
    expect(await write(`duyệt ${code}`, approver)).toContain(`nhắn: duyệt ${code} ${hash.slice(0, 8)}`)
    expect(await write(`duyệt ${code} ${'0'.repeat(8)}`, approver)).toContain('đã đổi sau khi anh/chị xem')
    expect(await write(`duyệt ${code} ${hash}`)).toContain('người soạn không tự duyệt được')
    expect((await world.show(broadcast.id)).status).toBe('submitted')

    expect(await write(`duyệt ${code} ${hash.slice(0, 8)}`, approver)).toContain(`Đã duyệt ${code}`)
    expect(await world.show(broadcast.id)).toMatchObject({
      status: 'approved',
      approval: { hash, by: expect.stringMatching(/^staff:/) },
    })
    expect((await lettersTo(context.db, author)).map(({ text }) => text)).toEqual([
      `Thông báo ${code} đã được anh Bình duyệt. Hệ thống sẽ gửi: Một lần, 05/10/2026 08:00.`,
    ])
    expect(await write(`duyệt ${code} ${hash}`, approver)).toContain('trạng thái “Đã duyệt”')
    const deeds = await deedsOf(context.db, 'broadcast_')
    expect(deeds.at(-1)).toMatch(/^broadcast_approved author staff:\w+, approver staff:\w+, people 60, hash/)
  })

  it('of up to 50 people may be approved by their author', async () => {
    await open(50)
    const { code, hash } = await submitted()
    expect(await write(`duyệt ${code} ${hash}`)).toContain(`Đã duyệt ${code}`)
  })

  it('are sent back with a reason', async () => {
    const world = await open()
    const { broadcast, code } = await submitted()
    expect(await write(`không duyệt ${code}: sai ngày`, approver)).toBe(`Đã trả ${code} lại cho người soạn.`)
    expect(await world.show(broadcast.id)).toMatchObject({ status: 'draft', statusReason: 'rejected' })
    expect((await lettersTo(context.db, author)).map(({ text }) => text)).toEqual([
      expect.stringContaining('chưa được duyệt (anh Bình). Lý do: sai ngày.'),
    ])
    expect(await deedsOf(context.db, 'broadcast_rejected')).toHaveLength(1)
  })

  describe('that were sent back', () => {
    const sentBack = async (of = open) => {
      const world = await of()
      const { broadcast, code } = await submitted()
      await write(`không duyệt ${code}: sai ngày`, approver)
      return { world, broadcast, code, stored: () => world.show(broadcast.id) }
    }

    it('are mended in chat and handed in again under their code, with what chat does not show', async () => {
      const { world, broadcast, code, stored } = await sentBack()
      expect((await lettersTo(context.db, author)).at(-1)?.text).toContain(`nhắn sửa ${code}`)
      const content = { ...broadcast.content, buttons: [{ label: 'Xem', topic: 'cks.la-gi' }] }
      await context.db
        .updateTable('broadcasts')
        .set({ content: JSON.stringify(content) })
        .where('id', '=', broadcast.id)
        .execute()
      expect(await write(`sửa ${code}`)).toContain('Mời bà con đến Ngày hội số 05/10/2026 tại nhà văn hóa.')
      await say(['sửa nội dung', 'Mời bà con đến Ngày hội số ngày 06/10.', 'sửa giờ'])
      const preview = await write('09:00 ngày 05/10')
      for (const part of ['Ngày hội số ngày 06/10.', 'Nút: Xem', 'Một lần, 05/10/2026 09:00', `giữ mã ${code}`])
        expect(preview).toContain(part)
      expect((await stored()).content.text).toBe(TEXT)
      expect(await write('trình duyệt', author, MORNING + MINUTE)).toContain(
        `Đã trình thông báo ${code} để duyệt; 1 người`,
      )
      expect(await stored()).toMatchObject({
        status: 'submitted',
        statusReason: null,
        changedBy: broadcast.author,
        content: { text: 'Mời bà con đến Ngày hội số ngày 06/10.', buttons: content.buttons },
        segment: broadcast.segment,
        schedule: { at: '05/10/2026 09:00' },
      })
      expect((await lettersTo(context.db, approver)).at(-1)?.text).toContain('Ngày hội số ngày 06/10.')
      expect(await listBroadcasts(context.db, { limit: 9 })).toHaveLength(1)
      const hash = hashOf(await stored())
      expect(await write(`duyệt ${code} ${hash}`)).toContain('người soạn không tự duyệt được')
      expect(await write(`duyệt ${code} ${hash}`, approver, world.now() + MINUTE)).toContain(`Đã duyệt ${code}`)
    })

    it('may be handed in again as they are', async () => {
      const { code, stored } = await sentBack()
      const asked = await broadcastTurn(context.db, author, 'trình lại', MORNING)
      expect(asked?.messages).toMatchObject([{ choices: [{ label: `Sửa ${code}` }] }])
      expect(await say([`trình lại ${code}`, 'trình duyệt'], author, MORNING + MINUTE)).toContain(
        `Đã trình thông báo ${code}`,
      )
      expect(await stored()).toMatchObject({ status: 'submitted', changedBy: null })
      expect(await lettersTo(context.db, approver)).toHaveLength(2)
      expect(await say([`sửa ${code}`, 'trình duyệt'])).toContain('đang chờ duyệt đúng như thế này rồi')
    })

    it('stay as they are when the rewriting is dropped, or somebody else was faster', async () => {
      const { code, stored } = await sentBack()
      await say([`sửa ${code}`, 'sửa nội dung', 'Khác', 'bỏ'])
      expect(await stored()).toMatchObject({ status: 'draft', content: { text: TEXT } })
      await say([`sửa ${code}`, 'sửa nội dung', 'Lời của anh Bình', 'trình duyệt'], approver)
      await say([`sửa ${code}`, 'sửa nội dung', 'Lời của chị Lan'])
      await say([`sửa ${code}`, 'sửa giờ', '10:00 ngày 05/10', 'trình duyệt'], approver, MORNING + MINUTE)
      expect(await write('trình duyệt')).toContain('đã đổi sau khi anh/chị xem')
      expect((await stored()).content.text).toBe('Lời của anh Bình')
    })

    it('go neither out of the hours, nor to nobody, nor out of their plan', async () => {
      const { broadcast, code } = await sentBack()
      expect(await say([`sửa ${code}`, 'sửa giờ', '22:00 ngày 05/10'])).toContain('07:00–21:00')
      expect(await say(['08:00 ngày 05/10', 'sửa người nhận', 'kênh messenger', 'trình duyệt'])).toContain(
        'Không có ai',
      )
      const plan = { plan: 'gia-lai-2026', activities: ['a'], day: '06/10/2026', from: '06/10/2026', to: '10/10/2026' }
      const stored = { plan: JSON.stringify(plan) }
      await context.db.updateTable('broadcasts').set(stored).where('id', '=', broadcast.id).execute()
      expect(await say([`sửa ${code}`, 'trình duyệt'])).toContain('ngoài các ngày của kế hoạch (06/10/2026')
      expect(await say(['sửa giờ', '08:00 ngày 06/10', 'trình duyệt'])).toContain('Đã trình')
    })
  })

  it('are not rewritten once they go out', async () => {
    const world = await open()
    const { code, hash } = await submitted()
    await write(`duyệt ${code} ${hash}`, approver)
    await world.send(5)
    await world.tick()
    await world.tick(MORNING + HOUR)
    expect(await write(`sửa ${code}`, author, world.now())).toContain('trạng thái “Đang gửi”')
  })

  it('are decided anew when somebody else was faster', async () => {
    const world = await open()
    const { broadcast, code, hash } = await submitted()
    const late = await broadcastTurn(context.db, approver, `duyệt ${code} ${hash}`, MORNING)
    await write(`không duyệt ${code}`, approver)
    await expect(carriedOut(context.db, late)).rejects.toThrow('meanwhile')
    expect((await world.show(broadcast.id)).status).toBe('draft')
  })

  it.each([
    { name: 'commune staff', role: 'commune_staff', unit: quyNhon, says: /chưa có quyền/ },
    {
      name: 'an officer of a commune, of the whole province',
      role: 'officer',
      unit: quyNhonBac,
      says: /Không có thông báo/,
    },
    { name: 'an officer of another province', role: 'officer', unit: haTinh, says: /Không có thông báo/ },
  ] as const)('are refused to $name', async ({ role, unit, says }) => {
    const world = await open()
    const { broadcast, code, hash } = await submitted()
    const stranger = person(95)
    await hire(context.db, stranger, role, unit)
    for (const text of [
      `xem ${code}`,
      `duyệt ${code} ${hash}`,
      `không duyệt ${code}`,
      `hủy ${code}`,
      `hủy hẳn ${code}`,
      `sửa ${code}`,
      `gửi thử ${code}`,
      `gửi lại ${code}`,
    ])
      expect(await write(text, stranger)).toMatch(says)
    expect((await world.show(broadcast.id)).status).toBe('submitted')
    expect(await deedsOf(context.db, 'broadcast_refused')).toHaveLength(8)
    expect(await write(`xem ${code}`, person(1))).toBeNull()
  })

  it('by an officer of a commune go to its own people alone', async () => {
    await open()
    const officer = person(96)
    await hire(context.db, officer, 'officer', quyNhon)
    await say(['soạn tin', 'Xin chào', '1'], officer)
    expect(await write('phường Quy Nhơn Bắc', officer)).toContain('ngoài đơn vị của anh/chị')
    expect(await write('cả tỉnh', officer)).toContain('Gửi lúc nào?')
    expect(await write('08:00 ngày 05/10', officer)).toContain('Người nhận: phường Quy Nhơn')
  })

  it('named by no code are asked for; who may not write them speaks as a citizen', async () => {
    await open()
    expect(await write('tạm dừng')).toContain('không có thông báo nào làm được việc “Tạm dừng”')
    const { code, hash } = await submitted()
    // Nothing that is to go out today is left out because nobody has approved it yet.
    expect(await write('chiến dịch hôm nay')).toMatch(
      `${code} · Mời bà con đến Ngày hội số … tại nhà văn hóa. · Chờ duyệt`,
    )
    await write(`duyệt ${code} ${hash}`, approver)
    expect(await write('chiến dịch hôm nay')).toContain('hẹn gửi lúc 08:00')
    const asked = await broadcastTurn(context.db, author, 'tạm dừng', MORNING)
    expect(asked?.messages).toMatchObject([
      { text: expect.stringContaining(code), choices: [{ label: `Tạm dừng ${code}` }] },
    ])
    expect(await write(`tạm dừng ${code}`)).toContain(`Đã tạm dừng ${code}`)
    await hire(context.db, person(92), 'commune_staff', quyNhon)
    expect(await write('tạm dừng', person(92))).toBeNull()
  })

  it('show how today goes, and are paused, resumed and cancelled', async () => {
    const world = await open()
    const { code, hash } = await submitted()
    await write(`duyệt ${code} ${hash}`, approver)
    await world.send(5)
    await world.tick()
    expect(await write('chiến dịch hôm nay')).toContain('· hẹn gửi lúc 08:00')
    await world.tick(MORNING + HOUR)
    await world.send(2, 'failed')
    world.goTo(MORNING + HOUR + 10 * MINUTE)
    await world.send(28)
    const now = world.now()
    const said = await write('chiến dịch hôm nay', author, now)
    for (const part of [
      `${code} · Mời bà con đến Ngày hội số … tại nhà văn hóa. · Đang gửi`,
      '· lần 08:00: đã gửi 28, tới máy 0, đã xem 0, không rõ 0, còn lại 30',
      '· còn khoảng 10 phút',
      'Nền tảng không nhận nội dung',
    ])
      expect(said).toContain(part)
    expect(await write(`tạm dừng ${code}`, approver, now)).toContain(`Đã tạm dừng ${code}`)
    expect(await world.send(60)).toEqual([])
    expect(await write(`tạm dừng ${code}`, approver, now)).toContain('trạng thái “Tạm dừng”')
    expect(await write(`tiếp tục ${code}`, author, now)).toContain('tiếp tục gửi')
    expect(await world.send(1)).toHaveLength(1)
    expect(await write(`hủy hẳn ${code}`, author, now)).toContain(`Đã hủy ${code}`)
    expect(await world.send(60)).toEqual([])
    expect((await deedsOf(context.db, 'broadcast_')).map((deed) => deed.split(' ')[0]).slice(-3)).toEqual([
      'broadcast_paused',
      'broadcast_resumed',
      'broadcast_cancelled',
    ])
  })

  it('are cancelled on a second word alone, after it was said what has gone out and what would not', async () => {
    const world = await open()
    const { broadcast, code, hash } = await submitted()
    expect(await write(`hủy ${code}`)).toContain('· Chưa gửi cho ai.\n· Lịch gửi này sẽ bỏ: Một lần, 05/10/2026 08:00.')
    await write(`duyệt ${code} ${hash}`, approver)
    await world.send(5)
    await world.tick()
    await world.tick(MORNING + HOUR)
    await world.send(28)
    const now = world.now()
    const asked = await broadcastTurn(context.db, author, `hủy ${code}`, now)
    expect(asked).toMatchObject({
      messages: [
        {
          text: expect.stringContaining('· Đã gửi 28 tin, không lấy lại được.\n· 32 tin chưa gửi sẽ không gửi nữa.'),
          choices: [{ label: `Hủy hẳn ${code}` }, { label: `Tạm dừng ${code}` }],
        },
      ],
      writes: [],
    })
    expect((await world.show(broadcast.id)).status).toBe('sending')
    expect(await write(`hủy hẳn ${code}`, author, now)).toContain(`Đã hủy ${code}`)
    expect((await world.show(broadcast.id)).status).toBe('cancelled')
    expect(await write(`hủy ${code}`, author, now)).toContain('trạng thái “Đã hủy”')
  })

  it('are tried by one person, who alone gets them', async () => {
    await open()
    const { code } = await submitted()
    expect(await write(`gửi thử ${code}`, approver)).toContain(
      `[GỬI THỬ ${code}: chỉ anh/chị thấy tin này]\nMời bà con`,
    )
    expect(await deedsOf(context.db, 'broadcast_tested')).toHaveLength(1)
  })

  it('send again what failed, and what may have arrived on a word of its own', async () => {
    const world = await open()
    const { broadcast, code, hash } = await submitted()
    await write(`duyệt ${code} ${hash}`, approver)
    await world.send(5)
    await world.tick()
    await world.tick(MORNING + HOUR)
    const now = world.now()
    expect(await write(`gửi lại ${code}`, author, now)).toContain('không có tin lỗi nào')
    await world.send(3, 'failed')
    await world.send(57)
    expect(await write(`gửi lại ${code}`, author, now)).toContain(
      'lỗi, Nền tảng không nhận nội dung hoặc dạng của tin này: 3',
    )
    expect(await write(`gửi lại ${code} không rõ`, author, now)).toContain('không có tin lỗi nào')
    expect(await write(`gửi lại ${code} lỗi`, author, now)).toContain(`Đã xếp 3 tin lỗi của ${code}`)
    expect(await world.send(60)).toHaveLength(3)
    expect((await world.show(broadcast.id)).status).toBe('sending')
  })

  it('are corrected for exactly those who got the wrong text, once it has stopped', async () => {
    const world = await open()
    const { broadcast, code, hash } = await submitted()
    expect(await write(`đính chính ${code}`)).toContain(`Sửa: nhắn sửa ${code}`)
    await write(`duyệt ${code} ${hash}`, approver)
    await world.send(5)
    await world.tick()
    await world.tick(MORNING + HOUR)
    const now = world.now()
    await world.send(7)
    expect(await write(`đính chính ${code}`, author, now)).toContain(`Nhắn tạm dừng ${code}`)
    await write(`hủy hẳn ${code}`, author, now)
    expect(await write(`đính chính ${code}`, author, now)).toContain('đúng những người đã nhận nội dung sai')
    const preview = await say(['Xin đính chính: ngày hội ở phường.', 'gửi ngay'], author, now)
    expect(preview).toContain(`Người nhận: đúng những người đã nhận ${code}`)
    expect(preview).toContain('Nếu gửi bây giờ: 7 người')
    // Somebody else writes one at the same time, and is slower.
    await write(`đính chính ${code}`, approver, now)
    await say(['Lời khác.', 'gửi ngay'], approver, now)
    await write('trình duyệt', author, now)
    expect(await write('trình duyệt', approver, now)).toContain(`${code} đang có một bản đính chính`)
    const stored = await listBroadcasts(context.db, { statuses: ['submitted'], limit: 9 })
    expect(stored).toMatchObject([{ segment: { corrects: broadcast.id } }])
    expect(await write(`đính chính ${code}`, author, now)).toContain(`${code} đang có một bản đính chính`)
  })

  it('wait for the morning to be asked of approvers, a warning does not', async () => {
    const night = at('2026-10-04 23:00')
    await open(60, night)
    await composed(night)
    await say(['soạn tin', 'Cảnh báo lũ', 'khẩn', 'cả tỉnh', '06:00 ngày 05/10', 'trình duyệt'], author, night)
    expect((await lettersTo(context.db, approver)).map(({ dueAt }) => dueAt)).toEqual([at('2026-10-05 06:30'), night])
  })
})
