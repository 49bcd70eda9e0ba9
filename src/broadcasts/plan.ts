import type { AccountId, ChannelType, ContactId } from '../core/ids.ts'
import { type Carried, isOpenAt, type SendingRules, type UrgencyRule, type Way } from './rules.ts'

const HOUR_MS = 3_600_000

/** What decides whether and how a person can be written to. Instants are UTC ms. */
export interface Recipient {
  readonly contact: ContactId
  readonly account: AccountId
  readonly channel: ChannelType
  readonly lastEventAt: number
  readonly optedOutAt: number | null
  /** Until when staff have the conversation. */
  readonly mutedUntil: number | null
  /** The platform refused the last message for good, and the person has not written since. */
  readonly unreachable: boolean
  /** Announcements of the last seven days. */
  readonly receivedThisWeek: number
}

export const LEFT_OUT = [
  'opted_out',
  'frequency_cap',
  'with_staff',
  'unreachable',
  /** The platform's time for writing freely is over, and there is no approved template to send instead. */
  'outside_window',
  /** Would be possible, at another hour. */
  'outside_hours',
  'over_budget',
] as const
export type LeftOut = (typeof LEFT_OUT)[number]

export type Plan =
  | { readonly type: 'send'; readonly way: string; readonly costDong: number }
  | { readonly type: 'left_out'; readonly reason: LeftOut }

/** What is left of the month's free messages of each account and way (`freeKey`), and of the broadcast's money. */
export interface Purse {
  readonly freeUsed: ReadonlyMap<string, number>
  readonly budgetDong: number
}

export interface PlanContext {
  readonly now: number
  readonly rules: Pick<SendingRules, 'waysOf'>
  readonly urgency: UrgencyRule
  /** What there is to be sent: the text itself, and what the platforms approved beforehand. */
  readonly carried: ReadonlySet<Carried>
}

export function freeKey(account: AccountId, way: string): string {
  return `${account} ${way}`
}

/**
 * For each recipient, in their order, the cheapest way that is permitted, or the reason why there is none; and what is
 * left of the purse. Pure: the same question has the same answer before the approval and at the sending.
 */
export function planSending(
  recipients: readonly Recipient[],
  context: PlanContext,
  purse: Purse,
): { readonly plans: readonly Plan[]; readonly purse: Purse } {
  const freeUsed = new Map(purse.freeUsed)
  let { budgetDong } = purse
  const plans = recipients.map((recipient): Plan => {
    const refusal = refusalOf(recipient, context)
    if (refusal !== null) return { type: 'left_out', reason: refusal }
    const { ways, reason } = possibleWays(recipient, context)
    const priced = ways.map((way) => ({ way, costDong: costOf(recipient.account, way, freeUsed) }))
    const cheapest = priced.toSorted((a, b) => a.costDong - b.costDong)[0]
    if (!cheapest) return { type: 'left_out', reason }
    const { way, costDong } = cheapest
    if (costDong > budgetDong) return { type: 'left_out', reason: 'over_budget' }
    const key = freeKey(recipient.account, way.id)
    if (way.free_per_month > 0) freeUsed.set(key, (freeUsed.get(key) ?? 0) + 1)
    budgetDong -= costDong
    return { type: 'send', way: way.id, costDong }
  })
  return { plans, purse: { freeUsed, budgetDong } }
}

/** The person's own wish comes first, then our promises to them. */
function refusalOf(recipient: Recipient, { now, urgency }: PlanContext): LeftOut | null {
  if (recipient.optedOutAt !== null) return 'opted_out'
  if (recipient.unreachable) return 'unreachable'
  if (urgency.per_week !== null && recipient.receivedThisWeek >= urgency.per_week) return 'frequency_cap'
  // An announcement amid a talk with an officer confuses; a warning may.
  if (urgency.per_week !== null && recipient.mutedUntil !== null && recipient.mutedUntil > now) return 'with_staff'
  return null
}

function possibleWays({ channel, lastEventAt }: Recipient, { now, rules, carried }: PlanContext) {
  const inWindow = rules
    .waysOf(channel, now)
    .filter(
      (way) =>
        carried.has(way.carries) && (way.within_hours === undefined || now - lastEventAt < way.within_hours * HOUR_MS),
    )
  const ways = inWindow.filter((way) => way.hours === undefined || isOpenAt(way.hours, now))
  const reason: LeftOut = inWindow.length > 0 ? 'outside_hours' : 'outside_window'
  return { ways, reason }
}

function costOf(account: AccountId, way: Way, freeUsed: ReadonlyMap<string, number>): number {
  const used = freeUsed.get(freeKey(account, way.id)) ?? 0
  return used < way.free_per_month ? 0 : way.price_dong
}

/** How many recipients go which way for how much, and how many are left out for what. */
export interface Totals {
  readonly reachable: number
  readonly costDong: number
  readonly ways: Readonly<Record<string, { readonly count: number; readonly costDong: number }>>
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>
}

export const NO_TOTALS: Totals = { reachable: 0, costDong: 0, ways: {}, leftOut: {} }

/** `totals` with `plans` counted in. */
export function addToTotals(totals: Totals, plans: readonly Plan[]): Totals {
  const ways: Record<string, { count: number; costDong: number }> = structuredClone(totals.ways)
  const leftOut: Partial<Record<LeftOut, number>> = { ...totals.leftOut }
  let { reachable, costDong } = totals
  for (const plan of plans) {
    if (plan.type === 'left_out') {
      leftOut[plan.reason] = (leftOut[plan.reason] ?? 0) + 1
      continue
    }
    const way = ways[plan.way] ?? { count: 0, costDong: 0 }
    ways[plan.way] = { count: way.count + 1, costDong: way.costDong + plan.costDong }
    reachable++
    costDong += plan.costDong
  }
  return { reachable, costDong, ways, leftOut }
}
