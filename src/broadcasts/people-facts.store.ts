import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import { HELD } from '../outbox/batch.store.ts'
import { ASIDE } from '../outbox/outbox.store.ts'
import { keyOfRecipient } from './run.store.ts'

/** Of what was taken out of the line, this goes on by itself, or when a person lets it. */
const STILL_TO_COME = [HELD, ASIDE.quota]

/** How many announcements each person got since, or is still to get; what failed or was given up does not count. */
export async function countReceived(
  db: Db,
  contacts: readonly ContactId[],
  since: number,
): Promise<Map<ContactId, number>> {
  if (contacts.length === 0) return new Map()
  const rows = await db
    .selectFrom('broadcast_recipients as recipient')
    .select((eb) => ['recipient.contact_id', eb.fn.countAll<number>().as('count')])
    .where('recipient.contact_id', 'in', contacts)
    .where('recipient.fixed_at', '>', since)
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
    .groupBy('recipient.contact_id')
    .execute()
  return new Map(rows.map((row) => [row.contact_id, Number(row.count)]))
}

/** Those whom the platform called unreachable and who have not written since. */
export async function findUnreachable(db: Db, contacts: readonly ContactId[]): Promise<Set<ContactId>> {
  if (contacts.length === 0) return new Set()
  const rows = await db
    .selectFrom('outbox')
    .innerJoin('contacts', 'contacts.id', 'outbox.contact_id')
    .select('outbox.contact_id')
    .distinct()
    .where('outbox.contact_id', 'in', contacts)
    .where('outbox.status', '=', 'failed')
    .where('outbox.failure', '=', 'unreachable')
    .whereRef('outbox.finished_at', '>', 'contacts.last_event_at')
    .execute()
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

/** How many messages of ours, sent or on their way, each person got since their last sign of life. */
export async function countSentInWindow(db: Db, contacts: readonly ContactId[]): Promise<Map<ContactId, number>> {
  if (contacts.length === 0) return new Map()
  const rows = await db
    .selectFrom('outbox')
    .innerJoin('contacts', 'contacts.id', 'outbox.contact_id')
    .select((eb) => ['outbox.contact_id', eb.fn.countAll<number>().as('count')])
    .where('outbox.contact_id', 'in', contacts)
    .where('outbox.status', 'in', ['queued', 'sending', 'sent', 'unknown'])
    .whereRef('outbox.created_at', '>=', 'contacts.last_event_at')
    .groupBy('outbox.contact_id')
    .execute()
  return new Map(rows.map((row) => [row.contact_id, Number(row.count)]))
}

/** Those whose last word on it was that they follow the account. */
export async function findFollowers(db: Db, contacts: readonly ContactId[]): Promise<Set<ContactId>> {
  if (contacts.length === 0) return new Set()
  const rows = await db
    .selectFrom('inbox')
    .select((eb) => ['contact_id', 'type', eb.fn.max<number | string>('sent_at').as('at')])
    .where('contact_id', 'in', contacts)
    .where('type', 'in', ['followed', 'unfollowed'])
    .groupBy(['contact_id', 'type'])
    .execute()
  const lastOf = (type: string) =>
    new Map(rows.filter((row) => row.type === type).map((row) => [row.contact_id, Number(row.at)]))
  const left = lastOf('unfollowed')
  const followers = [...lastOf('followed')].filter(([contact, at]) => at > (left.get(contact) ?? 0))
  return new Set(followers.flatMap(([contact]) => contact ?? []))
}
