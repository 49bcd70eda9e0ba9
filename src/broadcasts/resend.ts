import type { SendFailure } from '../core/channel.ts'
import { AppError } from '../core/errors.ts'
import type { AccountId } from '../core/ids.ts'
import { inTransaction } from '../db/in-transaction.ts'
import type { Db } from '../db/open.ts'
import { measureBatch, requeueFailed } from '../outbox/batch.store.ts'
import { auditBroadcast } from './audit.ts'
import { getBroadcastOrThrow, moveBroadcast } from './broadcast.store.ts'
import type { BroadcastId } from './broadcasts.schema.ts'
import type { Deed } from './control.ts'
import { wrongStatus } from './draft.ts'
import { countFailures } from './progress.ts'
import { acceptFailures, batchOf, listRuns, reopenRun } from './run.store.ts'

/** How many messages stand in line again, and of which accounts. */
export interface Resent {
  readonly count: number
  readonly accounts: readonly AccountId[]
}

/**
 * Puts messages of a broadcast's newest run that failed for one of `reasons` back into the line, by a person's choice; with
 * `unknown` also those that may have arrived. Each says exactly what it said: what was rendered when its recipient was
 * fixed. Throws an `AppError` while the broadcast is paused or cancelled, or when nothing failed for these reasons.
 */
export async function resendFailed(
  db: Db,
  id: BroadcastId,
  { actor, now, reasons }: Omit<Deed, 'reason'> & { readonly reasons: readonly SendFailure[] },
): Promise<Resent> {
  return inTransaction(db, async (trx) => {
    const broadcast = await getBroadcastOrThrow(trx, id)
    const run = (await listRuns(trx, id, 50)).find(({ startedAt }) => startedAt !== null)
    if (
      !run ||
      !(await moveBroadcast(trx, id, ['sending', 'scheduled', 'done'], 'sending', now, {
        next_due_at: broadcast.nextDueAt,
      }))
    )
      throw wrongStatus(broadcast, 'resent')
    const resent = await requeueFailed(trx, batchOf(run.id), reasons, now)
    const count = resent.reduce((sum, one) => sum + one.count, 0)
    if (count === 0)
      throw new AppError('nothing_failed', `No message of broadcast ${id} failed for ${reasons.join(', ')}.`)
    await reopenRun(trx, run.id, now)
    await acceptFailures(trx, run.id, countFailures(await measureBatch(trx, batchOf(run.id))))
    const detail = `run ${run.id}, ${reasons.join(' ')}: ${count}`
    await auditBroadcast(trx, { at: now, actor, action: 'broadcast_resent', id, detail })
    return { count, accounts: resent.map(({ account }) => account) }
  })
}
