import { sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import { forRows } from '../db/for-rows.ts'
import type { Db } from '../db/open.ts'
import { HELD } from '../outbox/batch.store.ts'
import { ASIDE } from '../outbox/outbox.store.ts'
import { keyOfRecipient } from './run.store.ts'

/** Of what was taken out of the line, this goes on by itself, or when a person lets it. */
const STILL_TO_COME = [HELD, ASIDE.quota]

/** One number or fact a person, each by an index of its own, whatever PostgreSQL knows of tables that have just grown. */
interface CountRow {
  readonly contact: ContactId
  readonly count: number
}

const countOfEach = forRows<{ contact: ContactId; since: number }, CountRow>(
  { contact: 'text', since: 'bigint' },
  (_, { rows }) => sql`select given.contact, (
    select count(*) from broadcast_recipients as recipient
    where recipient.contact_id = given.contact and recipient.fixed_at > given.since and recipient.placed = 1
    and not exists (
      select 1 from outbox where outbox.key = ${keyOfRecipient} and (
        outbox.status = 'failed' or (outbox.status = 'skipped' and outbox.failure_code not in (${sql.join(STILL_TO_COME)}))
      )
    )) as count from ${rows}`,
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
  return new Map(rows.map((row) => [row.contact, Number(row.count)]))
}

const selectUnreachable = forRows<{ contact: ContactId }, { contact: ContactId; unreachable: number | null }>(
  { contact: 'text' },
  (_, { rows }) => sql`select given.contact, (
    select 1 from outbox where outbox.contact_id = given.contact
    and outbox.status = 'failed' and outbox.failure = 'unreachable'
    and outbox.finished_at > (select last_event_at from contacts where contacts.id = given.contact) limit 1
    ) as unreachable from ${rows}`,
)

/** Those whom the platform called unreachable and who have not written since. */
export async function findUnreachable(db: Db, contacts: readonly ContactId[]): Promise<Set<ContactId>> {
  const rows = await selectUnreachable(
    db,
    contacts.map((contact) => ({ contact })),
  )
  return new Set(rows.filter(({ unreachable }) => unreachable !== null).map(({ contact }) => contact))
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

const countSinceWord = forRows<{ contact: ContactId }, CountRow>(
  { contact: 'text' },
  (_, { rows }) => sql`select given.contact, (
    select count(*) from outbox where outbox.contact_id = given.contact
    and outbox.status in ('queued', 'sending', 'sent', 'unknown')
    and outbox.created_at >= (select last_event_at from contacts where contacts.id = given.contact)
    ) as count from ${rows}`,
)

/** How many messages of ours, sent or on their way, each person got since their last sign of life. */
export async function countSentInWindow(db: Db, contacts: readonly ContactId[]): Promise<Map<ContactId, number>> {
  const rows = await countSinceWord(
    db,
    contacts.map((contact) => ({ contact })),
  )
  return new Map(rows.map((row) => [row.contact, Number(row.count)]))
}

interface FollowRow {
  readonly contact: ContactId
  readonly followed_at: number | null
  readonly left_at: number | null
}

const selectFollows = forRows<{ contact: ContactId }, FollowRow>(
  { contact: 'text' },
  (_, { rows }) => sql`select given.contact,
    (select max(sent_at) from inbox where contact_id = given.contact and type = 'followed') as followed_at,
    (select max(sent_at) from inbox where contact_id = given.contact and type = 'unfollowed') as left_at
    from ${rows}`,
)

/** Those whose last word on it was that they follow the account. */
export async function findFollowers(db: Db, contacts: readonly ContactId[]): Promise<Set<ContactId>> {
  const rows = await selectFollows(
    db,
    contacts.map((contact) => ({ contact })),
  )
  const follows = (row: FollowRow) => Number(row.followed_at ?? 0) > Number(row.left_at ?? 0)
  return new Set(rows.filter(follows).map(({ contact }) => contact))
}
