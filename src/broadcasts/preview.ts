import type { ContactId, ProvinceId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { Province } from '../places/provinces.ts'
import { countUsedThisMonth, findAudience } from './audience.store.ts'
import { type AudienceAccount, audienceFor } from './audience-accounts.ts'
import { type Broadcast, urgencyOf } from './broadcast.ts'
import { needsOf, offersFor } from './offers.ts'
import { type PlanContext, type Purse, planSending } from './plan-sending.ts'
import { quotaLeft } from './quota.store.ts'
import type { SendingRules } from './rules.ts'
import { addToTotals, NO_TOTALS, type Totals } from './totals.ts'

const PAGE = 1000

export interface PreviewOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly accounts: readonly AudienceAccount[]
  readonly rules: SendingRules
  readonly provinces: ReadonlyMap<ProvinceId, Province>
}

/** Whom a broadcast would reach if it went out at `now`, by which ways, for how much, and who is left out for what. */
export async function previewAudience(
  { db, sealer, accounts, rules, provinces }: PreviewOptions,
  broadcast: Pick<Broadcast, 'province' | 'segment' | 'urgency' | 'budgetDong' | 'content'>,
  now: number,
): Promise<Totals> {
  const audience = audienceFor(broadcast, accounts)
  const ofBroadcast = audience.map(({ id }) => id)
  const offers = await offersFor(db, broadcast, audience, { rules, provinces, run: null, now })
  const context: PlanContext = { now, rules, urgency: urgencyOf(broadcast, rules), offers }
  let purse: Purse = {
    freeUsed: await countUsedThisMonth(db, ofBroadcast, now),
    quotaLeft: await quotaLeft(db, ofBroadcast, now),
    budgetDong: broadcast.budgetDong,
  }
  let totals: Totals = NO_TOTALS
  let after: ContactId | null = null
  do {
    const page = await findAudience(db, sealer, {
      accounts: ofBroadcast,
      segment: broadcast.segment,
      knownBy: now,
      after,
      limit: PAGE,
      now,
      needs: needsOf(offers, rules, now),
    })
    const planned = planSending(page.recipients, context, purse)
    totals = addToTotals(totals, planned.plans)
    purse = planned.purse
    after = page.next
  } while (after !== null)
  return totals
}

/** Everyone the segment means and who has not opted out, reachable just now or not. */
export function audienceSize({ reachable, leftOut }: Totals): number {
  const others = Object.entries(leftOut).filter(([reason]) => reason !== 'opted_out')
  return others.reduce((sum, [, count]) => sum + count, reachable)
}
