import { MINUTE_MS } from '../core/durations.ts'
import type { Db } from '../db/open.ts'
import { type BatchProgress, measureBatch } from '../outbox/batch.store.ts'
import { measureReceipts, type ReceiptType } from '../outbox/receipts.store.ts'
import type { BroadcastId, RunId } from './broadcasts.schema.ts'
import { batchOf, listRuns, type Run } from './run.store.ts'

/** So many messages must have come to an end before failures are judged: two bad ones of five say nothing. */
const JUDGED_FROM = 20
const MAX_FAILED_SHARE = 0.1

export interface FailureCount {
  readonly finished: number
  readonly failed: number
}

/** Messages that came to an end at the platform, and those of them that failed. */
export function countFailures({ sent, failed, unknown }: BatchProgress): FailureCount {
  const failures = Object.values(failed).reduce((sum, count) => sum + count, 0)
  return { finished: sent + failures + unknown, failed: failures }
}

/** Whether more than a tenth failed since a person last let the run go on. */
export function failsTooOften(count: FailureCount, accepted: FailureCount): boolean {
  const finished = count.finished - accepted.finished
  const failed = count.failed - accepted.failed
  return finished >= JUDGED_FROM && failed / finished > MAX_FAILED_SHARE
}

/** A run, whom it goes to by which ways for how much (đồng), and what became of its messages. */
export interface RunProgress {
  readonly run: Run
  readonly ways: Readonly<Record<string, { readonly count: number; readonly costDong: number }>>
  readonly messages: BatchProgress
  /** How many of the messages arrived and how many were read, as far as the platforms told. */
  readonly receipts: Readonly<Record<ReceiptType, number>>
}

/**
 * How many minutes a run under way still takes, at the pace it has had so far; null while nothing of it was sent, and when
 * nothing is left or it is held.
 */
export function minutesLeft({ run, messages }: Pick<RunProgress, 'run' | 'messages'>, now: number): number | null {
  const { finished } = countFailures(messages)
  const begun = run.resentAt ?? run.startedAt
  if (run.held !== null || begun === null || finished === 0 || messages.open === 0 || now <= begun) return null
  return Math.ceil((messages.open * (now - begun)) / finished / MINUTE_MS)
}

/** The last runs of a broadcast, newest first, each counted from the outbox. */
export async function showProgress(db: Db, broadcast: BroadcastId, limit = 10): Promise<RunProgress[]> {
  const runs = await listRuns(db, broadcast, limit)
  return Promise.all(
    runs.map(async (run) => ({
      run,
      ways: await countWays(db, run.id),
      messages: await measureBatch(db, batchOf(run.id)),
      receipts: await measureReceipts(db, batchOf(run.id)),
    })),
  )
}

async function countWays(db: Db, run: RunId): Promise<Record<string, { count: number; costDong: number }>> {
  const rows = await db
    .selectFrom('broadcast_recipients')
    .select((eb) => ['way', eb.fn.countAll<number>().as('count'), eb.fn.sum<number>('cost_dong').as('dong')])
    .where('run_id', '=', run)
    .groupBy('way')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.way, { count: Number(row.count), costDong: Number(row.dong) }]))
}
