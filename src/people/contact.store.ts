import type { Insertable, Selectable } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import { forRows, insertGiven } from '../db/for-rows.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import type { Contact } from './contact.ts'

const selectContacts = forRows<{ id: ContactId }, Selectable<Schema['contacts']>>({ id: 'text' }, (db, { rows }) =>
  db.selectFrom(rows).innerJoin('contacts', 'contacts.id', 'given.id').selectAll('contacts'),
)

/** Those of `ids` who have had a turn before. */
export async function findContacts(
  db: Db,
  sealer: Sealer,
  ids: readonly ContactId[],
): Promise<Map<ContactId, Contact>> {
  const rows = await selectContacts(
    db,
    ids.map((id) => ({ id })),
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        account: row.account_id,
        version: row.version,
        state: sealer.open(row.sealed_state),
        optedOutAt: row.opted_out_at,
        mutedUntil: row.muted_until,
        firstSeenAt: row.first_seen_at,
        lastEventAt: row.last_event_at,
      },
    ]),
  )
}

const upsertContacts = forRows<Insertable<Schema['contacts']>, { id: ContactId }>(
  {
    id: 'text',
    account_id: 'text',
    version: 'bigint',
    sealed_state: 'bytea',
    opted_out_at: 'bigint',
    muted_until: 'bigint',
    first_seen_at: 'bigint',
    last_event_at: 'bigint',
  },
  (db, given) =>
    insertGiven(db, 'contacts', given)
      .onConflict((oc) =>
        oc
          .column('id')
          .doUpdateSet((eb) => ({
            version: eb.ref('excluded.version'),
            sealed_state: eb.ref('excluded.sealed_state'),
            opted_out_at: eb.ref('excluded.opted_out_at'),
            muted_until: eb.ref('excluded.muted_until'),
            last_event_at: eb.ref('excluded.last_event_at'),
          }))
          .whereRef('contacts.version', '=', (eb) => eb('excluded.version', '-', 1)),
      )
      .returning('contacts.id'),
)

/**
 * Stores contacts after their turns, each with the version it was read with plus one. Gives those that were stored: one
 * whose stored version has moved on meanwhile is left as it is.
 */
export async function saveContacts(db: Db, sealer: Sealer, contacts: readonly Contact[]): Promise<Set<ContactId>> {
  const saved = await upsertContacts(
    db,
    contacts.map((contact) => ({
      id: contact.id,
      account_id: contact.account,
      version: contact.version,
      sealed_state: sealer.seal(contact.state),
      opted_out_at: contact.optedOutAt,
      muted_until: contact.mutedUntil,
      first_seen_at: contact.firstSeenAt,
      last_event_at: contact.lastEventAt,
    })),
  )
  return new Set(saved.map((row) => row.id))
}
