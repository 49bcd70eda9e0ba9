import { expect, it } from 'vitest'
import type { Draft } from '../../src/broadcasts/broadcast.ts'
import { wishForSync } from '../../src/broadcasts/platform-templates.store.ts'
import { previewAudience } from '../../src/broadcasts/preview.ts'
import { showProgress } from '../../src/broadcasts/progress.ts'
import type { ContactId } from '../../src/core/ids.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { sealer } from '../support/samples.ts'
import { createPlatforms, ZBS } from './support/platforms.ts'
import { DAY, HOUR, MINUTE, MORNING } from './support/world.ts'

const EIGHT = MORNING + HOUR
/** 20:58, two minutes before the hours of rest. */
const EVENING = MORNING + 14 * HOUR - 2 * MINUTE
const NEXT_MORNING = MORNING + DAY
const VALUES = { lop: '{{lop}}', gio: '19:00 {{ngay}}' }
const WITH_TEMPLATES: Partial<Draft> = {
  content: {
    text: 'Mời bà con học lớp {{lop}}.',
    buttons: [],
    values: { lop: 'Chữ ký số', ngay: '10/10/2026' },
    approved: {
      'zalo-oa': { template: '900001', values: VALUES },
      messenger: { template: 'nhac_lop/vi', values: VALUES },
    },
  },
  budget_dong: 10_000,
}

describeOnBothEngines('a broadcast with approved templates', (context) => {
  it('goes each way that the platforms permit, the cheapest first, and costs what was told before', async () => {
    const { world, sandbox, ...platforms } = await createPlatforms(context.db)
    await platforms.sync()
    await platforms.zaloPeople(2, HOUR)
    await platforms.zaloPeople(1, 3 * DAY)
    await platforms.zaloPeople(3, 9 * DAY)
    await platforms.pagePeople(1, HOUR + 1)
    await platforms.pagePeople(2, 9 * DAY + 2)
    const broadcast = await world.approved(WITH_TEMPLATES)
    const told = await previewAudience(world.options, broadcast, EIGHT)
    expect(told).toMatchObject({
      reachable: 9,
      costDong: 660,
      ways: {
        'tu-van-48-gio': { count: 2, costDong: 0 },
        'tu-van-7-ngay': { count: 1, costDong: 0 },
        'mau-zbs': { count: 3, costDong: 660 },
        'trong-24-gio': { count: 1, costDong: 0 },
        'mau-tien-ich': { count: 2, costDong: 0 },
      },
      leftOut: {},
    })

    await platforms.goTo(EIGHT)
    const [progress] = await showProgress(context.db, broadcast.id)
    expect(progress?.ways).toEqual(told.ways)
    expect(progress?.messages).toMatchObject({ sent: 9, failed: {}, skipped: {} })
    expect(sandbox.zalo.sent.filter(({ kind }) => kind === 'zbs_template').map(({ text }) => text)).toEqual(
      Array.from({ length: 3 }, () => 'Mời bác học lớp Chữ ký số lúc 19:00 10/10/2026.'),
    )
    expect(sandbox.messenger.sent.filter(({ kind }) => kind === 'utility').map(({ text }) => text)).toEqual(
      Array.from(
        { length: 2 },
        () => 'Nhắc lịch: lớp Chữ ký số mà bà con đã đăng ký bắt đầu lúc 19:00 10/10/2026 tại địa điểm đã báo.',
      ),
    )
    await platforms.goTo(EIGHT + MINUTE)
    expect(await world.show(broadcast.id)).toMatchObject({ status: 'done' })
  })

  it.each<{ name: string; approved: NonNullable<Draft['content']['approved']>; says: RegExp }>([
    {
      name: 'there is no such template',
      approved: { 'zalo-oa': { template: '900009', values: VALUES } },
      says: /has no template 900009/,
    },
    {
      name: 'it is still being reviewed',
      approved: { 'zalo-oa': { template: '900002', values: VALUES } },
      says: /900002 is still being reviewed/,
    },
    {
      name: 'a parameter has no value',
      approved: { 'zalo-oa': { template: '900001', values: { lop: 'x' } } },
      says: /"gio" of 900001 has no value/,
    },
    {
      name: 'a value is no date',
      approved: { 'zalo-oa': { template: '900001', values: { ...VALUES, gio: 'tối mai' } } },
      says: /"gio" of 900001 must be a day/,
    },
    {
      name: 'a value is too long',
      approved: { 'zalo-oa': { template: '900001', values: { ...VALUES, lop: 'ế'.repeat(31) } } },
      says: /"lop" of 900001 has 31 characters, the platform takes 30/,
    },
    {
      name: 'a parameter is named that it does not have',
      approved: { 'zalo-oa': { template: '900001', values: { ...VALUES, noi: 'x' } } },
      says: /900001 has no parameter "noi"/,
    },
    {
      name: 'a value has a sign that Messenger refuses',
      approved: { messenger: { template: 'nhac_lop/vi', values: { ...VALUES, lop: 'Giảm 50%' } } },
      says: /"lop" of nhac_lop\/vi must not have the sign %/,
    },
  ])('is not approved when $name', async ({ approved, says }) => {
    const waiting = { ...ZBS, id: '900002', status: 'PENDING_REVIEW' as const }
    const { world, sync } = await createPlatforms(context.db, { zalo: { templates: [ZBS, waiting] } })
    await sync()
    const content = { ...(WITH_TEMPLATES.content as Draft['content']), approved }
    await expect(world.approved({ content })).rejects.toThrow(says)
  })

  it('leaves out whom only a template could reach that the platform disabled after the approval', async () => {
    const templates = [ZBS]
    const { world, sandbox, ...platforms } = await createPlatforms(context.db, { zalo: { templates } })
    await platforms.sync()
    await platforms.zaloPeople(1, HOUR)
    await platforms.zaloPeople(2, 9 * DAY)
    const broadcast = await world.approved(WITH_TEMPLATES)
    templates[0] = { ...ZBS, status: 'DISABLE' }
    await platforms.sync()
    expect((await previewAudience(world.options, broadcast, EIGHT)).leftOut, 'asked every six hours').toEqual({})
    await wishForSync(context.db)
    await platforms.sync()
    await platforms.goTo(EIGHT)
    const [progress] = await showProgress(context.db, broadcast.id)
    expect(progress).toMatchObject({ messages: { sent: 1, failed: {} }, run: { leftOut: { outside_window: 2 } } })
    expect(sandbox.zalo.sent.map(({ kind }) => kind)).not.toContain('zbs_template')
  })

  it('plans anew what its free window no longer covers after a night of rest', async () => {
    const { world, sandbox, ...platforms } = await createPlatforms(context.db, { start: EVENING })
    await platforms.sync()
    // Free when planned at 20:59, and no more at 07:00 of the next day; one of them wrote again meanwhile.
    const [first = '', second = ''] = await platforms.zaloPeople(2, 40 * HOUR)
    const broadcast = await world.approved({
      ...WITH_TEMPLATES,
      schedule: { type: 'once', at: '05/10/2026 20:59' },
      late_minutes: 1440,
    })
    await world.tick(EVENING + 2 * MINUTE - 1)
    await world.tick(EVENING + 2 * MINUTE)
    const held = await world.outbox()
    expect(held.map(({ usable_until }) => usable_until)).toEqual([EVENING + 8 * HOUR, EVENING + 8 * HOUR])
    await sandbox.zalo.person(second.split('/')[1] ?? '').writes('còn lớp không?')
    await context.db
      .updateTable('contacts')
      .set({ last_event_at: EVENING + MINUTE })
      .where('id', '=', second as ContactId)
      .execute()

    await platforms.goTo(NEXT_MORNING)
    await platforms.goTo(NEXT_MORNING + MINUTE)
    const [progress] = await showProgress(context.db, broadcast.id)
    expect(progress?.messages).toMatchObject({ sent: 2, skipped: {} })
    expect(progress?.ways).toEqual({
      'tu-van-48-gio': { count: 1, costDong: 0 },
      'tu-van-7-ngay': { count: 1, costDong: 0 },
    })
    expect(new Set((await world.outbox()).map(({ contact_id }) => contact_id))).toEqual(new Set([first, second]))
  })

  it('says why, where no other way is left', async () => {
    const { world, ...platforms } = await createPlatforms(context.db, { start: EVENING })
    await platforms.pagePeople(1, 20 * HOUR)
    const broadcast = await world.approved({ schedule: { type: 'once', at: '05/10/2026 20:59' }, late_minutes: 1440 })
    await world.tick(EVENING + 2 * MINUTE - 1)
    await world.tick(EVENING + 2 * MINUTE)
    await platforms.goTo(NEXT_MORNING)
    await platforms.goTo(NEXT_MORNING + MINUTE)
    const [progress] = await showProgress(context.db, broadcast.id)
    expect(progress?.messages).toMatchObject({ sent: 0, skipped: { outside_window: 1 } })
    expect(await world.show(broadcast.id)).toMatchObject({ status: 'done' })
  })

  it('leaves the free window after our eighth message, answers counted too', async () => {
    const { world, sandbox, ...platforms } = await createPlatforms(context.db)
    const [contact] = (await platforms.zaloPeople(1, HOUR)) as [ContactId]
    const answers = Array.from({ length: 8 }, (_, index) => ({
      contact,
      purpose: 'reply' as const,
      key: `r${index}`,
      part: { body: { message: { text: 'trả lời' } } },
    }))
    await insertOutbox(context.db, sealer, answers, MORNING)
    await platforms.goTo(MORNING)
    expect(sandbox.zalo.sent).toHaveLength(8)
    const broadcast = await world.approved({})
    expect((await previewAudience(world.options, broadcast, EIGHT)).ways).toEqual({
      'tu-van-7-ngay': { count: 1, costDong: 0 },
    })
  })

  it('runs under the rules of 2025: only the windows, and templates where they existed', async () => {
    const morning = Date.UTC(2025, 9, 5)
    const { world, sandbox, ...platforms } = await createPlatforms(context.db, { start: morning })
    await platforms.sync()
    await platforms.zaloPeople(2, HOUR)
    await platforms.zaloPeople(3, 3 * DAY)
    await platforms.pagePeople(1, HOUR + 1)
    await platforms.pagePeople(2, 9 * DAY + 2)
    const broadcast = await world.approved({
      ...WITH_TEMPLATES,
      schedule: { type: 'once', at: '05/10/2025 08:00' },
    })
    await platforms.goTo(morning + HOUR)
    await platforms.goTo(morning + HOUR + MINUTE)
    const [progress] = await showProgress(context.db, broadcast.id)
    expect(progress).toMatchObject({
      messages: { sent: 5, failed: {} },
      ways: { 'tu-van-48-gio': { count: 2 }, 'trong-24-gio': { count: 1 }, 'mau-tien-ich': { count: 2 } },
      run: { status: 'done', leftOut: { outside_window: 3 } },
    })
    expect(Object.keys(sandbox.zalo.calls.byPath).filter((path) => /transaction|promotion/.test(path))).toEqual([])
  })
})
