import { expect, it } from 'vitest'
import { tellOfBroadcasts } from '../../../src/actions/broadcasts/tell-broadcasts.ts'
import { approveBroadcast } from '../../../src/broadcasts/approve.ts'
import type { Draft } from '../../../src/broadcasts/broadcast.ts'
import { codeOf } from '../../../src/broadcasts/code.ts'
import { changeBroadcast, submitBroadcast } from '../../../src/broadcasts/draft.ts'
import { hashOf } from '../../../src/broadcasts/hash.ts'
import { keepNotice, listNotices } from '../../../src/broadcasts/notice.store.ts'
import type { SendFailure } from '../../../src/core/channel.ts'
import { claimDue } from '../../../src/outbox/claim.store.ts'
import type { OutboxResult } from '../../../src/outbox/outbox.store.ts'
import { recordResults } from '../../../src/outbox/results.store.ts'
import { createWorld, DAY, DRAFT, HOUR, MINUTE, MORNING } from '../../broadcasts/support/world.ts'
import { broadcastDeskOver } from '../../support/broadcast-desk.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { hire } from '../../support/hired.ts'
import { account, person, sealer } from '../../support/samples.ts'
import { giaLai, lettersTo } from '../../support/support-desk.ts'

const many = (count: number) => Array.from({ length: count }, (_, i) => person(i))
const author = person(900)
const approver = person(901)
const other = person(902)

describeOnBothEngines('alarms of announcements', (context) => {
  /** A broadcast of 30 people, approved and due at 08:00. */
  const open = async (draft: Partial<Draft> = {}, people = 30) => {
    const world = createWorld(context.db)
    await world.people(many(people))
    const staff = async (contact: typeof author) => `staff:${await hire(context.db, contact, 'officer', giaLai)}`
    const [an, binh] = [await staff(author), await staff(approver)]
    await hire(context.db, other, 'officer', giaLai)
    const submitted = await world.submitted({ ...DRAFT, ...draft }, an)
    const approval = { by: binh, hash: hashOf(submitted) }
    const broadcast = await approveBroadcast(world.options, submitted.id, approval, MORNING)
    await world.tick()
    return { world, broadcast, code: codeOf(broadcast.id), an, binh }
  }
  const tell = (now: number) => tellOfBroadcasts(broadcastDeskOver(context.db), now)
  const toldTo = async (contact = author) => (await lettersTo(context.db, contact)).map(({ text }) => text)
  /** Takes `count` messages and records `result` of each, as the sender does. */
  const attempt = async (count: number, now: number, reason: SendFailure, status: 'queued' | 'aside') => {
    const rows = (await claimDue(context.db, sealer, [{ account, limit: count }], now)).flat()
    const why = { reason, code: 'x', detail: 'refused' }
    const results = rows.map(
      ({ id }): OutboxResult =>
        status === 'aside' ? { id, status, why } : { id, status, dueAt: now, refundAttempt: true, why },
    )
    await recordResults(context.db, results, now)
  }

  it('tell the author and the approver, and nobody else, once, that failures stopped it', async () => {
    const { world, broadcast, code } = await open()
    await world.tick(MORNING + HOUR)
    await world.send(5, 'failed')
    await world.send(15)
    await world.tick()
    for (const now of [world.now(), world.now() + MINUTE, world.now() + HOUR]) await tell(now)
    for (const contact of [author, approver]) {
      const [letter, ...others] = await toldTo(contact)
      expect(others).toEqual([])
      expect(letter).toContain(`⚠ Thông báo ${code} “Nhắc chữ ký số”`)
      expect(letter).toContain('Đã tự dừng: 5 trong 20 tin đã gửi bị lỗi')
      expect(letter).toContain(`nhắn: tiếp tục ${code}`)
    }
    expect(await toldTo(other)).toEqual([])
    expect(await listNotices(context.db, broadcast.id)).toMatchObject([
      { kind: 'failures', named: { failed: '5', finished: '20' } },
    ])
  })

  it('tell that a run would have come outside the dates of its plan, and which these are', async () => {
    const { world, broadcast, code } = await open({
      schedule: { type: 'once', at: '05/10/2026 20:30' },
      late_minutes: 1440,
    })
    const plan = { plan: 'gia-lai-2026', activities: ['a'], day: '05/10/2026', from: '05/10/2026', to: '05/10/2026' }
    const fields = { plan: JSON.stringify(plan), approved_hash: hashOf({ ...broadcast, plan }) }
    await context.db.updateTable('broadcasts').set(fields).where('id', '=', broadcast.id).execute()
    await world.tick(MORNING + DAY)
    await tell(world.now())
    const [letter] = await toldTo()
    expect(letter).toContain(code)
    expect(letter).toContain('ngoài các ngày của kế hoạch (05/10/2026 đến 05/10/2026)')
    expect(await world.outbox()).not.toContainEqual(expect.objectContaining({ purpose: 'broadcast' }))
  })

  it('tell of a run that was missed', async () => {
    const { world } = await open()
    await world.tick(MORNING + 5 * HOUR)
    await tell(world.now())
    expect(await toldTo()).toEqual([expect.stringContaining('Lỡ lần gửi lúc 08:00 05/10/2026')])
    expect(await world.outbox()).toHaveLength(2)
  })

  it('tell once a day that an allowance was used up half-way; the rest waits', async () => {
    const { world, broadcast } = await open()
    await world.tick(MORNING + HOUR)
    await world.send(10)
    await attempt(20, world.now(), 'quota', 'aside')
    await tell(world.now())
    await tell(world.now() + HOUR)
    expect(await toldTo()).toEqual([expect.stringContaining('Hết hạn mức của nền tảng giữa chừng: 20 tin đang chờ')])
    await tell(world.now() + DAY)
    expect(await toldTo()).toHaveLength(2)
    expect((await world.show(broadcast.id)).status).toBe('sending')
  })

  it('tell of an expired token at 07:30, and nothing is lost', async () => {
    const { world } = await open({ schedule: { type: 'once', at: '05/10/2026 07:30' } })
    await world.tick(MORNING + HOUR / 2)
    await attempt(3, world.now(), 'token_invalid', 'queued')
    await tell(world.now())
    await tell(world.now() + 10 * MINUTE)
    expect(await toldTo()).toEqual([expect.stringContaining('không nhận mã truy cập của zalo-oa')])
    expect(await toldTo()).toEqual([expect.stringContaining(': 30 tin chưa gửi được.')])
    world.goTo(world.now() + HOUR)
    const sent = (await world.send(60)).filter(({ purpose }) => purpose === 'broadcast')
    expect(sent).toHaveLength(30)
  })

  it('tell of a platform that is down for an hour, not before, and nothing is lost', async () => {
    const { world } = await open()
    await world.tick(MORNING + HOUR)
    await attempt(30, world.now(), 'retry_later', 'queued')
    await tell(world.now() + 50 * MINUTE)
    expect(await toldTo()).toEqual([])
    await attempt(30, world.now() + 55 * MINUTE, 'retry_later', 'queued')
    await tell(world.now() + HOUR)
    expect(await toldTo()).toEqual([expect.stringContaining('không trả lời đã hơn một giờ: 30 tin đang chờ')])
    world.goTo(world.now() + 2 * HOUR)
    const sent = (await world.send(60)).filter(({ purpose }) => purpose === 'broadcast')
    expect(sent).toHaveLength(30)
  })

  it('tell of messages that were given up after a day', async () => {
    const { world } = await open()
    await world.tick(MORNING + HOUR)
    await attempt(30, world.now(), 'token_invalid', 'queued')
    await world.tick(MORNING + HOUR + DAY + MINUTE)
    await tell(world.now())
    expect(await toldTo()).toEqual([expect.stringContaining('còn 30 tin chưa gửi được, đã bỏ.')])
  })

  it('tell that an approval no longer holds, and ask for it anew', async () => {
    const { world, broadcast, code } = await open({}, 60)
    // As a change that went around the rules of this program would leave it.
    await context.db.updateTable('broadcasts').set({ budget_dong: 1 }).where('id', '=', broadcast.id).execute()
    await world.tick(MORNING + HOUR)
    await tell(world.now())
    expect(await toldTo()).toEqual([expect.stringContaining('nội dung đã đổi sau khi duyệt')])
    expect(await toldTo(approver)).toEqual([expect.stringContaining(`Duyệt bằng nút, hoặc nhắn: duyệt ${code}`)])
  })

  it('ask for approvals of what was handed in elsewhere, once for each time it was', async () => {
    const { world, an } = await open()
    const { id } = await world.submitted({ title: 'Tin khác' }, an)
    for (const minutes of [1, 2]) await tell(MORNING + minutes * MINUTE)
    expect(await toldTo(approver)).toHaveLength(1)
    expect(await toldTo(author)).toEqual([])
    const draft = { ...DRAFT, title: 'Tin sửa', content: { text: 'Xin chào', buttons: [], values: {} } }
    await changeBroadcast(world.options, id, draft, an, MORNING + 3 * MINUTE)
    await submitBroadcast(context.db, id, an, MORNING + 3 * MINUTE)
    await tell(MORNING + 4 * MINUTE)
    expect(await toldTo(approver)).toEqual([expect.any(String), expect.stringContaining('Xin chào')])
  })

  it('carry out, once, the test that somebody wished for at the command line', async () => {
    const { broadcast, binh, code } = await open()
    await keepNotice(context.db, { broadcast: broadcast.id, kind: 'test', about: binh, named: {} }, MORNING)
    for (const minutes of [1, 2]) await tell(MORNING + minutes * MINUTE)
    expect(await toldTo(approver)).toEqual([expect.stringContaining(`GỬI THỬ ${code}`), expect.any(String)])
    expect(await toldTo(author)).toEqual([])
  })

  it('tell all officers with the right where neither author nor approver can be told', async () => {
    const world = createWorld(context.db)
    await hire(context.db, other, 'officer', giaLai)
    await world.approved()
    await world.tick()
    await world.tick(MORNING + 5 * HOUR)
    await tell(world.now())
    expect(await toldTo(other)).toHaveLength(1)
  })
})
