import type { Channel, Quota } from '../core/channel.ts'
import { type AccountId, channelOf } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../db/open.ts'
import type { AccountOffer } from './offers.ts'
import { countOpenShares, FRESH_FOR_MS, quotasAskedAt, recordQuota } from './quota.store.ts'
import type { SendingRules, Way } from './rules.ts'

export interface AskOptions {
  readonly db: Db
  readonly rules: Pick<SendingRules, 'waysOf'>
  readonly accounts: ReadonlyMap<AccountId, { readonly channel: Pick<Channel, 'approved'> }>
  readonly log: Log
}

/**
 * Asks the platforms for the allowances that a broadcast would use, where what is known of them is older than five
 * minutes. A platform that does not answer leaves what is known; it will refuse what it does not allow.
 */
export async function askQuotas(
  options: AskOptions,
  offers: ReadonlyMap<AccountId, AccountOffer>,
  now: number,
): Promise<void> {
  for (const [account, { carries }] of offers) {
    const ways = options.rules
      .waysOf(channelOf(account), now)
      .filter((way): way is Way & { quota: Quota } => way.quota !== undefined && carries.has(way.carries))
    if (ways.length > 0) await askAccount(options, account, ways, now)
  }
}

async function askAccount(
  { db, accounts, log }: AskOptions,
  account: AccountId,
  ways: readonly (Way & { quota: Quota })[],
  now: number,
): Promise<void> {
  const approved = accounts.get(account)?.channel.approved
  if (!approved?.readQuotas) return
  const quotas = [...new Set(ways.map((way) => way.quota))]
  if (now - (await quotasAskedAt(db, account, quotas, now)) < FRESH_FOR_MS) return
  const open = new Map(
    await Promise.all(
      quotas.map(async (quota) => {
        const ids = ways.filter((way) => way.quota === quota).map((way) => way.id)
        return [quota, await countOpenShares(db, account, quota, ids)] as const
      }),
    ),
  )
  try {
    for (const reading of await approved.readQuotas(account))
      await recordQuota(db, account, reading, open.get(reading.quota) ?? new Map(), now)
  } catch (error) {
    log.warn({ account, err: error }, 'the allowances of an account could not be asked for')
  }
}
