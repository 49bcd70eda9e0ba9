import { sql } from 'kysely'
import type { RenderedPart } from '../core/channel.ts'
import type { AccountId } from '../core/ids.ts'
import { forRows } from '../db/for-rows.ts'
import type { Db } from '../db/open.ts'
import { isRelaxed, relaxedStatement } from '../db/relaxed-transaction.ts'
import type { Sealer } from '../db/seal.ts'
import { type DueRow, isOpen } from './open-rows.store.ts'
import { BROADCAST_PRIORITY, type ClaimedRow, type OutboxId } from './outbox.store.ts'
import { skipBarred } from './skip-claimed.store.ts'

/** How many messages of an account may be taken. */
export interface Claim {
  readonly account: AccountId
  readonly limit: number
  /** Messages of broadcasts are left where they are. */
  readonly repliesOnly?: boolean
}

/**
 * Takes due messages of each of `claims` and records the attempts, before any call is made (law 5). Of one contact only
 * the oldest open message of a priority is taken, so that order is kept; replies go before broadcasts. Broadcast
 * messages to people who opted out meanwhile are marked as skipped instead. Gives the messages of each claim, oldest
 * first.
 */
export async function claimDue(db: Db, sealer: Sealer, claims: readonly Claim[], now: number): Promise<ClaimedRow[][]> {
  const due = await findDue(db, claims, now)
  const rows = Map.groupBy(await take(db, due, now), (row) => row.account_id)
  return claims.map(({ account }) =>
    (rows.get(account) ?? [])
      .sort((a, b) => a.id - b.id)
      .map((row) => ({
        id: row.id,
        contact: row.contact_id,
        purpose: row.purpose,
        key: row.key,
        part: sealer.open(row.sealed_part) as RenderedPart,
        attempts: row.attempts + 1,
        createdAt: row.created_at,
      })),
  )
}

/** With each account's limit inside: what waits behind the limit is not even read. */
const selectDue = forRows<{ account_id: AccountId; below_priority: number; now: number; most: number }, DueRow>(
  { account_id: 'text', below_priority: 'integer', now: 'bigint', most: 'integer' },
  (_, given) =>
    given.each<DueRow>(
      (
        value,
      ) => sql`select id, account_id, contact_id, purpose, batch, key, sealed_part, attempts, created_at, usable_until
        from outbox as due
        where account_id = ${value('account_id')} and status = 'queued' and ${isOpen('due')}
        and due_at <= ${value('now')} and priority < ${value('below_priority')}
        and not exists (
          select 1 from outbox as earlier
          where earlier.contact_id = due.contact_id and earlier.priority = due.priority and earlier.id < due.id
          and ${isOpen('earlier')}
        )
        order by priority, id limit ${value('most')}`,
    ),
)

function findDue(db: Db, claims: readonly Claim[], now: number): Promise<DueRow[]> {
  return selectDue(
    db,
    claims.map(({ account, limit, repliesOnly }) => ({
      account_id: account,
      below_priority: repliesOnly ? BROADCAST_PRIORITY : BROADCAST_PRIORITY + 1,
      now,
      most: limit,
    })),
  )
}

/**
 * Gives those that nobody else took meanwhile. Replies need not wait for the disk: one whose claim was lost with the
 * machine's power is due again. A broadcast message would then go out twice.
 */
async function take(db: Db, due: readonly DueRow[], now: number): Promise<DueRow[]> {
  if (due.length === 0) return []
  if (due.every((row) => row.purpose === 'reply'))
    return relaxedStatement(db, (one) => takenOf(due, markRepliesSending(one, due)))
  return db.transaction().execute(async (trx) => {
    const taken = await takenOf(due, markAnySending(trx, due))
    const skipped = await skipBarred(trx, taken, now)
    return skipped.size === 0 ? taken : taken.filter((row) => !skipped.has(row.id))
  })
}

function markSending({ relaxed }: { relaxed: boolean }) {
  return forRows<{ id: OutboxId }, { id: OutboxId }>({ id: 'bigint' }, (db, { rows }) =>
    db
      .updateTable('outbox')
      .from(rows)
      .set((eb) => ({ status: 'sending', attempts: eb('outbox.attempts', '+', sql.lit(1)) }))
      .whereRef('outbox.id', '=', 'given.id')
      // Not bound: SQLite would plan this anew each time, for what the partial indexes make of the value.
      .where('status', '=', sql.lit('queued'))
      .$if(relaxed, (query) => query.where(isRelaxed(db)))
      .returning('outbox.id'),
  )
}

const markRepliesSending = markSending({ relaxed: true })
const markAnySending = markSending({ relaxed: false })

async function takenOf(due: readonly DueRow[], marked: Promise<readonly { id: OutboxId }[]>): Promise<DueRow[]> {
  const taken = new Set((await marked).map((row) => row.id))
  return due.filter((row) => taken.has(row.id))
}
