import { expect, it } from 'vitest'
import { createMessengerChannel } from '../../src/channels/messenger/adapter.ts'
import { createPaidWay } from '../../src/channels/messenger/paid-messages.ts'
import { messengerAccountSchema } from '../../src/channels/messenger/settings.ts'
import type { RenderedPart } from '../../src/core/channel.ts'
import type { InboundEvent } from '../../src/core/events.ts'
import { contactIdOf, createIds } from '../../src/core/ids.ts'
import { BEHIND_WEBHOOKS_MS, TimeSlice } from '../../src/core/time-slice.ts'
import type { Db } from '../../src/db/open.ts'
import { createHandler } from '../../src/inbox/handle.ts'
import { storeArrivals } from '../../src/inbox/inbox.store.ts'
import { findContacts } from '../../src/people/contact.store.ts'
import { findPaidConsents, findPaidTokens } from '../../src/people/paid-consent.store.ts'
import { domainOver, realDomain } from '../support/conversation.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { sealer } from '../support/samples.ts'

const NOW = Date.UTC(2026, 9, 5, 1)
const DAY = 86_400_000
const settings = { page_token: 't', app_secret: 's', verify_token: 'v', province: 'gia-lai' }
const paying = messengerAccountSchema.parse({
  ...settings,
  page_id: '1',
  paid: { ad_account: '55', campaign: '77', price_dong: 400 },
})
const free = messengerAccountSchema.parse({ ...settings, page_id: '2' })
const pages = [paying, free]
const channel = createMessengerChannel({ accounts: pages, apiUrl: 'http://localhost:1' })
const person = contactIdOf(paying.id, '700')
const elsewhere = contactIdOf(free.id, '700')

type Said = Pick<InboundEvent, 'type'> & Record<string, unknown>
const words = (text: string): Said => ({
  type: 'message',
  text,
  attachments: [],
  quotedId: null,
  ref: null,
  anonymous: false,
})
const subscription = (status: 'granted' | 'stopped', token: string | null = 'token-1'): Said => ({
  type: 'subscription',
  status,
  token,
  tokenExpiresAt: NOW + 365 * DAY,
  title: 'Tin',
})

const shared = await realDomain()

/** `domain`: one over this database, where a flow reads there; reading all files again takes a second. */
function setUp(db: Db, domain = shared) {
  let now = NOW
  let count = 0
  const handle = createHandler({
    db,
    sealer,
    slice: new TimeSlice(BEHIND_WEBHOOKS_MS),
    clock: { now: () => now },
    ids: createIds(() => now),
    log: { info() {}, warn() {}, error() {}, debug() {} },
    conversation: domain.conversation,
    erase: domain.erase,
    channels: new Map(pages.map(({ id, province }) => [id, { channel, province }])),
    onQueued: () => {},
    onTurn: () => {},
    wakeLater: () => {},
    stopping: new AbortController().signal,
  })
  return {
    pass(ms: number) {
      now += ms
    },
    async gets(said: Said, contact = person) {
      const account = contact === person ? paying.id : free.id
      const event = { ...said, externalId: `e${count++}`, account, contact, sentAt: now } as InboundEvent
      // Long enough ago that nothing more of the sentence is waited for.
      await storeArrivals(db, sealer, [{ event, receivedAt: now - 60_000, needsTurn: true }])
      await handle(contact)
    },
    async said(): Promise<string> {
      const rows = await db.selectFrom('outbox').select('sealed_part').orderBy('id').execute()
      return JSON.stringify(rows.map((row) => (sealer.open(row.sealed_part) as RenderedPart).body))
    },
    consents: () => findPaidConsents(db, [person], now),
  }
}

describeOnBothEngines('the consent to paid messages', (context) => {
  it('is asked for once, of those who want our announcements, on a Page that has such messages', async () => {
    const paid = createPaidWay(pages)
    const audience = pages.map(({ id, province }) => ({ id, province, channel: 'messenger' as const, paid }))
    const { gets, said } = setUp(context.db, domainOver(context.db, sealer, audience))
    await gets(words('nhận tin'), elsewhere)
    expect(await said()).toContain('Đã ghi nhận')
    expect(await said()).not.toContain('notification_messages')
    await gets(words('nhận tin'))
    expect(await said()).toMatch(/"template_type":"notification_messages","title":"Nhận tin của .*Gia Lai/)
    await gets(subscription('granted'))
    await gets(words('nhận tin'))
    expect((await said()).match(/notification_messages"/g)).toHaveLength(1)
    await gets(words('dữ liệu của tôi'))
    expect(await said()).toContain('đã đồng ý nhận tin thông báo qua Messenger')
  })

  it('is kept with its token and its end, and opens no window', async () => {
    const { gets, consents, pass } = setUp(context.db)
    await gets(words('chào'))
    pass(2 * DAY)
    await gets(subscription('granted'))
    expect(await consents()).toEqual(new Map([[person, { until: NOW + 365 * DAY, usedAt: null }]]))
    expect(await findPaidTokens(context.db, sealer, [person])).toEqual(new Map([[person, 'token-1']]))
    expect((await findContacts(context.db, sealer, [person])).get(person)?.lastEventAt).toBe(NOW)
  })

  it('of somebody who never wrote opens no window either', async () => {
    const { gets } = setUp(context.db)
    await gets(subscription('granted'))
    expect((await findContacts(context.db, sealer, [person])).get(person)?.lastEventAt).toBe(0)
  })

  it('given anew takes the place of the one before', async () => {
    const { gets } = setUp(context.db)
    await gets(subscription('granted'))
    await gets(subscription('granted', 'token-2'))
    expect(await findPaidTokens(context.db, sealer, [person])).toEqual(new Map([[person, 'token-2']]))
  })

  it.each<{ name: string; said: Said }>([
    { name: 'the platform’s own button', said: subscription('stopped') },
    { name: '"dừng"', said: words('dừng') },
    { name: 'the wish to have all data deleted', said: { type: 'data_withdrawn' } },
  ])('is ended by $name, its token with it', async ({ said }) => {
    const { gets } = setUp(context.db)
    await gets(subscription('granted'))
    await gets(said)
    expect(await context.db.selectFrom('paid_consents').selectAll().execute()).toEqual([])
  })
})
