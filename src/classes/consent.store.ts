import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { ConsentGiver, RegistrationId } from './classes.schema.ts'

/** Somebody's word that a person may be put on a list, and the text it was given to. */
export interface Consent {
  readonly giver: ConsentGiver
  readonly version: string
}

/** Writes down who agreed, as `contact` said it. UTC ms. */
export async function recordConsents(
  db: Db,
  registration: RegistrationId,
  contact: ContactId,
  consents: readonly Consent[],
  now: number,
): Promise<void> {
  if (consents.length === 0) return
  await db
    .insertInto('registration_consents')
    .values(
      consents.map(({ giver, version }) => ({
        registration_id: registration,
        giver,
        contact_id: contact,
        version,
        at: now,
      })),
    )
    .execute()
}
