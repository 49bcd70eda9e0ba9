import { sql } from 'kysely'
import type { AccountId, ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { OutboxPurpose, OutboxStatus } from '../db/schema.ts'
import type { OutboxId } from './outbox.store.ts'

/** A message that was given up, for the operator's list. Holds nothing of its text. */
export interface DeadLetter {
  readonly id: OutboxId
  readonly account: AccountId
  readonly contact: ContactId
  readonly purpose: OutboxPurpose
  readonly status: Extract<OutboxStatus, 'failed' | 'unknown'>
  readonly attempts: number
  readonly createdAt: number
  readonly finishedAt: number | null
  readonly failure: string | null
  readonly failureCode: string | null
  readonly failureDetail: string | null
}

/** Messages that failed for good or whose outcome is unknown, newest first. */
export async function listDeadLetters(db: Db, options: { limit: number; before?: OutboxId }): Promise<DeadLetter[]> {
  const rows = await db
    .selectFrom('outbox')
    .select([
      'id',
      'account_id',
      'contact_id',
      'purpose',
      'status',
      'attempts',
      'created_at',
      'finished_at',
      'failure',
      'failure_code',
      'failure_detail',
    ])
    // In literals, as in the condition of its index: SQLite would read the whole table otherwise.
    .where(sql<boolean>`status in ('failed', 'unknown')`)
    .$if(options.before !== undefined, (query) => query.where('id', '<', options.before as OutboxId))
    .orderBy('id', 'desc')
    .limit(options.limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    account: row.account_id,
    contact: row.contact_id,
    purpose: row.purpose,
    status: row.status as DeadLetter['status'],
    attempts: row.attempts,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    failure: row.failure,
    failureCode: row.failure_code,
    failureDetail: row.failure_detail,
  }))
}

/** Puts dead letters back into the line, by a person's choice; gives the accounts that now have something to send. */
export async function resendDeadLetters(
  db: Db,
  ids: readonly OutboxId[],
  now: number,
): Promise<{ count: number; accounts: AccountId[] }> {
  if (ids.length === 0) return { count: 0, accounts: [] }
  const rows = await db
    .updateTable('outbox')
    .set({ status: 'queued', due_at: now, attempts: 0, finished_at: null, created_at: now })
    .where('id', 'in', ids)
    .where('status', 'in', ['failed', 'unknown'])
    .returning('account_id')
    .execute()
  return { count: rows.length, accounts: [...new Set(rows.map((row) => row.account_id))] }
}
