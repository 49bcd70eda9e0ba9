import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { RenderedPart, SendFailure } from '../core/channel.ts'
import { type AccountId, accountOf, type ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { relaxedTransaction } from '../db/relaxed-transaction.ts'
import type { OutboxPurpose, OutboxStatus, Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'

export type OutboxId = number

const PRIORITY: Record<OutboxPurpose, number> = { reply: 0, broadcast: 10 }
/** A reply that is to go out later must not hold up what is said until then. */
const PRIORITY_OF_HELD = 5
// Thirteen parameters a row: far below what both engines take in a statement (32,766 and 65,535).
const MAX_ROWS_A_STATEMENT = 500

/**
 * The condition of the partial indexes, in the same literals: SQLite uses such an index only where it finds its
 * condition in the query, and would read all that was ever sent otherwise.
 */
function isOpen(table: 'outbox' | 'due' | 'earlier'): RawBuilder<SqlBool> {
  return sql`${sql.ref(`${table}.status`)} in ('queued', 'sending')`
}

/** A message to be sent, as it is put into the outbox. */
export interface NewOutboxRow {
  readonly contact: ContactId
  readonly purpose: OutboxPurpose
  /** Ours, unique: putting the same key in twice changes nothing. */
  readonly key: string
  /** What it is held, released and counted with. */
  readonly batch?: string
  readonly part: RenderedPart
  /** Not to be sent before, UTC ms. */
  readonly dueAt?: number
  /** Not to be sent from then on, UTC ms: set aside then as `window_closed`. */
  readonly usableUntil?: number
  /** Put in as one of those that wait for an allowance (`aside.store.ts`). */
  readonly waitsForQuota?: boolean
}

/** A message that was claimed for sending. */
export interface ClaimedRow {
  readonly id: OutboxId
  readonly contact: ContactId
  readonly purpose: OutboxPurpose
  readonly key: string
  readonly part: RenderedPart
  /** This attempt included. */
  readonly attempts: number
  readonly createdAt: number
}

/** What became of an attempt. */
export type OutboxResult =
  | { readonly id: OutboxId; readonly status: 'sent'; readonly externalId: string | null }
  /** To be tried again at `dueAt`; `refundAttempt` when the attempt was not the message's fault. */
  | {
      readonly id: OutboxId
      readonly status: 'queued'
      readonly dueAt: number
      readonly refundAttempt: boolean
      readonly why: Failure
    }
  | { readonly id: OutboxId; readonly status: 'failed' | 'unknown'; readonly why: Failure }
  /** Not tried for good: it waits until there is more of what it needs (`aside.store.ts`). */
  | { readonly id: OutboxId; readonly status: 'aside'; readonly why: Failure }

/** Under which code messages wait that an allowance was used up for, and those whose window had closed. */
export const ASIDE = { quota: 'quota', windowClosed: 'window_closed' } as const

export interface Failure {
  readonly reason: SendFailure
  readonly code: string
  readonly detail: string
}

/** Puts messages into the outbox, due at `now` unless they say when; run it in a transaction for all or none of many. */
export async function insertOutbox(db: Db, sealer: Sealer, rows: readonly NewOutboxRow[], now: number): Promise<void> {
  for (let start = 0; start < rows.length; start += MAX_ROWS_A_STATEMENT) {
    await db
      .insertInto('outbox')
      .values(
        rows.slice(start, start + MAX_ROWS_A_STATEMENT).map((row) => ({
          account_id: accountOf(row.contact),
          contact_id: row.contact,
          purpose: row.purpose,
          priority: priorityOf(row, now),
          key: row.key,
          batch: row.batch ?? null,
          sealed_part: sealer.seal(row.part),
          ...(row.waitsForQuota
            ? { status: 'skipped' as const, finished_at: now, failure_code: ASIDE.quota }
            : { status: 'queued' as const, finished_at: null, failure_code: null }),
          due_at: row.dueAt ?? now,
          created_at: now,
          usable_until: row.usableUntil ?? null,
        })),
      )
      .onConflict((oc) => oc.column('key').doNothing())
      .execute()
  }
}

function priorityOf({ purpose, dueAt }: NewOutboxRow, now: number): number {
  return purpose === 'reply' && dueAt !== undefined && dueAt > now ? PRIORITY_OF_HELD : PRIORITY[purpose]
}

/** How many messages of an account may be taken. */
export interface Claim {
  readonly account: AccountId
  readonly limit: number
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

type DueRow = Pick<
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

/** One statement for all accounts, with each one's limit inside: what waits behind the limit is not even read. */
async function findDue(db: Db, claims: readonly Claim[], now: number): Promise<DueRow[]> {
  const ofEach = claims.map(
    ({ account, limit }) => sql`select * from (
      select id, account_id, contact_id, purpose, batch, key, sealed_part, attempts, created_at, usable_until from outbox as due
      where account_id = ${account} and status = 'queued' and ${isOpen('due')} and due_at <= ${now}
      and not exists (
        select 1 from outbox as earlier
        where earlier.contact_id = due.contact_id and earlier.priority = due.priority and earlier.id < due.id
        and ${isOpen('earlier')}
      )
      order by priority, id limit ${limit}
    ) as claimed`,
  )
  return (await sql<DueRow>`${sql.join(ofEach, sql` union all `)}`.execute(db)).rows
}

/**
 * Gives those that nobody else took meanwhile. Replies need not wait for the disk: one whose claim was lost with the
 * machine's power is due again. A broadcast message would then go out twice.
 */
async function take(db: Db, due: readonly DueRow[], now: number): Promise<DueRow[]> {
  if (due.length === 0) return []
  if (due.every((row) => row.purpose === 'reply')) return relaxedTransaction(db, (trx) => markSending(trx, due))
  return db.transaction().execute(async (trx) => {
    const taken = await markSending(trx, due)
    const held = await skipHeld(trx, taken, now)
    const closed = await skipClosed(trx, taken, held, now)
    const skipped = await skipOptedOut(trx, taken, now)
    return taken.filter((row) => !held.has(row.id) && !closed.has(row.id) && !skipped.has(row.id))
  })
}

async function markSending(db: Db, due: readonly DueRow[]): Promise<DueRow[]> {
  const rows = await db
    .updateTable('outbox')
    .set((eb) => ({ status: 'sending', attempts: eb('attempts', '+', 1) }))
    .where(
      'id',
      'in',
      due.map((row) => row.id),
    )
    .where('status', '=', 'queued')
    .returning('id')
    .execute()
  const taken = new Set(rows.map((row) => row.id))
  return due.filter((row) => taken.has(row.id))
}

/** Of messages just claimed, sets aside those whose batch is held or dropped; gives their ids. */
async function skipHeld(db: Db, claimed: readonly DueRow[], now: number): Promise<Set<OutboxId>> {
  const batches = new Set(claimed.flatMap((row) => row.batch ?? []))
  if (batches.size === 0) return new Set()
  const holds = await db
    .selectFrom('outbox_holds')
    .selectAll()
    .where('batch', 'in', [...batches])
    .execute()
  const skipped = new Set<OutboxId>()
  for (const { batch, why } of holds) {
    const ids = claimed.filter((row) => row.batch === batch).map((row) => row.id)
    await db
      .updateTable('outbox')
      .set((eb) => ({ status: 'skipped', finished_at: now, failure_code: why, attempts: eb('attempts', '-', 1) }))
      .where('id', 'in', ids)
      .execute()
    for (const id of ids) skipped.add(id)
  }
  return skipped
}

/** Of messages just claimed, sets aside those whose window closed while they waited; gives their ids. */
async function skipClosed(
  db: Db,
  claimed: readonly DueRow[],
  held: ReadonlySet<OutboxId>,
  now: number,
): Promise<Set<OutboxId>> {
  const isClosed = ({ id, usable_until: until }: DueRow) => until !== null && until <= now && !held.has(id)
  const ids = claimed.filter(isClosed).map((row) => row.id)
  if (ids.length === 0) return new Set()
  await db
    .updateTable('outbox')
    .set((eb) => ({
      status: 'skipped',
      finished_at: now,
      failure_code: ASIDE.windowClosed,
      attempts: eb('attempts', '-', 1),
    }))
    .where('id', 'in', ids)
    .execute()
  return new Set(ids)
}

/** Of broadcast messages just claimed, sets aside those whose person opted out meanwhile; gives their ids. */
async function skipOptedOut(
  db: Db,
  claimed: readonly { id: OutboxId; contact_id: ContactId; purpose: OutboxPurpose }[],
  now: number,
): Promise<Set<OutboxId>> {
  const broadcasts = claimed.filter((row) => row.purpose === 'broadcast')
  if (broadcasts.length === 0) return new Set()
  const optedOut = await db
    .selectFrom('contacts')
    .select('contacts.id')
    .where('contacts.id', 'in', [...new Set(broadcasts.map((row) => row.contact_id))])
    .where('opted_out_at', 'is not', null)
    .execute()
  const people = new Set(optedOut.map((row) => row.id))
  const ids = broadcasts.filter((row) => people.has(row.contact_id)).map((row) => row.id)
  if (ids.length > 0) {
    await db
      .updateTable('outbox')
      .set({ status: 'skipped', finished_at: now, failure_code: 'opted_out' })
      .where('id', 'in', ids)
      .execute()
  }
  return new Set(ids)
}

/**
 * Records what became of a batch of attempts. A result that is lost with the machine's power leaves its message
 * "sending", as a crash during the call does: a reply is repeated, a broadcast message unknown (law 5).
 */
export async function recordResults(db: Db, results: readonly OutboxResult[], now: number): Promise<void> {
  const sent = results.filter((result) => result.status === 'sent')
  const others = results.filter((result) => result.status !== 'sent')
  await relaxedTransaction(db, async (trx) => {
    if (sent.length > 0) await recordSent(trx, sent, now)
    for (const result of others) await recordOther(trx, result, now)
  })
}

async function recordSent(
  db: Db,
  sent: readonly Extract<OutboxResult, { status: 'sent' }>[],
  now: number,
): Promise<void> {
  // Both engines name the columns of a bare VALUES list column1, column2.
  const rows = sql.join(sent.map((row) => sql`(cast(${row.id} as bigint), cast(${row.externalId} as text))`))
  await sql`update outbox set status = 'sent', finished_at = ${now}, external_id = v.column2, failure = null, failure_code = null, failure_detail = null
    from (values ${rows}) as v where outbox.id = v.column1`.execute(db)
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
