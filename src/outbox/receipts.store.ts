import { sql } from 'kysely'
import type { AccountId, ContactId } from '../core/ids.ts'
import { forRows } from '../db/for-rows.ts'
import type { Db } from '../db/open.ts'
import { isRelaxed, relaxedStatement } from '../db/relaxed-transaction.ts'

/**
 * Our note of a sending comes a moment after the platform's own: a mark set within this time still means the message.
 */
const NOTED_LATER_MS = 5000
/** Receipts of a transaction: on SQLite everything else waits for it. */
const MAX_ROWS_A_STATEMENT = 200

export type ReceiptType = 'delivered' | 'seen'

/** A message of ours arrived or was read, by the platform's id of it. Instants are UTC ms. */
export interface NamedReceipt {
  readonly account: AccountId
  readonly externalId: string
  readonly at: number
}

/** All messages to a person that were sent until `upTo` arrived or were read. */
export interface MarkReceipt {
  readonly contact: ContactId
  readonly upTo: number
  readonly at: number
}

/**
 * Notes on the messages of batches that they arrived (or were read, and so arrived); other messages are left alone. What
 * is noted stays: a later receipt changes nothing, and none takes anything back; one that was told as undelivered before has
 * arrived after all. It need not wait for the disk: a count that is lost with the machine's power harms nobody.
 */
export async function recordNamedReceipts(db: Db, type: ReceiptType, receipts: readonly NamedReceipt[]): Promise<void> {
  for (const some of slices(receipts)) await relaxedStatement(db, (one) => noteNamed[type](one, some))
}

const noteNamed: Readonly<Record<ReceiptType, (db: Db, receipts: readonly NamedReceipt[]) => Promise<unknown>>> = {
  delivered: noteNamedAs('delivered'),
  seen: noteNamedAs('seen'),
}

function noteNamedAs(type: ReceiptType) {
  return forRows<NamedReceipt>(
    { account: 'text', externalId: 'text', at: 'bigint' },
    (db, { rows }) => sql`update outbox set ${noted(type)}, ${arrivedAfterAll} from ${rows}
      where outbox.account_id = given.account and outbox.external_id = given."externalId" and outbox.batch is not null
      and ${isRelaxed(db)}`,
  )
}

/**
 * Messages of batches that were taken by the platform and did not arrive: they failed after all, unless it told before
 * that they arrived. Not as unreachable: the platform may only have held back this one.
 */
export async function recordUndelivered(db: Db, receipts: readonly NamedReceipt[]): Promise<void> {
  for (const some of slices(receipts)) await relaxedStatement(db, (one) => noteUndelivered(one, some))
}

const noteUndelivered = forRows<Pick<NamedReceipt, 'account' | 'externalId'>>(
  { account: 'text', externalId: 'text' },
  (db, { rows }) => sql`update outbox set status = 'failed', failure = 'rejected', failure_code = 'undelivered',
    failure_detail = 'The platform took the message and could not deliver it.' from ${rows}
    where outbox.account_id = given.account and outbox.external_id = given."externalId" and outbox.batch is not null
    and outbox.status = 'sent' and outbox.delivered_at is null and ${isRelaxed(db)}`,
)

/** As `recordNamedReceipts`, for messages to these people that were put in at `since` (UTC ms) or later. */
export async function recordMarkReceipts(
  db: Db,
  type: ReceiptType,
  receipts: readonly MarkReceipt[],
  since: number,
): Promise<void> {
  for (const some of slices(receipts)) {
    const marks = some.map(({ contact, upTo, at }) => ({ contact, until: upTo + NOTED_LATER_MS, at, since }))
    await relaxedStatement(db, (one) => noteMarks[type](one, marks))
  }
}

interface Mark {
  readonly contact: ContactId
  readonly until: number
  readonly at: number
  readonly since: number
}

const noteMarks: Readonly<Record<ReceiptType, (db: Db, marks: readonly Mark[]) => Promise<unknown>>> = {
  delivered: noteMarksAs('delivered'),
  seen: noteMarksAs('seen'),
}

function noteMarksAs(type: ReceiptType) {
  return forRows<Mark>(
    { contact: 'text', until: 'bigint', at: 'bigint', since: 'bigint' },
    (db, { rows }) => sql`update outbox set ${noted(type)} from ${rows}
      where outbox.contact_id = given.contact and outbox.batch is not null and outbox.status = 'sent'
      and outbox.finished_at <= given.until and outbox.created_at >= given.since and ${isRelaxed(db)}`,
  )
}

/** How many messages of a batch arrived, and how many of these were read, as far as the platforms told. */
export async function measureReceipts(db: Db, batch: string): Promise<Readonly<Record<ReceiptType, number>>> {
  const row = await db
    .selectFrom('outbox')
    .select((eb) => [eb.fn.count<number>('delivered_at').as('delivered'), eb.fn.count<number>('seen_at').as('seen')])
    .where('batch', '=', batch)
    .executeTakeFirstOrThrow()
  return { delivered: Number(row.delivered), seen: Number(row.seen) }
}

function noted(type: ReceiptType) {
  const delivered = sql`delivered_at = coalesce(outbox.delivered_at, given.at)`
  return type === 'delivered' ? delivered : sql`${delivered}, seen_at = coalesce(outbox.seen_at, given.at)`
}

/** In whatever order the platform tells: what arrived did not fail. */
const arrivedAfterAll = sql.join(
  [sql`status = case when outbox.failure_code = 'undelivered' then 'sent' else outbox.status end`].concat(
    ['failure', 'failure_detail', 'failure_code'].map(
      (column) =>
        sql`${sql.ref(column)} = case when outbox.failure_code = 'undelivered' then null else ${sql.ref(`outbox.${column}`)} end`,
    ),
  ),
)

function* slices<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += MAX_ROWS_A_STATEMENT)
    yield items.slice(start, start + MAX_ROWS_A_STATEMENT)
}
