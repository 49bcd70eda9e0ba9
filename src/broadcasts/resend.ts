import type { SendFailure } from '../core/channel.ts'
import { AppError } from '../core/errors.ts'
import type { AccountId } from '../core/ids.ts'
import { inTransaction } from '../db/in-transaction.ts'
import type { Db } from '../db/open.ts'
import { type BatchProgress, holdBatch, measureBatch, requeueFailed } from '../outbox/batch.store.ts'
import { auditBroadcast } from './audit.ts'
import { getBroadcastOrThrow, moveBroadcast } from './broadcast.store.ts'
import type { BroadcastId, BroadcastStatus } from './broadcasts.schema.ts'
import type { Deed } from './control.ts'
import { wrongStatus } from './draft.ts'
import { isOutsidePlan, type PlanDates } from './plan-dates.ts'
import { countFailures } from './progress.ts'
import { isOpenAt, type SendingRules } from './rules.ts'
import { acceptFailures, batchOf, holdRun, listRuns, reopenRun } from './run.store.ts'

/** In these a broadcast has a run whose messages may go out now. */
const RESENDABLE: readonly BroadcastStatus[] = ['sending', 'scheduled', 'done']

/** How many messages stand in line again, and of which accounts. */
export interface Resent {
  readonly count: number
  readonly accounts: readonly AccountId[]
}

/**
 * Puts messages of a broadcast's newest run that failed for one of `reasons` back into the line, by a person's choice; with
 * `unknown` also those that may have arrived. Each says exactly what it said: what was rendered when its recipient was
 * fixed. In hours of rest they wait for their end. Throws an `AppError` outside the dates of its plan, while the broadcast is paused or cancelled, or when nothing failed for these reasons.
 */
export async function resendFailed(
  { db, rules }: { readonly db: Db; readonly rules: Pick<SendingRules, 'urgency'> },
  id: BroadcastId,
  { actor, now, reasons }: Omit<Deed, 'reason'> & { readonly reasons: readonly SendFailure[] },
): Promise<Resent> {
  return inTransaction(db, async (trx) => {
    const broadcast = await getBroadcastOrThrow(trx, id)
    const run = (await listRuns(trx, id, 50)).find(({ startedAt }) => startedAt !== null)
    if (!run || !RESENDABLE.includes(broadcast.status)) throw wrongStatus(broadcast, 'resent')
    if (broadcast.plan && isOutsidePlan(broadcast, now)) throw planOver(id, broadcast.plan)
    const batch = batchOf(run.id)
    // Before anything is written: whoever calls this within a transaction of their own may answer the error and commit.
    if (!hasFailed(await measureBatch(trx, batch), reasons))
      throw new AppError('nothing_failed', `No message of broadcast ${id} failed for ${reasons.join(', ')}.`)
    if (!(await moveBroadcast(trx, id, RESENDABLE, 'sending', now))) throw wrongStatus(broadcast, 'resent')
    const resent = await requeueFailed(trx, batch, reasons, now)
    const count = resent.reduce((sum, one) => sum + one.count, 0)
    await reopenRun(trx, run.id, now)
    if (!isOpenAt(rules.urgency[broadcast.urgency].hours, now)) {
      await holdRun(trx, run.id, run.held, 'hours')
      await holdBatch(trx, batch, now)
    }
    await acceptFailures(trx, run.id, countFailures(await measureBatch(trx, batch)))
    const detail = `run ${run.id}, ${reasons.join(' ')}: ${count}`
    await auditBroadcast(trx, { at: now, actor, action: 'broadcast_resent', id, detail })
    return { count, accounts: resent.map(({ account }) => account) }
  })
}

function planOver(id: BroadcastId, { plan, from, to }: PlanDates): AppError {
  return new AppError(
    'plan_over',
    `Broadcast ${id} cannot be sent again outside the dates of the plan ${plan} (${from}–${to}): write a new one.`,
  )
}

function hasFailed({ failed, unknown }: BatchProgress, reasons: readonly SendFailure[]): boolean {
  return reasons.some((reason) => (failed[reason] ?? 0) > 0 || (reason === 'unknown' && unknown > 0))
}
