import type { Channel, PlatformTemplate } from '../core/channel.ts'
import { HOUR_MS } from '../core/durations.ts'
import type { AccountId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../db/open.ts'
import { findSetting, putSetting } from '../db/settings.store.ts'

/** Reviews take hours to days; what a template became is asked for this often. */
const SYNC_EVERY_MS = 6 * HOUR_MS
const SYNCED = 'platform_templates_synced_at'

/** A template of one account, and when it was last seen at the platform (UTC ms). */
export interface StoredTemplate {
  readonly account: AccountId
  readonly template: PlatformTemplate
  readonly syncedAt: number
}

/** Templates as they were when last asked for, of all accounts or some. */
export async function listPlatformTemplates(db: Db, accounts?: readonly AccountId[]): Promise<StoredTemplate[]> {
  if (accounts?.length === 0) return []
  const rows = await db
    .selectFrom('platform_templates')
    .selectAll()
    .$if(accounts !== undefined, (query) => query.where('account_id', 'in', accounts as readonly AccountId[]))
    .orderBy('account_id')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    account: row.account_id,
    template: JSON.parse(row.template) as PlatformTemplate,
    syncedAt: row.synced_at,
  }))
}

export interface SyncOptions {
  readonly db: Db
  readonly accounts: ReadonlyMap<AccountId, { readonly channel: Pick<Channel, 'approved'> }>
  readonly log: Log
}

/**
 * Asks the platforms for their templates when that is due or was asked for; to be called every minute. An account whose
 * platform does not answer keeps what is known of it; never rejects for a platform.
 */
export async function syncTemplatesIfDue({ db, accounts, log }: SyncOptions, now: number): Promise<void> {
  if (now - Number((await findSetting(db, SYNCED)) ?? 0) < SYNC_EVERY_MS) return
  // Written first: a platform that does not answer is not asked every minute.
  await putSetting(db, SYNCED, String(now))
  for (const [account, { channel }] of accounts) {
    if (!channel.approved) continue
    try {
      await keepTemplates(db, account, await channel.approved.listTemplates(account), now)
    } catch (error) {
      log.warn({ account, err: error }, 'the templates of an account could not be asked for; they are in six hours')
    }
  }
}

/** Has the running server ask for the templates within a minute. */
export async function wishForSync(db: Db): Promise<void> {
  await putSetting(db, SYNCED, '0')
}

async function keepTemplates(
  db: Db,
  account: AccountId,
  templates: readonly PlatformTemplate[],
  now: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('platform_templates').where('account_id', '=', account).execute()
    for (const template of templates) {
      const { id, title, status } = template
      const row = { account_id: account, id, title, status, template: JSON.stringify(template), synced_at: now }
      await trx
        .insertInto('platform_templates')
        .values(row)
        .onConflict((oc) => oc.columns(['account_id', 'id']).doUpdateSet(row))
        .execute()
    }
  })
}
