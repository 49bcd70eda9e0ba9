import { expect, it } from 'vitest'
import type { Draft } from '../../src/broadcasts/broadcast.ts'
import { cancelBroadcast } from '../../src/broadcasts/control.ts'
import { importPhones } from '../../src/broadcasts/import-phones.ts'
import { createPhoneIndex } from '../../src/broadcasts/phone-index.ts'
import { listEntries } from '../../src/broadcasts/phone-list.store.ts'
import { previewAudience } from '../../src/broadcasts/preview.ts'
import { showProgress } from '../../src/broadcasts/progress.ts'
import { listQuotas } from '../../src/broadcasts/quota.store.ts'
import { createReceipts } from '../../src/broadcasts/receipts.ts'
import type { InboundEvent } from '../../src/core/events.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { sealer } from '../support/samples.ts'
import { createPlatforms, ZBS } from './support/platforms.ts'
import { DAY, HOUR, MINUTE, MORNING } from './support/world.ts'

const EIGHT = MORNING + HOUR
const phoneIndex = createPhoneIndex(Buffer.alloc(32, 'a key of phones'))
const rows = Array.from({ length: 5 }, (_, index) => ({
  row: index + 2,
  phone: `8491234567${index}`,
  values: { ten_lop: `Lớp ${index}` },
}))

type Platforms = Awaited<ReturnType<typeof createPlatforms>>

async function draftFor({ world, zaloAccount }: Platforms, draft: Partial<Draft> = {}): Promise<Partial<Draft>> {
  const list = { account: zaloAccount, title: 'Học viên', author: 'An', columns: ['ten_lop'], rows }
  const { id } = await importPhones({ ...world.options, phoneIndex }, list, world.now())
  return {
    content: {
      text: 'Mời bà con đi học.',
      buttons: [],
      values: { ngay: '10/10/2026' },
      approved: { 'zalo-oa': { template: '900001', values: { lop: '{{ten_lop}}', gio: '{{ngay}}' } } },
    },
    segment: { phone_list: id },
    budget_dong: 10_000,
    ...draft,
  }
}

describeOnBothEngines('templates to a list of phones', (context) => {
  it('reach each number with the values of its row, and no number stands in storage as it is', async () => {
    const platforms = await createPlatforms(context.db)
    const { world, sandbox } = platforms
    await platforms.sync()
    const broadcast = await world.approved(await draftFor(platforms))
    expect(await previewAudience(world.options, broadcast, EIGHT)).toMatchObject({
      costDong: 1500,
      ways: { 'mau-zbs-so': { count: 5, costDong: 1500 } },
    })
    await platforms.goTo(EIGHT)
    expect(sandbox.zalo.sent.map(({ to, text }) => [to, text]).sort()).toEqual(
      rows.map(({ phone, values }) => [phone, `Mời bác học lớp ${values.ten_lop} lúc 10/10/2026.`]),
    )
    for (const table of ['outbox', 'phone_list_entries', 'broadcast_recipients'] as const)
      expect(JSON.stringify(await context.db.selectFrom(table).selectAll().execute())).not.toMatch(/8491234567/)
    const list = (broadcast.segment.phone_list ?? '') as Parameters<typeof listEntries>[2]
    expect((await listEntries(context.db, sealer, list, platforms.zaloAccount))[0]?.phone).toBe('84912345670')
  })

  it('are counted as arrived when Zalo tells so, though it names no person', async () => {
    const platforms = await createPlatforms(context.db)
    const { world, sandbox, zaloAccount } = platforms
    await platforms.sync()
    const { id } = await world.approved(await draftFor(platforms))
    await platforms.goTo(EIGHT)
    const receipts = createReceipts(context.db)
    const arrived: InboundEvent = {
      type: 'notice',
      kind: 'delivery',
      externalId: 'delivered:1',
      account: zaloAccount,
      contact: null,
      sentAt: EIGHT,
      detail: { msg_id: sandbox.zalo.sent[0]?.id ?? '' },
    }
    receipts.note([arrived], EIGHT)
    await receipts.write(EIGHT)
    await receipts.write(EIGHT)
    expect((await showProgress(context.db, id))[0]?.receipts).toEqual({ delivered: 1, seen: 0 })
  })

  it('wait when the allowance of the day is used up, and go on by themselves on the next', async () => {
    const platforms = await createPlatforms(context.db, { zalo: { templates: [ZBS], templatesPerDay: 3 } })
    const { world, sandbox } = platforms
    await platforms.sync()
    const { id } = await world.approved(await draftFor(platforms))
    await platforms.goTo(EIGHT)
    await platforms.goTo(EIGHT + MINUTE)
    expect((await showProgress(context.db, id))[0]?.messages).toMatchObject({ sent: 3, skipped: { quota: 2 } })
    expect(await world.show(id)).toMatchObject({ status: 'sending' })
    // Nothing was tried in vain, and who asks is told where it stands.
    expect(sandbox.zalo.calls.byPath['/message/template']).toBe(3)
    await platforms.goTo(EIGHT + HOUR)
    const [daily] = (await listQuotas(context.db, [platforms.zaloAccount], world.now())).filter(
      ({ quota }) => quota === 'templates_a_day',
    )
    expect(daily).toMatchObject({ total: 3, remaining: 0, reserved: 0 })

    await platforms.goTo(EIGHT + DAY)
    await platforms.goTo(EIGHT + DAY + MINUTE)
    expect((await showProgress(context.db, id))[0]?.messages).toMatchObject({ sent: 5, skipped: {} })
    expect(new Set(sandbox.zalo.sent.map(({ to }) => to)).size).toBe(5)
    expect(await world.show(id)).toMatchObject({ status: 'done' })
  })

  it('wait when Zalo refuses though it had told of more, and lose nothing', async () => {
    const platforms = await createPlatforms(context.db, { zalo: { templates: [ZBS], templatesPerDay: 4 } })
    const { world, sandbox } = platforms
    await platforms.sync()
    const { id } = await world.approved(await draftFor(platforms))
    // Asked before another program of the OA takes most of it.
    await context.db
      .insertInto('quotas')
      .values(
        (['templates_a_day', 'beyond_window_a_month'] as const).map((quota) => ({
          account_id: platforms.zaloAccount,
          quota,
          period: quota === 'templates_a_day' ? '2026-10-05' : '2026-10',
          total: 500,
          remaining: 500,
          asked_at: EIGHT,
        })),
      )
      .execute()
    await platforms.goTo(EIGHT)
    expect((await showProgress(context.db, id))[0]?.messages).toMatchObject({
      sent: 4,
      failed: {},
      skipped: { quota: 1 },
    })
    await platforms.goTo(EIGHT + DAY)
    await platforms.goTo(EIGHT + DAY + MINUTE)
    expect((await showProgress(context.db, id))[0]?.messages).toMatchObject({ sent: 5, skipped: {} })
    expect(new Set(sandbox.zalo.sent.map(({ to }) => to)).size).toBe(5)
  })

  it('give their share of the allowance back when they are cancelled', async () => {
    const platforms = await createPlatforms(context.db)
    const { world, zaloAccount } = platforms
    await platforms.sync()
    const { id } = await world.approved(await draftFor(platforms))
    await world.tick(EIGHT)
    const reserved = async () =>
      (await listQuotas(context.db, [zaloAccount], world.now())).find(({ quota }) => quota === 'templates_a_day')
    expect(await reserved()).toMatchObject({ remaining: 5000, reserved: 5 })
    await cancelBroadcast(context.db, id, { actor: 'An', now: EIGHT })
    expect(await reserved()).toMatchObject({ reserved: 0 })
  })
})
