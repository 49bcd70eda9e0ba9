import { inTransaction } from '../db/in-transaction.ts'
import type { Db } from '../db/open.ts'
import { dropBatch, holdBatch, measureBatch, releaseBatch } from '../outbox/batch.store.ts'
import { dropArticles } from './article.store.ts'
import { auditBroadcast } from './audit.ts'
import { getBroadcastOrThrow, moveBroadcast } from './broadcast.store.ts'
import type { BroadcastId, BroadcastStatus } from './broadcasts.schema.ts'
import { wrongStatus } from './draft.ts'
import { isOutsidePlan } from './plan-dates.ts'
import { countFailures } from './progress.ts'
import { giveBackQuota } from './quota.store.ts'
import { isOpenAt, type SendingRules } from './rules.ts'
import { acceptFailures, batchOf, cancelRuns, holdRun, listOpenRuns, pauseRuns } from './run.store.ts'

/** In these a broadcast can be paused. */
export const PAUSABLE: readonly BroadcastStatus[] = ['approved', 'scheduled', 'sending']
/** In these something of a broadcast is still to come, and can be kept from coming. */
export const CANCELLABLE: readonly BroadcastStatus[] = ['draft', 'submitted', ...PAUSABLE, 'paused']

/** Who does it, and why where it is not a person's wish. */
export interface Deed {
  readonly actor: string
  readonly reason?: string
  /** UTC ms. */
  readonly now: number
}

/**
 * Stops a broadcast at once: what is not yet sent waits until `resumeBroadcast`. Throws an `AppError` when it is neither
 * waiting nor being sent.
 */
export async function pauseBroadcast(db: Db, id: BroadcastId, { actor, reason, now }: Deed): Promise<void> {
  await inTransaction(db, async (trx) => {
    const fields = { status_reason: reason ?? null }
    if (!(await moveBroadcast(trx, id, PAUSABLE, 'paused', now, fields)))
      throw wrongStatus(await getBroadcastOrThrow(trx, id), 'paused')
    for (const run of await pauseRuns(trx, id)) await holdBatch(trx, batchOf(run), now)
    await auditBroadcast(trx, { at: now, actor, action: 'broadcast_paused', id, ...(reason && { detail: reason }) })
  })
}

/**
 * Lets a paused broadcast go on where it stopped; in hours of rest its messages wait for their end. Failures so far count
 * as seen. Throws an `AppError` when it is not paused.
 */
export async function resumeBroadcast(
  { db, rules }: { readonly db: Db; readonly rules: Pick<SendingRules, 'urgency'> },
  id: BroadcastId,
  { actor, now }: Deed,
): Promise<void> {
  const broadcast = await getBroadcastOrThrow(db, id)
  // What its plan's dates do not allow any more is not let go, and given up with the next look at the clock.
  const open = isOpenAt(rules.urgency[broadcast.urgency].hours, now) && !isOutsidePlan(broadcast, now)
  await inTransaction(db, async (trx) => {
    const waiting: BroadcastStatus = broadcast.nextDueAt === null ? 'approved' : 'scheduled'
    if (!(await moveBroadcast(trx, id, ['paused'], waiting, now)))
      throw wrongStatus(await getBroadcastOrThrow(trx, id), 'resumed')
    const runs = await listOpenRuns(trx, id)
    if (runs.length > 0) await moveBroadcast(trx, id, [waiting], 'sending', now)
    for (const run of runs) {
      await acceptFailures(trx, run.id, countFailures(await measureBatch(trx, batchOf(run.id))))
      await holdRun(trx, run.id, 'paused', open ? null : 'hours')
      if (open) await releaseBatch(trx, batchOf(run.id), now)
    }
    await auditBroadcast(trx, { at: now, actor, action: 'broadcast_resumed', id })
  })
}

/** Ends a broadcast at once; what is not yet sent is never sent. Throws an `AppError` when it is over already. */
export async function cancelBroadcast(db: Db, id: BroadcastId, { actor, now }: Deed): Promise<void> {
  await inTransaction(db, async (trx) => {
    if (!(await moveBroadcast(trx, id, CANCELLABLE, 'cancelled', now, { next_due_at: null })))
      throw wrongStatus(await getBroadcastOrThrow(trx, id), 'cancelled')
    for (const run of await cancelRuns(trx, id, now)) {
      await dropBatch(trx, batchOf(run), 'cancelled', now)
      await dropArticles(trx, run, now)
      await giveBackQuota(trx, run)
    }
    await auditBroadcast(trx, { at: now, actor, action: 'broadcast_cancelled', id })
  })
}
