import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type {} from './people.schema.ts'

/** Instants are UTC ms. */
export interface PaidConsent {
  /** From then on it no longer holds; null: until it is taken back. */
  readonly until: number | null
  /** When a paid message to the person was last put in. */
  readonly usedAt: number | null
}

export interface NewPaidConsent {
  readonly contact: ContactId
  readonly token: string
  readonly expiresAt: number | null
}

/** Keeps a consent; a later one of the same person takes the place of the earlier. */
export async function keepPaidConsent(
  db: Db,
  sealer: Sealer,
  { contact, token, expiresAt }: NewPaidConsent,
  now: number,
): Promise<void> {
  const given = { sealed_token: sealer.seal(token), granted_at: now, expires_at: expiresAt }
  await db
    .insertInto('paid_consents')
    .values({ contact_id: contact, ...given, used_at: null })
    .onConflict((oc) => oc.column('contact_id').doUpdateSet(given))
    .execute()
}

/** The token goes with it: whoever took the consent back cannot be written to by an oversight. */
export async function endPaidConsent(db: Db, contact: ContactId): Promise<void> {
  await db.deleteFrom('paid_consents').where('contact_id', '=', contact).execute()
}

/** Of `contacts`, those whose consent holds at `now`. */
export async function findPaidConsents(
  db: Db,
  contacts: readonly ContactId[],
  now: number,
): Promise<Map<ContactId, PaidConsent>> {
  if (contacts.length === 0) return new Map()
  const rows = await db
    .selectFrom('paid_consents')
    .select(['contact_id', 'expires_at', 'used_at'])
    .where('contact_id', 'in', contacts)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .execute()
  return new Map(rows.map((row) => [row.contact_id, { until: row.expires_at, usedAt: row.used_at }]))
}

/** The tokens of `contacts`, as far as there are any. */
export async function findPaidTokens(
  db: Db,
  sealer: Sealer,
  contacts: readonly ContactId[],
): Promise<Map<ContactId, string>> {
  if (contacts.length === 0) return new Map()
  const rows = await db
    .selectFrom('paid_consents')
    .select(['contact_id', 'sealed_token'])
    .where('contact_id', 'in', contacts)
    .execute()
  return new Map(rows.map((row) => [row.contact_id, sealer.open(row.sealed_token) as string]))
}

/** A paid message to each of `contacts` was put in. */
export async function notePaidMessages(db: Db, contacts: readonly ContactId[], now: number): Promise<void> {
  if (contacts.length === 0) return
  await db.updateTable('paid_consents').set({ used_at: now }).where('contact_id', 'in', contacts).execute()
}
