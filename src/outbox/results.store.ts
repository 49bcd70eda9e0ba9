import { sql } from 'kysely'
import { forRows } from '../db/for-rows.ts'
import type { Db } from '../db/open.ts'
import { isRelaxed, relaxedStatement, relaxedTransaction } from '../db/relaxed-transaction.ts'
import { ASIDE, type OutboxId, type OutboxResult } from './outbox.store.ts'

/**
 * Records what became of a batch of attempts. A result that is lost with the machine's power leaves its message
 * "sending", as a crash during the call does: a reply is repeated, a broadcast message unknown (law 5).
 */
export async function recordResults(db: Db, results: readonly OutboxResult[], now: number): Promise<void> {
  const sent = results.filter((result) => result.status === 'sent')
  const others = results.filter((result) => result.status !== 'sent')
  if (results.length === 0) return
  if (others.length === 0) return relaxedStatement(db, (one) => recordSent(one, sent, now))
  await relaxedTransaction(db, async (trx) => {
    if (sent.length > 0) await recordSent(trx, sent, now)
    for (const result of others) await recordOther(trx, result, now)
  })
}

const markSent = forRows<{ id: OutboxId; external_id: string | null; now: number }>(
  { id: 'bigint', external_id: 'text', now: 'bigint' },
  (db, { rows }) => sql`update outbox set status = 'sent', finished_at = given.now, external_id = given.external_id,
    failure = null, failure_code = null, failure_detail = null
    from ${rows} where outbox.id = given.id and ${isRelaxed(db)}`,
)

async function recordSent(
  db: Db,
  sent: readonly Extract<OutboxResult, { status: 'sent' }>[],
  now: number,
): Promise<void> {
  await markSent(
    db,
    sent.map(({ id, externalId }) => ({ id, external_id: externalId, now })),
  )
}

async function recordOther(db: Db, result: Exclude<OutboxResult, { status: 'sent' }>, now: number): Promise<void> {
  if (result.status === 'aside') return setAside(db, result, now)
  await db
    .updateTable('outbox')
    .set((eb) => ({
      status: result.status,
      failure: result.why.reason,
      failure_code: result.why.code,
      failure_detail: result.why.detail,
      ...(result.status === 'queued'
        ? { due_at: result.dueAt, ...(result.refundAttempt ? { attempts: eb('attempts', '-', 1) } : {}) }
        : { finished_at: now }),
    }))
    .where('id', '=', result.id)
    .execute()
}

/** The attempt never counted: the platform refused before it looked at the message. */
async function setAside(db: Db, { id, why }: Extract<OutboxResult, { status: 'aside' }>, now: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set((eb) => ({
      status: 'skipped',
      finished_at: now,
      failure: why.reason,
      failure_code: ASIDE.quota,
      failure_detail: `${why.code}: ${why.detail}`,
      attempts: eb('attempts', '-', 1),
    }))
    .where('id', '=', id)
    .execute()
}
