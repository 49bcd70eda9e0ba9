import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { ConsentGiver, RegistrationId } from './classes.schema.ts'

/** Somebody's word that a person may be put on a list, and the text it was given to. */
export interface Consent {
  readonly giver: ConsentGiver
  readonly version: string
}

/** What each version of the words by which staff ask begins with. */
export const BY_STAFF = 'can-bo-ghi-'
/** Consent that a person gave to a member of staff by word of mouth; raised when what staff are told to ask changes. */
export const STAFF_CONSENT = `${BY_STAFF}3`

/** Whether staff put the person on the list: the contact they stand under is then a member of staff. */
export function isByStaff(version: string): boolean {
  return version.startsWith(BY_STAFF)
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
