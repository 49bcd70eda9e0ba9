import { describe, expect, it } from 'vitest'
import {
  freeKey,
  type Offer,
  type Purse,
  planSending,
  quotaKey,
  type Recipient,
  type SendingPlan,
} from '../../src/broadcasts/plan-sending.ts'
import type { Carried, Urgency } from '../../src/broadcasts/rules.ts'
import { addToTotals, NO_TOTALS } from '../../src/broadcasts/totals.ts'
import type { Quota } from '../../src/core/channel.ts'
import { accountIdOf, type ChannelType, contactIdOf } from '../../src/core/ids.ts'
import { DAY, HOUR, MINUTE, MORNING, rules } from './support/world.ts'

const FULL: Purse = { freeUsed: new Map(), quotaLeft: new Map(), budgetDong: 1_000_000 }
const EVERYTHING: readonly Carried[] = ['message', 'template', 'template_by_phone', 'article']
const PAID = { carried: ['message', 'paid_message'], pricesDong: { paid_message: 400 } } satisfies Partial<Asked>
const agreed = (fields: object = {}) => ({ paidConsent: { until: null, usedAt: null, ...fields } })

function someone(channel: ChannelType, fields: Partial<Recipient> = {}): Recipient {
  const account = accountIdOf(channel, '1')
  return {
    contact: contactIdOf(account, 'p1'),
    account,
    channel,
    lastEventAt: MORNING - HOUR,
    optedOutAt: null,
    mutedUntil: null,
    unreachable: false,
    receivedThisWeek: 0,
    sentInWindow: 0,
    follows: false,
    paidConsent: null,
    byPhone: false,
    ...fields,
  }
}

function planOf(
  recipient: Recipient,
  { carried = ['message'], pricesDong = {}, urgency = 'thuong', purse = FULL, now = MORNING }: Partial<Asked> = {},
): SendingPlan | undefined {
  const offers = new Map([[recipient.account, { carries: new Set(carried), pricesDong }]])
  const context = { now, rules, urgency: rules.urgency[urgency], offers }
  return planSending([recipient], context, purse).plans[0]
}
interface Asked {
  carried: readonly Carried[]
  pricesDong: Offer['pricesDong']
  urgency: Urgency
  purse: Purse
  now: number
}

const ago = (ms: number) => ({ lastEventAt: MORNING - ms })
const allUsed = (channel: ChannelType, way: string): Purse => ({
  ...FULL,
  freeUsed: new Map([[freeKey(accountIdOf(channel, '1'), way), 500]]),
})
const quotaOf = (channel: ChannelType, quota: Quota, left: number): Purse => ({
  ...FULL,
  quotaLeft: new Map([[quotaKey(accountIdOf(channel, '1'), quota), left]]),
})
const onlyLeft = ({ quotaLeft }: Purse) => ({ quotaLeft })
type Expected = Partial<Extract<SendingPlan, { type: 'send' }>> | SendingPlan
const send = (way: string, costDong = 0, waits = false): Expected => ({ type: 'send', way, costDong, waits })
const leftOut = (reason: Extract<SendingPlan, { type: 'left_out' }>['reason']): Expected => ({
  type: 'left_out',
  reason,
})

describe('the windows of the platforms', () => {
  it.each<{ name: string; to: Recipient; asked?: Partial<Asked>; plan: Expected }>([
    { name: 'Zalo within 48 hours', to: someone('zalo-oa', ago(48 * HOUR - 1)), plan: send('tu-van-48-gio') },
    {
      name: 'Zalo after 48 hours, from the allowance',
      to: someone('zalo-oa', ago(48 * HOUR)),
      plan: send('tu-van-7-ngay'),
    },
    {
      name: 'Zalo after 48 hours, the allowance used up',
      to: someone('zalo-oa', ago(48 * HOUR)),
      asked: { purse: allUsed('zalo-oa', 'tu-van-7-ngay') },
      plan: send('tu-van-7-ngay', 55),
    },
    {
      name: 'Zalo after 48 hours, the allowance used up, without money',
      to: someone('zalo-oa', ago(48 * HOUR)),
      asked: { purse: { ...allUsed('zalo-oa', 'tu-van-7-ngay'), budgetDong: 54 } },
      plan: leftOut('over_budget'),
    },
    { name: 'Zalo after 7 days', to: someone('zalo-oa', ago(7 * DAY)), plan: leftOut('outside_window') },
    {
      name: 'Zalo after 7 days, with a ZBS template',
      to: someone('zalo-oa', ago(7 * DAY)),
      asked: { carried: ['message', 'template'] },
      plan: send('mau-zbs', 200),
    },
    {
      name: 'Zalo after 7 days, with a ZBS template that has a price of its own',
      to: someone('zalo-oa', ago(7 * DAY)),
      asked: { carried: ['message', 'template'], pricesDong: { template: 120 } },
      plan: send('mau-zbs', 120),
    },
    {
      name: 'Zalo within 48 hours, after our eighth message',
      to: someone('zalo-oa', { ...ago(HOUR), sentInWindow: 8 }),
      plan: send('tu-van-7-ngay'),
    },
    {
      name: 'Zalo after 48 hours, when Zalo tells of a larger allowance than the rules do',
      to: someone('zalo-oa', ago(48 * HOUR)),
      asked: {
        purse: { ...allUsed('zalo-oa', 'tu-van-7-ngay'), ...onlyLeft(quotaOf('zalo-oa', 'beyond_window_a_month', 3)) },
      },
      plan: send('tu-van-7-ngay'),
    },
    {
      name: 'Zalo after 48 hours, when Zalo tells that nothing is left of it',
      to: someone('zalo-oa', ago(48 * HOUR)),
      asked: { purse: quotaOf('zalo-oa', 'beyond_window_a_month', 0) },
      plan: send('tu-van-7-ngay', 55),
    },
    {
      name: 'who follows, with an article: that alone, for the article reaches them anyway',
      to: someone('zalo-oa', { ...ago(HOUR), follows: true }),
      asked: { carried: EVERYTHING },
      plan: send('bai-viet'),
    },
    {
      name: 'Messenger within 24 hours, for nothing, whatever else was agreed to',
      to: someone('messenger', { ...ago(HOUR), ...agreed() }),
      asked: PAID,
      plan: send('trong-24-gio'),
    },
    {
      name: 'Messenger after 24 hours, with the consent to paid messages',
      to: someone('messenger', { ...ago(DAY), ...agreed() }),
      asked: PAID,
      plan: send('tin-tra-phi', 400),
    },
    {
      name: 'Messenger after 24 hours, with a template, which costs nothing',
      to: someone('messenger', { ...ago(DAY), ...agreed() }),
      asked: { ...PAID, carried: ['message', 'template', 'paid_message'] },
      plan: send('mau-tien-ich'),
    },
    {
      name: 'Messenger after 24 hours, with a consent that ends',
      to: someone('messenger', { ...ago(DAY), ...agreed({ until: MORNING + HOUR }) }),
      asked: PAID,
      plan: { type: 'send', way: 'tin-tra-phi', until: MORNING + HOUR },
    },
    {
      name: 'Messenger after 24 hours, without the consent',
      to: someone('messenger', ago(DAY)),
      asked: PAID,
      plan: leftOut('outside_window'),
    },
    {
      name: 'Messenger after 24 hours, less than 12 hours after the last paid message',
      to: someone('messenger', { ...ago(DAY), ...agreed({ usedAt: MORNING - 12 * HOUR + 1 }) }),
      asked: PAID,
      plan: leftOut('outside_window'),
    },
    {
      name: 'Messenger after 24 hours, 12 hours after the last paid message',
      to: someone('messenger', { ...ago(DAY), ...agreed({ usedAt: MORNING - 12 * HOUR }) }),
      asked: PAID,
      plan: send('tin-tra-phi', 400),
    },
    {
      name: 'Messenger after 24 hours, without the money for a paid message',
      to: someone('messenger', { ...ago(DAY), ...agreed() }),
      asked: { ...PAID, purse: { ...FULL, budgetDong: 399 } },
      plan: leftOut('over_budget'),
    },
    {
      name: 'Messenger after 24 hours, on a Page that is not set up for paid messages',
      to: someone('messenger', { ...ago(DAY), ...agreed() }),
      plan: leftOut('outside_window'),
    },
    {
      name: 'Messenger after 24 hours, before paid messages are known to have existed here',
      to: someone('messenger', { lastEventAt: Date.UTC(2026, 2, 1), ...agreed() }),
      asked: { ...PAID, now: Date.UTC(2026, 3, 1, 3) },
      plan: leftOut('outside_window'),
    },
    {
      name: 'who does not follow gets no article',
      to: someone('zalo-oa', ago(7 * DAY)),
      asked: { carried: ['message', 'article'] },
      plan: leftOut('outside_window'),
    },
    {
      name: 'a Zalo article before six in the morning',
      to: someone('zalo-oa', { ...ago(7 * DAY), follows: true }),
      asked: { carried: ['article'], now: MORNING - HOUR - MINUTE },
      plan: leftOut('outside_hours'),
    },
    {
      name: 'a phone number gets a template alone',
      to: someone('zalo-oa', { byPhone: true, lastEventAt: 0 }),
      asked: { carried: EVERYTHING },
      plan: send('mau-zbs-so', 200),
    },
    {
      name: 'a phone number without a template',
      to: someone('zalo-oa', { byPhone: true, lastEventAt: 0 }),
      asked: { carried: ['message', 'template'] },
      plan: leftOut('no_template'),
    },
    {
      name: 'a phone number, the templates of the day used up: it waits',
      to: someone('zalo-oa', { byPhone: true, lastEventAt: 0 }),
      asked: { carried: EVERYTHING, purse: quotaOf('zalo-oa', 'templates_a_day', 0) },
      plan: send('mau-zbs-so', 200, true),
    },
    { name: 'Messenger within 24 hours', to: someone('messenger', ago(24 * HOUR - 1)), plan: send('trong-24-gio') },
    { name: 'Messenger after 24 hours', to: someone('messenger', ago(24 * HOUR)), plan: leftOut('outside_window') },
    {
      name: 'Messenger after 24 hours, with an approved template',
      to: someone('messenger', ago(30 * DAY)),
      asked: { carried: ['message', 'template'] },
      plan: send('mau-tien-ich'),
    },
    { name: 'the chat page at any time', to: someone('web', ago(90 * DAY)), plan: send('trang-chat') },
    {
      name: 'Zalo before the rules on file begin',
      to: someone('zalo-oa', { lastEventAt: Date.UTC(2024, 4, 31) }),
      asked: { now: Date.UTC(2024, 4, 31) },
      plan: leftOut('outside_window'),
    },
  ])('$name', ({ to, asked, plan }) => {
    expect(planOf(to, asked)).toMatchObject(plan)
  })
})

/** 05/10/2025 07:00 in Việt Nam. */
const A_YEAR_AGO = Date.UTC(2025, 9, 5)

describe('the rules of the campaign of 2025, which use only what is sure of that time', () => {
  it.each<{ name: string; to: Recipient; carried?: readonly Carried[]; plan: Expected }>([
    {
      name: 'Zalo within 48 hours',
      to: someone('zalo-oa', { lastEventAt: A_YEAR_AGO - HOUR }),
      plan: send('tu-van-48-gio'),
    },
    {
      name: 'Zalo after 48 hours: no paid message, for its price then is not known',
      to: someone('zalo-oa', { lastEventAt: A_YEAR_AGO - 49 * HOUR }),
      plan: leftOut('outside_window'),
    },
    {
      name: 'no template by user id, which came in December',
      to: someone('zalo-oa', { lastEventAt: A_YEAR_AGO - 9 * DAY }),
      carried: EVERYTHING,
      plan: leftOut('outside_window'),
    },
    {
      name: 'a template by phone, at the dearest usual price',
      to: someone('zalo-oa', { byPhone: true, lastEventAt: 0 }),
      carried: EVERYTHING,
      plan: send('mau-zns-so', 300),
    },
    {
      name: 'Messenger within 24 hours',
      to: someone('messenger', { lastEventAt: A_YEAR_AGO - HOUR }),
      plan: send('trong-24-gio'),
    },
    {
      name: 'Messenger after 24 hours, with an approved template',
      to: someone('messenger', { lastEventAt: A_YEAR_AGO - 9 * DAY }),
      carried: EVERYTHING,
      plan: send('mau-tien-ich'),
    },
    { name: 'the chat page', to: someone('web', { lastEventAt: A_YEAR_AGO - 9 * DAY }), plan: send('trang-chat') },
  ])('$name', ({ to, carried = ['message'], plan }) => {
    expect(planOf(to, { now: A_YEAR_AGO, carried })).toMatchObject(plan)
  })
})

describe('our own promises', () => {
  it.each<{ name: string; to: Partial<Recipient>; urgency?: Urgency; plan: Expected }>([
    { name: 'who opted out gets nothing', to: { optedOutAt: 1 }, plan: leftOut('opted_out') },
    { name: 'not even a warning', to: { optedOutAt: 1 }, urgency: 'khan', plan: leftOut('opted_out') },
    { name: 'two a week', to: { receivedThisWeek: 1 }, plan: send('tu-van-48-gio') },
    { name: 'and no third', to: { receivedThisWeek: 2 }, plan: leftOut('frequency_cap') },
    { name: 'one piece of good news', to: { receivedThisWeek: 1 }, urgency: 'tin-vui', plan: leftOut('frequency_cap') },
    { name: 'warnings without limit', to: { receivedThisWeek: 9 }, urgency: 'khan', plan: send('tu-van-48-gio') },
    { name: 'who talks with an officer is left alone', to: { mutedUntil: MORNING + 1 }, plan: leftOut('with_staff') },
    { name: 'unless it is urgent', to: { mutedUntil: MORNING + 1 }, urgency: 'khan', plan: send('tu-van-48-gio') },
    { name: 'who cannot be reached is not tried again', to: { unreachable: true }, plan: leftOut('unreachable') },
  ])('$name', ({ to, urgency = 'thuong', plan }) => {
    expect(planOf(someone('zalo-oa', to), { urgency })).toMatchObject(plan)
  })
})

it('spends the allowance and the budget one person after the other', () => {
  const late = someone('zalo-oa', ago(3 * DAY))
  const purse: Purse = {
    freeUsed: new Map([[freeKey(late.account, 'tu-van-7-ngay'), 498]]),
    quotaLeft: new Map(),
    budgetDong: 110,
  }
  const context = {
    now: MORNING,
    rules,
    urgency: rules.urgency.thuong,
    offers: new Map([[late.account, { carries: new Set(['message'] as const), pricesDong: {} }]]),
  }
  const { plans, purse: rest } = planSending([late, late, late, late, late], context, purse)
  expect(addToTotals(NO_TOTALS, plans)).toEqual({
    reachable: 4,
    costDong: 110,
    ways: { 'tu-van-7-ngay': { count: 4, costDong: 110 } },
    leftOut: { over_budget: 1 },
    waiting: 0,
  })
  expect(rest.budgetDong).toBe(0)
})
