import { type Insertable, type Selectable, sql } from 'kysely'
import type { InboundEvent } from '../core/events.ts'
import type { AccountId, ContactId } from '../core/ids.ts'
import { forRows, insertGiven } from '../db/for-rows.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'

export type InboxId = number

/** An event as it came in, not yet stored. */
export interface Arrival {
  readonly event: InboundEvent
  /** UTC ms. */
  readonly receivedAt: number
  /** Whether the conversation has something to decide about it. */
  readonly needsTurn: boolean
}

/** An event that waits for its turn. */
export interface WaitingEvent {
  readonly id: InboxId
  readonly event: InboundEvent
  /** UTC ms. */
  readonly receivedAt: number
  readonly attempts: number
}

/** Arrivals that share a transaction. */
export const MAX_ROWS_A_STATEMENT = 500

type NewInboxRow = Omit<Insertable<Schema['inbox']>, 'id' | 'attempts' | 'failure'>

const insertNew = forRows<NewInboxRow, { account_id: AccountId; external_id: string }>(
  {
    account_id: 'text',
    contact_id: 'text',
    external_id: 'text',
    type: 'text',
    sealed_event: 'bytea',
    sent_at: 'bigint',
    received_at: 'bigint',
    handled_at: 'bigint',
  },
  (db, given) =>
    insertGiven(db, 'inbox', given)
      .onConflict((oc) => oc.columns(['account_id', 'external_id']).doNothing())
      .returning(['account_id', 'external_id']),
)

/** Stores what is new among `arrivals`; tells for each whether it was. Those known already change nothing. */
export async function storeArrivals(db: Db, sealer: Sealer, arrivals: readonly Arrival[]): Promise<boolean[]> {
  const inserted = await insertNew(
    db,
    arrivals.map(({ event: arrived, receivedAt, needsTurn }) => {
      const event = isReceipt(arrived) ? { ...arrived, contact: null } : arrived
      return {
        account_id: event.account,
        contact_id: event.contact,
        external_id: event.externalId,
        type: event.type,
        sealed_event: sealer.seal(event),
        sent_at: event.sentAt,
        received_at: receivedAt,
        handled_at: needsTurn ? null : receivedAt,
      }
    }),
  )
  const fresh = new Set(inserted.map((row) => `${row.account_id} ${row.external_id}`))
  // `delete`: of the same event twice in one batch, the first is the new one.
  return arrivals.map(({ event }) => fresh.delete(`${event.account} ${event.externalId}`))
}

/**
 * The most frequent events, and about our messages rather than a person: they are kept without one, which spares the
 * index of persons, and leaves nothing of them to be erased.
 */
function isReceipt(event: InboundEvent): boolean {
  return event.type === 'delivered' || event.type === 'seen'
}

type WaitingRow = Pick<Selectable<Schema['inbox']>, 'id' | 'contact_id' | 'sealed_event' | 'received_at' | 'attempts'>

const selectWaiting = forRows<{ contact_id: ContactId; most: number }, WaitingRow>(
  { contact_id: 'text', most: 'integer' },
  (_, given) =>
    given.each<WaitingRow>(
      (value) => sql`select id, contact_id, sealed_event, received_at, attempts from inbox
        where contact_id = ${value('contact_id')} and handled_at is null order by id limit ${value('most')}`,
    ),
)

/** The oldest waiting events of each of `contacts`, in order of arrival, at most `limit` a contact. */
export async function findWaitingEvents(
  db: Db,
  sealer: Sealer,
  contacts: readonly ContactId[],
  limit: number,
): Promise<Map<ContactId, WaitingEvent[]>> {
  const rows = await selectWaiting(
    db,
    Array.from(new Set(contacts), (contact) => ({ contact_id: contact, most: limit })),
  )
  const waiting = new Map<ContactId, WaitingEvent[]>()
  for (const row of rows.sort((a, b) => a.id - b.id)) {
    const contact = row.contact_id as ContactId
    const events = waiting.get(contact) ?? []
    events.push({
      id: row.id,
      event: sealer.open(row.sealed_event) as InboundEvent,
      receivedAt: Number(row.received_at),
      attempts: row.attempts,
    })
    waiting.set(contact, events)
  }
  return waiting
}

/** Contacts with waiting events, those who have waited longest first. */
export async function findContactsWithWork(db: Db, limit: number): Promise<ContactId[]> {
  const rows = await db
    .selectFrom('inbox')
    .select('contact_id')
    .where('handled_at', 'is', null)
    .where('contact_id', 'is not', null)
    .groupBy('contact_id')
    .orderBy((eb) => eb.fn.min('id'))
    .limit(limit)
    .execute()
  return rows.map((row) => row.contact_id as ContactId)
}

const markAsHandled = forRows<{ id: InboxId; now: number }, { id: InboxId }>(
  { id: 'bigint', now: 'bigint' },
  (db, { rows }) =>
    db
      .updateTable('inbox')
      .from(rows)
      .set((eb) => ({ handled_at: eb.ref('given.now') }))
      .whereRef('inbox.id', '=', 'given.id')
      .where('handled_at', 'is', null)
      .returning('inbox.id'),
)

/** Marks events as handled; gives those that were not so before. */
export async function markHandled(db: Db, ids: readonly InboxId[], now: number): Promise<Set<InboxId>> {
  const rows = await markAsHandled(
    db,
    ids.map((id) => ({ id, now })),
  )
  return new Set(rows.map((row) => row.id))
}

/** Counts a failed turn with its events; with `setAside` these are taken out of the way and kept for the operator to look at. */
export async function recordFailedTurn(
  db: Db,
  ids: readonly InboxId[],
  failure: { readonly code: string; readonly setAside: boolean },
  now: number,
): Promise<void> {
  await db
    .updateTable('inbox')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      ...(failure.setAside ? { failure: failure.code, handled_at: now } : {}),
    }))
    .where('id', 'in', ids)
    .execute()
}

/** How many events wait, and since when the oldest does (UTC ms). */
export async function measureInbox(db: Db): Promise<{ depth: number; oldest: number | null }> {
  const row = await db
    .selectFrom('inbox')
    .select((eb) => [eb.fn.countAll<number>().as('depth'), eb.fn.min('received_at').as('oldest')])
    .where('handled_at', 'is', null)
    .executeTakeFirstOrThrow()
  return { depth: Number(row.depth), oldest: row.oldest === null ? null : Number(row.oldest) }
}
