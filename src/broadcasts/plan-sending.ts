import type { Quota } from '../core/channel.ts'
import { HOUR_MS } from '../core/durations.ts'
import type { AccountId, ChannelType, ContactId } from '../core/ids.ts'
import type { PaidConsent } from '../people/paid-consent.store.ts'
import { type Carried, isOpenAt, type SendingRules, type UrgencyRule, type Way } from './rules.ts'

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
  /** Our messages of any kind since the person's last sign of life. */
  readonly sentInWindow: number
  /** Follows the account, as far as the platform told. */
  readonly follows: boolean
  /** The consent to paid messages; null without one. */
  readonly paidConsent: PaidConsent | null
  /** Of a list of phones: known to us by the number alone. */
  readonly byPhone: boolean
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
  /** A phone number, and no approved template that may go to phone numbers. */
  'no_template',
  /** A phone number whose row has a value that the template does not take. */
  'template_value',
  'over_budget',
] as const
export type LeftOut = (typeof LEFT_OUT)[number]

export type SendingPlan =
  | {
      readonly type: 'send'
      readonly way: string
      readonly carries: Carried
      readonly costDong: number
      /** UTC ms from which on this way is closed to this person; null: it stays open. */
      readonly until: number | null
      readonly quota: Quota | null
      /** That allowance is used up: the message has to wait for more of it. */
      readonly waits: boolean
    }
  | { readonly type: 'left_out'; readonly reason: LeftOut }

/** What an account has to send besides people's own words: what was approved beforehand, and its own price in đồng. */
export interface Offer {
  readonly carries: ReadonlySet<Carried>
  readonly pricesDong: Readonly<Partial<Record<Carried, number>>>
}

/** What is left of the month's free messages of each account and way (`freeKey`), and of the broadcast's money. */
export interface Purse {
  readonly freeUsed: ReadonlyMap<string, number>
  /** What the platforms told of an account's allowances (`quotaKey`), less what is reserved; missing: unknown. */
  readonly quotaLeft: ReadonlyMap<string, number>
  readonly budgetDong: number
}

export interface PlanContext {
  readonly now: number
  readonly rules: Pick<SendingRules, 'waysOf'>
  readonly urgency: UrgencyRule
  readonly offers: ReadonlyMap<AccountId, Offer>
}

/** Under which the month's free messages of an account and way are counted. */
export function freeKey(account: AccountId, way: string): string {
  return `${account} ${way}`
}

/** Under which an allowance of an account is counted. */
export function quotaKey(account: AccountId, quota: Quota): string {
  return `${account} ${quota}`
}

/**
 * For each recipient, in their order, the cheapest way that is permitted, or the reason why there is none; and what is
 * left of the purse. Pure: the same question has the same answer before the approval and at the sending.
 */
export function planSending(
  recipients: readonly Recipient[],
  context: PlanContext,
  purse: Purse,
): { readonly plans: readonly SendingPlan[]; readonly purse: Purse } {
  const freeUsed = new Map(purse.freeUsed)
  const quotaLeft = new Map(purse.quotaLeft)
  let { budgetDong } = purse
  const plans = recipients.map((recipient): SendingPlan => {
    const refusal = refusalOf(recipient, context)
    if (refusal !== null) return { type: 'left_out', reason: refusal }
    const { ways, reason } = possibleWays(recipient, context)
    const { account } = recipient
    const priced = ways.map((way) => priceOf(way, account, context.offers.get(account), { freeUsed, quotaLeft }))
    const chosen = priced.toSorted(byPreference)[0]
    if (!chosen) return { type: 'left_out', reason }
    const { way, costDong, waits } = chosen
    if (costDong > budgetDong) return { type: 'left_out', reason: 'over_budget' }
    const key = freeKey(account, way.id)
    if (way.free_per_month > 0) freeUsed.set(key, (freeUsed.get(key) ?? 0) + 1)
    const left = way.quota && quotaLeft.get(quotaKey(account, way.quota))
    if (way.quota && left !== undefined) quotaLeft.set(quotaKey(account, way.quota), left - 1)
    budgetDong -= costDong
    const until = endOf(way, recipient)
    return { type: 'send', way: way.id, carries: way.carries, costDong, until, quota: way.quota ?? null, waits }
  })
  return { plans, purse: { freeUsed, quotaLeft, budgetDong } }
}

/** UTC ms from which on a way is closed to a person; null: it stays open. */
function endOf(way: Way, { lastEventAt, paidConsent }: Recipient): number | null {
  if (way.carries === 'paid_message') return paidConsent?.until ?? null
  return way.within_hours === undefined ? null : lastEventAt + way.within_hours * HOUR_MS
}

interface PricedWay {
  readonly way: Way
  readonly costDong: number
  readonly waits: boolean
}

/**
 * An article reaches all followers whatever is planned, so who follows gets nothing else; then whatever can go now, the
 * cheapest first, in the order of the rules where they cost the same.
 */
function byPreference(a: PricedWay, b: PricedWay): number {
  const isArticle = ({ way }: PricedWay) => Number(way.carries === 'article')
  return isArticle(b) - isArticle(a) || Number(a.waits) - Number(b.waits) || a.costDong - b.costDong
}

function priceOf(
  way: Way,
  account: AccountId,
  offer: Offer | undefined,
  { freeUsed, quotaLeft }: Pick<Purse, 'freeUsed' | 'quotaLeft'>,
): PricedWay {
  const price = offer?.pricesDong[way.carries] ?? way.price_dong ?? Number.POSITIVE_INFINITY
  const left = way.quota && quotaLeft.get(quotaKey(account, way.quota))
  if (way.free_per_month === 0) return { way, costDong: price, waits: left !== undefined && left <= 0 }
  const free = left ?? way.free_per_month - (freeUsed.get(freeKey(account, way.id)) ?? 0)
  return { way, costDong: free > 0 ? 0 : price, waits: false }
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

function possibleWays(recipient: Recipient, { now, rules, offers }: PlanContext) {
  const { account, channel, lastEventAt, sentInWindow, byPhone } = recipient
  const lastUsed = recipient.paidConsent?.usedAt ?? Number.NEGATIVE_INFINITY
  const carries = offers.get(account)?.carries
  const inWindow = rules
    .waysOf(channel, now)
    .filter(
      (way) =>
        carries?.has(way.carries) &&
        suits(way.carries, recipient) &&
        (way.within_hours === undefined || now - lastEventAt < way.within_hours * HOUR_MS) &&
        (way.per_window === undefined || sentInWindow < way.per_window) &&
        (way.every_hours === undefined || now - lastUsed >= way.every_hours * HOUR_MS),
    )
  const ways = inWindow.filter((way) => way.hours === undefined || isOpenAt(way.hours, now))
  const reason: LeftOut = inWindow.length > 0 ? 'outside_hours' : byPhone ? 'no_template' : 'outside_window'
  return { ways, reason }
}

function suits(carried: Carried, { byPhone, follows, paidConsent }: Recipient): boolean {
  if (byPhone) return carried === 'template_by_phone'
  if (carried === 'paid_message') return paidConsent !== null
  return carried === 'article' ? follows : carried !== 'template_by_phone'
}
