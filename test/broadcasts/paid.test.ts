import { expect, it } from 'vitest'
import type { Draft } from '../../src/broadcasts/broadcast.ts'
import { previewAudience } from '../../src/broadcasts/preview.ts'
import { showProgress } from '../../src/broadcasts/progress.ts'
import { createReceipts } from '../../src/broadcasts/receipts.ts'
import type { InboundEvent } from '../../src/core/events.ts'
import { type ContactId, platformUserIdOf } from '../../src/core/ids.ts'
import type { Db } from '../../src/db/open.ts'
import { endPaidConsent, findPaidConsents, keepPaidConsent } from '../../src/people/paid-consent.store.ts'
import { SANDBOX_PAID } from '../../src/sandbox/index.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { sealer } from '../support/samples.ts'
import { createPlatforms } from './support/platforms.ts'
import { DAY, HOUR, MINUTE, MORNING } from './support/world.ts'

const EIGHT = MORNING + HOUR
/** 20:58, two minutes before the hours of rest. */
const EVENING = MORNING + 14 * HOUR - 2 * MINUTE
const PRICE = SANDBOX_PAID.price_dong
const SHORT: Partial<Draft> = {
  content: { text: 'Mời bà con dự Ngày Chuyển đổi số.', buttons: [{ label: 'Xem', flow: 'hoat-dong' }], values: {} },
  segment: { channels: ['messenger'] },
  budget_dong: 10_000,
}

async function setUp(db: Db, start = MORNING) {
  const platforms = await createPlatforms(db, { start })
  return {
    ...platforms,
    /** They agree on the platform, as our webhook would be told. */
    async agree(contacts: readonly ContactId[], expiresAt: number | null = null) {
      for (const [index, contact] of contacts.entries()) {
        const token = `99001122334455667${index}${contacts.length}`
        await platforms.sandbox.messenger.person(platformUserIdOf(contact)).optsIn(token, 'Tin')
        await keepPaidConsent(db, sealer, { contact, token, expiresAt }, start)
      }
    },
  }
}

describeOnBothEngines('paid messages of Messenger', (context) => {
  it('go to those who agreed and can be reached for nothing no more, at the price that was told before', async () => {
    const { world, sandbox, agree, ...platforms } = await setUp(context.db)
    const recent = await platforms.pagePeople(1, HOUR + 1)
    const agreed = await platforms.pagePeople(2, 9 * DAY + 2)
    await platforms.pagePeople(3, 9 * DAY + 3)
    await agree([...recent, ...agreed])
    const broadcast = await world.approved(SHORT)
    const told = await previewAudience(world.options, broadcast, EIGHT)
    expect(told).toMatchObject({
      reachable: 3,
      costDong: 2 * PRICE,
      ways: { 'trong-24-gio': { count: 1, costDong: 0 }, 'tin-tra-phi': { count: 2, costDong: 2 * PRICE } },
      leftOut: { outside_window: 3 },
    })

    await platforms.goTo(EIGHT)
    const [progress] = await showProgress(context.db, broadcast.id)
    expect(progress?.ways).toEqual(told.ways)
    expect(progress?.messages).toMatchObject({ sent: 3, failed: {} })
    const paid = sandbox.messenger.sent.filter(({ kind }) => kind === 'paid')
    expect(paid.map(({ to }) => to).toSorted()).toEqual(agreed.map(platformUserIdOf).toSorted())
    expect(paid[0]).toMatchObject({
      text: expect.stringContaining('Mời bà con dự Ngày Chuyển đổi số.'),
      buttons: expect.arrayContaining([expect.objectContaining({ title: 'Xem', type: 'postback' })]),
    })
  })

  it('are counted as arrived, or as failed after all, when the platform tells so by the id of the sending', async () => {
    const { world, agree, page, ...platforms } = await setUp(context.db)
    const people = await platforms.pagePeople(3, 9 * DAY + 2)
    await agree(people)
    const broadcast = await world.approved(SHORT)
    await platforms.goTo(EIGHT)
    const ids = (await world.outbox()).map(({ external_id }) => external_id ?? '')
    const base = (key: string) => ({ externalId: key, account: page, sentAt: EIGHT })
    const arrived = (index: number): InboundEvent => {
      const id = ids[index] ?? ''
      const contact = people[index] as ContactId
      return { ...base(`a${index}`), type: 'delivered', contact, messageIds: [id], upTo: null, trackingId: id }
    }
    const lost = (index: number): InboundEvent => ({
      ...base(`l${index}`),
      type: 'notice',
      contact: null,
      kind: 'delivery',
      detail: { undelivered: ids[index] ?? '' },
    })
    const receipts = createReceipts(context.db)
    const take = async (...events: InboundEvent[]) => {
      receipts.note(events, EIGHT)
      await receipts.write(EIGHT)
      await receipts.write(EIGHT)
    }
    // What arrived stays so, whatever comes late.
    await take(arrived(0), lost(1), lost(0))
    const [progress] = await showProgress(context.db, broadcast.id)
    expect(progress).toMatchObject({
      messages: { sent: 2, failed: { rejected: 1 } },
      receipts: { delivered: 1 },
    })
    // The same the other way about: a platform tells in any order.
    await take(arrived(1))
    const [after] = await showProgress(context.db, broadcast.id)
    expect(after).toMatchObject({ messages: { sent: 3, failed: {} }, receipts: { delivered: 2 } })
  })

  it.each<{ name: string; draft: Partial<Draft>; why: string }>([
    { name: 'there is no money for them', draft: { budget_dong: PRICE - 1 }, why: 'over_budget' },
    {
      name: 'the text is longer than they may be',
      draft: { content: { text: 'Mời bà con. '.repeat(60), buttons: [], values: {} } },
      why: 'outside_window',
    },
  ])('are not sent when $name', async ({ draft, why }) => {
    const { world, sandbox, agree, ...platforms } = await setUp(context.db)
    await agree(await platforms.pagePeople(1, 9 * DAY + 2))
    const broadcast = await world.approved({ ...SHORT, ...draft })
    await platforms.goTo(EIGHT)
    const [progress] = await showProgress(context.db, broadcast.id)
    expect(progress?.run.leftOut).toEqual({ [why]: 1 })
    expect(sandbox.messenger.sent).toEqual([])
  })

  it('wait when the budget at Meta is used up, and go on when it was raised, once to each', async () => {
    const { world, sandbox, agree, ...platforms } = await setUp(context.db)
    const people = await platforms.pagePeople(4, 9 * DAY + 2)
    await agree(people)
    const broadcast = await world.approved(SHORT)
    sandbox.messenger.setPaidBudget(2)
    await platforms.goTo(EIGHT)
    const [halfway] = await showProgress(context.db, broadcast.id)
    expect(halfway?.messages).toMatchObject({ sent: 2, failed: {}, skipped: { quota: 2 } })
    sandbox.messenger.setPaidBudget(100)
    for (const minutes of [6, 12, 18]) await platforms.goTo(EIGHT + minutes * MINUTE)
    const to = sandbox.messenger.sent.map((one) => one.to)
    expect(to.toSorted()).toEqual(people.map(platformUserIdOf).toSorted())
    expect(await world.show(broadcast.id)).toMatchObject({ status: 'done' })
  })

  it('reach nobody whose consent is over, and nobody twice within 12 hours', async () => {
    const { world, sandbox, agree, ...platforms } = await setUp(context.db)
    const [lasting, over] = (await platforms.pagePeople(2, 9 * DAY + 2)) as [ContactId, ContactId]
    await agree([lasting])
    await keepPaidConsent(context.db, sealer, { contact: over, token: 't', expiresAt: EIGHT }, MORNING)
    await world.approved(SHORT)
    const second = await world.approved({ ...SHORT, schedule: { type: 'once', at: '05/10/2026 19:59' } })
    await platforms.goTo(EIGHT)
    await platforms.goTo(EIGHT + 12 * HOUR - MINUTE)
    expect(sandbox.messenger.sent.map(({ to }) => to)).toEqual([platformUserIdOf(lasting)])
    const [progress] = await showProgress(context.db, second.id)
    expect(progress?.run.leftOut).toEqual({ outside_window: 2 })
  })

  it('are not sent after a night of rest to whose consent ended in it, nor to who took it back', async () => {
    const { world, sandbox, agree, ...platforms } = await setUp(context.db, EVENING)
    const [ending, stopping] = (await platforms.pagePeople(2, 9 * DAY + 2)) as [ContactId, ContactId]
    await agree([ending], EVENING + 3 * HOUR)
    await agree([stopping])
    const at = { schedule: { type: 'once', at: '05/10/2026 20:59' }, late_minutes: 1440 } as const
    await world.approved({ ...SHORT, ...at })
    await world.tick(EVENING + 2 * MINUTE - 1)
    await world.tick(EVENING + 2 * MINUTE)
    expect(await world.outbox()).toHaveLength(2)
    await context.db.updateTable('contacts').set({ opted_out_at: EVENING }).where('id', '=', stopping).execute()
    await endPaidConsent(context.db, stopping)
    await platforms.goTo(MORNING + DAY)
    await platforms.goTo(MORNING + DAY + MINUTE)
    expect(sandbox.messenger.sent).toEqual([])
    expect((await world.outbox()).map(({ failure_code }) => failure_code).toSorted()).toEqual([
      'opted_out',
      'outside_window',
    ])
  })

  it('keep the tokens of consents sealed', async () => {
    const { agree, pagePeople } = await setUp(context.db)
    const people = await pagePeople(1, HOUR + 1)
    await agree(people)
    const [row] = await context.db.selectFrom('paid_consents').selectAll().execute()
    expect(row?.sealed_token.includes('990011')).toBe(false)
    expect(await findPaidConsents(context.db, people, MORNING)).toEqual(
      new Map(people.map((contact) => [contact, { until: null, usedAt: null }])),
    )
  })
})
