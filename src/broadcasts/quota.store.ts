import type { Quota, QuotaReading } from '../core/channel.ts'
import { MINUTE_MS } from '../core/durations.ts'
import type { AccountId } from '../core/ids.ts'
import { calendarOf, dayOf } from '../core/vietnam-day.ts'
import type { Db } from '../db/open.ts'
import { HELD } from '../outbox/batch.store.ts'
import { ASIDE } from '../outbox/outbox.store.ts'
import type { RunId } from './broadcasts.schema.ts'
import { quotaKey } from './plan-sending.ts'
import { batchOf } from './run.store.ts'

/** An answer older than this is asked for anew before more is reserved. */
export const FRESH_FOR_MS = 5 * MINUTE_MS

/** The time in which an allowance counts: `2026-10-05` for a day's, `2026-10` for a month's. */
export function periodOf(quota: Quota, now: number): string {
  const { year, month, date } = calendarOf(dayOf(now))
  const two = (part: number) => String(part).padStart(2, '0')
  return quota === 'templates_a_day' ? `${year}-${two(month)}-${two(date)}` : `${year}-${two(month)}`
}

/** What is left of the allowances of some accounts, less what is reserved, by `quotaKey`; what is unknown has no entry. */
export async function quotaLeft(db: Db, accounts: readonly AccountId[], now: number): Promise<Map<string, number>> {
  if (accounts.length === 0) return new Map()
  const told = await db.selectFrom('quotas').selectAll().where('account_id', 'in', accounts).execute()
  const current = told.filter((row) => row.period === periodOf(row.quota, now))
  if (current.length === 0) return new Map()
  const reserved = await db
    .selectFrom('quota_reservations')
    .select((eb) => ['account_id', 'quota', eb.fn.sum<number | string>('count').as('count')])
    .where('account_id', 'in', accounts)
    .groupBy(['account_id', 'quota'])
    .execute()
  const taken = new Map(reserved.map((row) => [quotaKey(row.account_id, row.quota), Number(row.count)]))
  return new Map(
    current.map(({ account_id, quota, remaining }) => {
      const key = quotaKey(account_id, quota)
      return [key, remaining - (taken.get(key) ?? 0)]
    }),
  )
}

/** Since when the allowances of an account are known; 0: some or all of `quotas` are not. */
export async function quotasAskedAt(
  db: Db,
  account: AccountId,
  quotas: readonly Quota[],
  now: number,
): Promise<number> {
  const rows = await db.selectFrom('quotas').selectAll().where('account_id', '=', account).execute()
  const times = quotas.map((quota) => {
    const row = rows.find((one) => one.quota === quota)
    return row?.period === periodOf(quota, now) ? row.asked_at : 0
  })
  return Math.min(...times)
}

/** Gives a run its share of an allowance, in the transaction that puts its messages in. */
export async function reserveQuota(db: Db, run: RunId, account: AccountId, quota: Quota, count: number): Promise<void> {
  await db
    .insertInto('quota_reservations')
    .values({ run_id: run, account_id: account, quota, count })
    .onConflict((oc) =>
      oc
        .columns(['run_id', 'account_id', 'quota'])
        .doUpdateSet((eb) => ({ count: eb('quota_reservations.count', '+', count) })),
    )
    .execute()
}

/** How many messages of each run still hold a share of an allowance: those that are not yet at the platform. */
export type OpenShares = ReadonlyMap<RunId, number>

/**
 * Counts the shares still in use. To be read before the platform is asked: what is sent meanwhile then counts twice, which
 * leaves too few rather than too many.
 */
export async function countOpenShares(
  db: Db,
  account: AccountId,
  quota: Quota,
  waysWith: readonly string[],
): Promise<OpenShares> {
  const runs = await db
    .selectFrom('quota_reservations')
    .select('run_id')
    .where('account_id', '=', account)
    .where('quota', '=', quota)
    .execute()
  const open = new Map<RunId, number>()
  for (const { run_id: run } of runs) {
    const row = await db
      .selectFrom('outbox')
      .innerJoin('broadcast_recipients as recipient', (join) =>
        join.onRef('recipient.contact_id', '=', 'outbox.contact_id').on('recipient.run_id', '=', run),
      )
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('outbox.batch', '=', batchOf(run))
      .where('outbox.account_id', '=', account)
      .where('recipient.way', 'in', waysWith)
      .where((eb) =>
        eb.or([
          eb('outbox.status', 'in', ['queued', 'sending']),
          eb('outbox.status', '=', 'skipped').and('outbox.failure_code', 'in', [HELD, ASIDE.windowClosed]),
        ]),
      )
      .executeTakeFirst()
    open.set(run, Number(row?.count ?? 0))
  }
  return open
}

/** Notes what a platform told, and gives back the shares of messages that are through. */
export async function recordQuota(
  db: Db,
  account: AccountId,
  { quota, total, remaining }: QuotaReading,
  open: OpenShares,
  now: number,
): Promise<void> {
  const row = { account_id: account, quota, period: periodOf(quota, now), total, remaining, asked_at: now }
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('quotas')
      .values(row)
      .onConflict((oc) => oc.columns(['account_id', 'quota']).doUpdateSet(row))
      .execute()
    for (const [run, count] of open) {
      const share = { run_id: run, account_id: account, quota }
      if (count > 0)
        await trx
          .updateTable('quota_reservations')
          .set({ count })
          .where((eb) => eb.and(share))
          .execute()
      else
        await trx
          .deleteFrom('quota_reservations')
          .where((eb) => eb.and(share))
          .execute()
    }
  })
}

/** Gives back all that a run that is over had reserved; what it used, the platform is asked before the next use. */
export async function giveBackQuota(db: Db, run: RunId): Promise<void> {
  const shares = await db.deleteFrom('quota_reservations').where('run_id', '=', run).returningAll().execute()
  for (const { account_id: account, quota } of shares)
    await db
      .updateTable('quotas')
      .set({ asked_at: 0 })
      .where('account_id', '=', account)
      .where('quota', '=', quota)
      .execute()
}

/** An allowance as the platform last told it, for people to read. */
export interface KnownQuota extends QuotaReading {
  readonly account: AccountId
  readonly period: string
  readonly reserved: number
}

/** The allowances known of some accounts, in their present period. */
export async function listQuotas(db: Db, accounts: readonly AccountId[], now: number): Promise<KnownQuota[]> {
  if (accounts.length === 0) return []
  const rows = await db.selectFrom('quotas').selectAll().where('account_id', 'in', accounts).execute()
  const left = await quotaLeft(db, accounts, now)
  return rows
    .filter((row) => row.period === periodOf(row.quota, now))
    .map(({ account_id: account, quota, period, total, remaining }) => ({
      account,
      quota,
      period,
      total,
      remaining,
      reserved: remaining - (left.get(quotaKey(account, quota)) ?? remaining),
    }))
}
