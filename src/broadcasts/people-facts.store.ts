import type { Selectable } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import { forRows } from '../db/for-rows.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import { HELD } from '../outbox/batch.store.ts'
import { ASIDE } from '../outbox/outbox.store.ts'
import { keyOfRecipient } from './run.store.ts'

/** Of what was taken out of the line, this goes on by itself, or when a person lets it. */
const STILL_TO_COME = [HELD, ASIDE.quota]

const countOfEach = forRows<{ contact: ContactId; since: number }, { contact_id: ContactId; count: number }>(
  { contact: 'text', since: 'bigint' },
  (db, { rows }) =>
    db
      .selectFrom(rows)
      .innerJoin('broadcast_recipients as recipient', 'recipient.contact_id', 'given.contact')
      .select((eb) => ['recipient.contact_id', eb.fn.countAll<number>().as('count')])
      .whereRef('recipient.fixed_at', '>', 'given.since')
      .where('recipient.placed', '=', 1)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('outbox')
              .select('outbox.id')
              .where('outbox.key', '=', keyOfRecipient)
              .where((eb) =>
                eb.or([
                  eb('outbox.status', '=', 'failed'),
                  eb('outbox.status', '=', 'skipped').and('outbox.failure_code', 'not in', STILL_TO_COME),
                ]),
              ),
          ),
        ),
      )
      .groupBy('recipient.contact_id'),
)

/** How many announcements each person got since, or is still to get; what failed or was given up does not count. */
export async function countReceived(
  db: Db,
  contacts: readonly ContactId[],
  since: number,
): Promise<Map<ContactId, number>> {
  const rows = await countOfEach(
    db,
    contacts.map((contact) => ({ contact, since })),
  )
  return new Map(rows.map((row) => [row.contact_id, Number(row.count)]))
}

const selectUnreachable = forRows<{ contact: ContactId }, { contact_id: ContactId }>(
  { contact: 'text' },
  (db, { rows }) =>
    db
      .selectFrom(rows)
      .innerJoin('contacts', 'contacts.id', 'given.contact')
      .innerJoin('outbox', 'outbox.contact_id', 'given.contact')
      .select('outbox.contact_id')
      .distinct()
      .where('outbox.status', '=', 'failed')
      .where('outbox.failure', '=', 'unreachable')
      .whereRef('outbox.finished_at', '>', 'contacts.last_event_at'),
)

/** Those whom the platform called unreachable and who have not written since. */
export async function findUnreachable(db: Db, contacts: readonly ContactId[]): Promise<Set<ContactId>> {
  const rows = await selectUnreachable(
    db,
    contacts.map((contact) => ({ contact })),
  )
  return new Set(rows.map((row) => row.contact_id))
}

/** Those whose number the platform called unreachable: without Zalo, or not wanting this kind of message. */
export async function findRefusedPhones(db: Db, contacts: readonly ContactId[]): Promise<Set<ContactId>> {
  if (contacts.length === 0) return new Set()
  const rows = await db
    .selectFrom('outbox')
    .select('contact_id')
    .distinct()
    .where('contact_id', 'in', contacts)
    .where('status', '=', 'failed')
    .where('failure', '=', 'unreachable')
    .execute()
  return new Set(rows.map((row) => row.contact_id))
}

const countSinceWord = forRows<{ contact: ContactId }, { contact_id: ContactId; count: number }>(
  { contact: 'text' },
  (db, { rows }) =>
    db
      .selectFrom(rows)
      .innerJoin('contacts', 'contacts.id', 'given.contact')
      .innerJoin('outbox', 'outbox.contact_id', 'given.contact')
      .select((eb) => ['outbox.contact_id', eb.fn.countAll<number>().as('count')])
      .where('outbox.status', 'in', ['queued', 'sending', 'sent', 'unknown'])
      .whereRef('outbox.created_at', '>=', 'contacts.last_event_at')
      .groupBy('outbox.contact_id'),
)

/** How many messages of ours, sent or on their way, each person got since their last sign of life. */
export async function countSentInWindow(db: Db, contacts: readonly ContactId[]): Promise<Map<ContactId, number>> {
  const rows = await countSinceWord(
    db,
    contacts.map((contact) => ({ contact })),
  )
  return new Map(rows.map((row) => [row.contact_id, Number(row.count)]))
}

type FollowRow = Pick<Selectable<Schema['inbox']>, 'contact_id' | 'type'> & { readonly at: number | string }

const selectFollows = forRows<{ contact: ContactId }, FollowRow>({ contact: 'text' }, (db, { rows }) =>
  db
    .selectFrom(rows)
    .innerJoin('inbox', 'inbox.contact_id', 'given.contact')
    .select((eb) => ['inbox.contact_id', 'inbox.type', eb.fn.max<number | string>('inbox.sent_at').as('at')])
    .where('inbox.type', 'in', ['followed', 'unfollowed'])
    .groupBy(['inbox.contact_id', 'inbox.type']),
)

/** Those whose last word on it was that they follow the account. */
export async function findFollowers(db: Db, contacts: readonly ContactId[]): Promise<Set<ContactId>> {
  const rows = await selectFollows(
    db,
    contacts.map((contact) => ({ contact })),
  )
  const lastOf = (type: string) =>
    new Map(rows.filter((row) => row.type === type).map((row) => [row.contact_id, Number(row.at)]))
  const left = lastOf('unfollowed')
  const followers = [...lastOf('followed')].filter(([contact, at]) => at > (left.get(contact) ?? 0))
  return new Set(followers.flatMap(([contact]) => contact ?? []))
}
