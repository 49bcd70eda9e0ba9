import { describe, expect, it } from 'vitest'
import {
  addToTotals,
  freeKey,
  NO_TOTALS,
  type Plan,
  type Purse,
  planSending,
  type Recipient,
} from '../../src/broadcasts/plan.ts'
import type { Carried, Urgency } from '../../src/broadcasts/rules.ts'
import { accountIdOf, type ChannelType, contactIdOf } from '../../src/core/ids.ts'
import { DAY, HOUR, MINUTE, MORNING, rules } from './support/world.ts'

const FULL: Purse = { freeUsed: new Map(), budgetDong: 1_000_000 }

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
    ...fields,
  }
}

function planOf(
  recipient: Recipient,
  { carried = ['message'], urgency = 'thuong', purse = FULL, now = MORNING }: Partial<Asked> = {},
): Plan | undefined {
  const context = { now, rules, urgency: rules.urgency[urgency], carried: new Set(carried) }
  return planSending([recipient], context, purse).plans[0]
}
interface Asked {
  carried: readonly Carried[]
  urgency: Urgency
  purse: Purse
  now: number
}

const ago = (ms: number) => ({ lastEventAt: MORNING - ms })
const allUsed = (channel: ChannelType, way: string): Purse => ({
  ...FULL,
  freeUsed: new Map([[freeKey(accountIdOf(channel, '1'), way), 500]]),
})
const send = (way: string, costDong = 0): Plan => ({ type: 'send', way, costDong })
const leftOut = (reason: Extract<Plan, { type: 'left_out' }>['reason']): Plan => ({ type: 'left_out', reason })

describe('the windows of the platforms', () => {
  it.each<{ name: string; to: Recipient; asked?: Partial<Asked>; plan: Plan }>([
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
      name: 'Zalo after 7 days, with a ZBS template and an article: the cheaper one',
      to: someone('zalo-oa', ago(7 * DAY)),
      asked: { carried: ['message', 'template', 'article'] },
      plan: send('bai-viet'),
    },
    {
      name: 'a Zalo article before six in the morning',
      to: someone('zalo-oa', ago(7 * DAY)),
      asked: { carried: ['article'], now: MORNING - HOUR - MINUTE },
      plan: leftOut('outside_hours'),
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
      to: someone('zalo-oa', { lastEventAt: Date.UTC(2026, 4, 31) }),
      asked: { now: Date.UTC(2026, 4, 31) },
      plan: leftOut('outside_window'),
    },
  ])('$name', ({ to, asked, plan }) => {
    expect(planOf(to, asked)).toEqual(plan)
  })
})

describe('our own promises', () => {
  it.each<{ name: string; to: Partial<Recipient>; urgency?: Urgency; plan: Plan }>([
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
    expect(planOf(someone('zalo-oa', to), { urgency })).toEqual(plan)
  })
})

it('spends the allowance and the budget one person after the other', () => {
  const late = someone('zalo-oa', ago(3 * DAY))
  const purse: Purse = {
    freeUsed: new Map([[freeKey(late.account, 'tu-van-7-ngay'), 498]]),
    budgetDong: 110,
  }
  const context = { now: MORNING, rules, urgency: rules.urgency.thuong, carried: new Set(['message'] as const) }
  const { plans, purse: rest } = planSending([late, late, late, late, late], context, purse)
  expect(addToTotals(NO_TOTALS, plans)).toEqual({
    reachable: 4,
    costDong: 110,
    ways: { 'tu-van-7-ngay': { count: 4, costDong: 110 } },
    leftOut: { over_budget: 1 },
  })
  expect(rest.budgetDong).toBe(0)
})
