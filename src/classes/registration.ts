import type { Selectable } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import type { ClassId } from './class.ts'
import type { RegistrationId, RegistrationStatus } from './classes.schema.ts'

/** A person on the list of a class. Instants are UTC ms. */
export interface Registration {
  readonly id: RegistrationId
  readonly classId: ClassId
  /** Who wrote to us, and gets the messages. */
  readonly contact: ContactId
  readonly name: string
  readonly phone: string
  /** What is said at the door: `LC12-031`. */
  readonly code: string
  readonly status: RegistrationStatus
  /** Order of arrival within the class. */
  readonly position: number
  /** Until when an offered seat is kept; null unless `offered`. */
  readonly offeredUntil: number | null
  readonly consent: { readonly version: string; readonly by: ContactId; readonly at: number }
  readonly createdAt: number
}

/** A seat that a person from the waiting list may now have, for the message to them. */
export interface Offer {
  readonly id: RegistrationId
  readonly classId: ClassId
  readonly contact: ContactId
  readonly code: string
  readonly until: number
}

/** A stored registration, opened. */
export function registrationOf(row: Selectable<Schema['registrations']>, sealer: Sealer): Registration {
  return {
    id: row.id,
    classId: row.class_id,
    contact: row.contact_id,
    name: sealer.open(row.sealed_name) as string,
    phone: sealer.open(row.sealed_phone) as string,
    code: row.code,
    status: row.status,
    position: row.position,
    offeredUntil: row.offered_until,
    consent: { version: row.consent_version, by: row.consented_by, at: row.consented_at },
    createdAt: row.created_at,
  }
}
