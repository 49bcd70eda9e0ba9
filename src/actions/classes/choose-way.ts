import type { Offer } from '../../broadcasts/plan-sending.ts'
import { isOpenAt, type SendingRules, type Way } from '../../broadcasts/rules.ts'
import type { NoticeOutcome } from '../../classes/classes.schema.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/durations.ts'
import { type ContactId, channelOf } from '../../core/ids.ts'

/** What is put into the outbox now goes out some time later, and must still be within the platform's window then. */
const SENDING_MS = 5 * MINUTE_MS

/** Somebody to be written to who did not just write. */
export interface Reachable {
  readonly contact: ContactId
  /** UTC ms; null when the person has never had a turn, as after deleting their data. */
  readonly lastEventAt: number | null
  readonly optedOut: boolean
  /** Our messages since then; none unless given. */
  readonly sentInWindow?: number
}

export type ChosenWay =
  | { readonly type: 'send'; readonly way: Way }
  | { readonly type: 'skipped'; readonly because: Exclude<NoticeOutcome, 'sent' | 'template' | 'no_account'> }

/** What there is to be sent, and what it may cost. */
export interface WayTerms {
  /** When it goes out, UTC ms. */
  readonly at: number
  /** The text itself, and templates that the platform approved for it, with a price of their own where they have one. */
  readonly offer: Offer
  readonly mostDong: number
}

/**
 * The cheapest way that the platform permits for a message that somebody needs for what they signed up for, or the
 * reason why there is none. A way with a monthly allowance counts with its price: the allowance is kept for announcements.
 */
export function chooseWay(
  rules: Pick<SendingRules, 'waysOf'>,
  { contact, lastEventAt, optedOut, sentInWindow = 0 }: Reachable,
  { at, offer, mostDong }: WayTerms,
): ChosenWay {
  if (optedOut) return skipped('opted_out')
  const permitted = rules
    .waysOf(channelOf(contact), at)
    .filter(({ carries }) => offer.carries.has(carries) && (lastEventAt !== null || carries === 'template_by_phone'))
    .filter(({ per_window: most }) => most === undefined || sentInWindow < most)
    // Without an end there is nothing to be late for.
    .filter(({ within_hours: hours }) => hours === undefined || at + SENDING_MS < (lastEventAt ?? 0) + hours * HOUR_MS)
  if (permitted.length === 0) return skipped('window')
  const open = permitted.filter(({ hours }) => hours === undefined || isOpenAt(hours, at))
  const priced = open.map((way) => ({
    way,
    dong: offer.pricesDong[way.carries] ?? way.price_dong ?? Number.POSITIVE_INFINITY,
  }))
  const [cheapest] = priced.toSorted((a, b) => a.dong - b.dong)
  if (!cheapest) return skipped('hours')
  return cheapest.dong > mostDong ? skipped('price') : { type: 'send', way: cheapest.way }
}

function skipped(because: Extract<ChosenWay, { type: 'skipped' }>['because']): ChosenWay {
  return { type: 'skipped', because }
}
