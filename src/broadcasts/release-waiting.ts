import type { Quota } from '../core/channel.ts'
import { type AccountId, type ContactId, channelOf } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { releaseAside, setBatchAside } from '../outbox/aside.store.ts'
import { ASIDE, type OutboxId } from '../outbox/outbox.store.ts'
import { quotaKey } from './plan-sending.ts'
import { FRESH_FOR_MS, periodOf, quotaLeft, reserveQuota } from './quota.store.ts'
import type { SendingRules } from './rules.ts'
import { batchOf, type Run } from './run.store.ts'

/** What was refused is tried in small numbers, in case the platform counts something else than it tells. */
const TRIED_AT_ONCE = 20
const MAX_RELEASED = 2000

interface Waiting {
  readonly id: OutboxId
  readonly contact: ContactId
  readonly way: string
  readonly refused: boolean
  readonly since: number
}

/**
 * Messages that wait for an allowance: goes on with as many as there is more of, and lets the others of a way in which the
 * platform just refused one wait too, so that not each of them has to be refused.
 */
export async function releaseWaiting(
  { db, rules }: { readonly db: Db; readonly rules: Pick<SendingRules, 'waysOf'> },
  run: Run,
  accounts: readonly AccountId[],
  now: number,
): Promise<void> {
  const left = await quotaLeft(db, accounts, now)
  for (const account of accounts) {
    const waiting = Map.groupBy(await listWaiting(db, run, account), ({ way }) => way)
    for (const [way, messages] of waiting) {
      const quota = rules.waysOf(channelOf(account), now).find(({ id }) => id === way)?.quota ?? null
      const known = quota === null ? undefined : left.get(quotaKey(account, quota))
      // What an earlier day or month refused says nothing of this one.
      const isOfNow = (since: number) => quota === null || periodOf(quota, since) === periodOf(quota, now)
      const refused = messages.filter((message) => message.refused && isOfNow(message.since))
      const isFresh = refused.some(({ since }) => now - since < FRESH_FOR_MS)
      if (isFresh) await setWayAside(db, run, account, way, now)
      const mayBeRefused = refused.length > 0 || known === undefined
      const room = mayBeRefused ? Math.min(TRIED_AT_ONCE, known ?? Number.POSITIVE_INFINITY) : known
      if (!isFresh) await release(db, { run, account, quota }, messages.slice(0, Math.max(0, room)), now)
    }
  }
}

/** The messages of a run on an account, each with how its recipient was fixed. */
function messagesOf(db: Db, run: Run, account: AccountId) {
  return db
    .selectFrom('outbox')
    .innerJoin('broadcast_recipients as recipient', (join) =>
      join.onRef('recipient.contact_id', '=', 'outbox.contact_id').on('recipient.run_id', '=', run.id),
    )
    .where('outbox.batch', '=', batchOf(run.id))
    .where('outbox.account_id', '=', account)
}

async function listWaiting(db: Db, run: Run, account: AccountId): Promise<Waiting[]> {
  const rows = await messagesOf(db, run, account)
    .select(['outbox.id', 'outbox.contact_id', 'recipient.way', 'outbox.failure', 'outbox.finished_at'])
    .where('outbox.status', '=', 'skipped')
    .where('outbox.failure_code', '=', ASIDE.quota)
    .orderBy('outbox.id')
    .limit(MAX_RELEASED)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    contact: row.contact_id,
    way: row.way,
    refused: row.failure !== null,
    since: row.finished_at ?? 0,
  }))
}

async function release(
  db: Db,
  { run, account, quota }: { readonly run: Run; readonly account: AccountId; readonly quota: Quota | null },
  messages: readonly Waiting[],
  now: number,
): Promise<void> {
  if (messages.length === 0) return
  await db.transaction().execute(async (trx) => {
    await releaseAside(
      trx,
      messages.map(({ id }) => id),
      now,
    )
    if (quota !== null) await reserveQuota(trx, run.id, account, quota, messages.length)
  })
}

async function setWayAside(db: Db, run: Run, account: AccountId, way: string, now: number): Promise<void> {
  const rows = await messagesOf(db, run, account)
    .select('outbox.contact_id')
    .where('outbox.status', '=', 'queued')
    .where('recipient.way', '=', way)
    .limit(MAX_RELEASED)
    .execute()
  await setBatchAside(
    db,
    batchOf(run.id),
    rows.map((row) => row.contact_id),
    now,
  )
}
