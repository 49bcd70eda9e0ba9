import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { AccountId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { OutboxStatus, Schema } from '../db/schema.ts'

/** What is read of a message that is about to be claimed. */
export type DueRow = Pick<
  Selectable<Schema['outbox']>,
  | 'id'
  | 'account_id'
  | 'contact_id'
  | 'purpose'
  | 'batch'
  | 'key'
  | 'sealed_part'
  | 'attempts'
  | 'created_at'
  | 'usable_until'
>

/**
 * The condition of the partial indexes, in the same literals: SQLite uses such an index only where it finds its
 * condition in the query, and would read all that was ever sent otherwise.
 */
export function isOpen(table: 'outbox' | 'due' | 'earlier'): RawBuilder<SqlBool> {
  return sql`${sql.ref(`${table}.status`)} in ('queued', 'sending')`
}

/**
 * After a crash: attempts of the account whose outcome nobody recorded. Replies are due again, broadcast messages become
 * "unknown" (law 5). Only whoever alone sends for the account may call it.
 */
export async function recoverInterrupted(
  db: Db,
  account: AccountId,
  now: number,
): Promise<{ requeued: number; unknown: number }> {
  const interrupted = db
    .updateTable('outbox')
    .where('account_id', '=', account)
    .where('status', '=', 'sending')
    .where(isOpen('outbox'))
  const replies = await interrupted
    .set({ status: 'queued', due_at: now })
    .where('purpose', '=', 'reply')
    .executeTakeFirst()
  const broadcasts = await interrupted
    .set({
      status: 'unknown',
      finished_at: now,
      failure: 'unknown',
      failure_code: 'crash',
      failure_detail: 'the process ended during the call',
    })
    .where('purpose', '=', 'broadcast')
    .executeTakeFirst()
  return { requeued: Number(replies.numUpdatedRows), unknown: Number(broadcasts.numUpdatedRows) }
}

/** How many messages stand in each status that is not final. */
export async function measureOutbox(db: Db): Promise<Record<'queued' | 'sending', number>> {
  const rows = await db
    .selectFrom('outbox')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
    .where(isOpen('outbox'))
    .groupBy('status')
    .execute()
  const count = (status: OutboxStatus) => Number(rows.find((row) => row.status === status)?.count ?? 0)
  return { queued: count('queued'), sending: count('sending') }
}
