import type { SendFailure } from '../core/channel.ts'
import type { AccountId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import { ASIDE } from './outbox.store.ts'

/** The code of what waits for a batch to be released. */
export const HELD = 'held'

/** Where the messages of a batch stand. */
export interface BatchProgress {
  readonly sent: number
  /** By the reason of the failure. */
  readonly failed: Readonly<Partial<Record<SendFailure, number>>>
  readonly unknown: number
  /**
   * Not to be sent, by the reason: `opted_out` (the person said no meanwhile), `cancelled`, `too_late`; `quota` and
   * `window_closed` wait for more of an allowance and for another way.
   */
  readonly skipped: Readonly<Record<string, number>>
  /** Held back for the time being. */
  readonly held: number
  /** Queued or just being sent. */
  readonly open: number
}

/** Takes what is not yet sent of a batch out of the line, until `releaseBatch`; gives how many messages. */
export async function holdBatch(db: Db, batch: string, now: number): Promise<number> {
  await putHold(db, batch, HELD)
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ status: 'skipped', finished_at: now, failure_code: HELD })
    .where('batch', '=', batch)
    .where('status', '=', 'queued')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Puts what was held of a batch back into the line. */
export async function releaseBatch(db: Db, batch: string, now: number): Promise<number> {
  await db.deleteFrom('outbox_holds').where('batch', '=', batch).execute()
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ status: 'queued', due_at: now, finished_at: null, failure_code: null })
    .where('batch', '=', batch)
    .where('status', '=', 'skipped')
    .where('failure_code', '=', HELD)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Messages of a batch that were set aside and may yet be sent. */
export function countAside({ skipped }: BatchProgress): number {
  return (skipped[ASIDE.quota] ?? 0) + (skipped[ASIDE.windowClosed] ?? 0)
}

/** Gives up what is not yet sent of a batch, held or not, for good; `why` is what progress counts it under. */
export async function dropBatch(db: Db, batch: string, why: 'cancelled' | 'too_late', now: number): Promise<number> {
  await putHold(db, batch, why)
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ status: 'skipped', finished_at: now, failure_code: why })
    .where('batch', '=', batch)
    .where((eb) =>
      eb.or([
        eb('status', '=', 'queued'),
        eb('status', '=', 'skipped').and('failure_code', 'in', [HELD, ASIDE.quota, ASIDE.windowClosed]),
      ]),
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** For messages that stand in line again later: those just being sent that are to be repeated. */
async function putHold(db: Db, batch: string, why: Schema['outbox_holds']['why']): Promise<void> {
  await db
    .insertInto('outbox_holds')
    .values({ batch, why })
    .onConflict((oc) => oc.column('batch').doUpdateSet({ why }))
    .execute()
}

/**
 * Puts messages of a batch that failed for one of `reasons` back into the line as they are; `unknown` are those that may
 * have arrived. Gives how many of each account.
 */
export async function requeueFailed(
  db: Db,
  batch: string,
  reasons: readonly SendFailure[],
  now: number,
): Promise<{ readonly account: AccountId; readonly count: number }[]> {
  if (reasons.length === 0) return []
  await db.deleteFrom('outbox_holds').where('batch', '=', batch).where('why', '=', 'too_late').execute()
  const rows = await db
    .updateTable('outbox')
    .set({
      status: 'queued',
      due_at: now,
      created_at: now,
      attempts: 0,
      finished_at: null,
      failure: null,
      failure_code: null,
      failure_detail: null,
    })
    .where('batch', '=', batch)
    .where('status', 'in', ['failed', 'unknown'])
    .where('failure', 'in', reasons)
    .returning('account_id')
    .execute()
  const accounts = Map.groupBy(rows, (row) => row.account_id)
  return [...accounts].map(([account, ofAccount]) => ({ account, count: ofAccount.length }))
}

/** Counts the messages of a batch by what became of them. */
export async function measureBatch(db: Db, batch: string): Promise<BatchProgress> {
  const rows = await db
    .selectFrom('outbox')
    .select((eb) => ['status', 'failure', 'failure_code', eb.fn.countAll<number>().as('count')])
    .where('batch', '=', batch)
    .groupBy(['status', 'failure', 'failure_code'])
    .execute()
  const failed: Partial<Record<SendFailure, number>> = {}
  const skipped: Record<string, number> = {}
  const progress = { sent: 0, unknown: 0, held: 0, open: 0 }
  for (const { status, failure, failure_code: code, count: counted } of rows) {
    const count = Number(counted)
    if (status === 'sent' || status === 'unknown') progress[status] += count
    else if (status === 'queued' || status === 'sending') progress.open += count
    else if (status === 'failed') {
      const reason = (failure ?? 'rejected') as SendFailure
      failed[reason] = (failed[reason] ?? 0) + count
    } else if (code === HELD) progress.held += count
    else skipped[code ?? 'other'] = (skipped[code ?? 'other'] ?? 0) + count
  }
  return { ...progress, failed, skipped }
}
