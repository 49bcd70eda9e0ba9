import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { cancel } from './change-registration.ts'
import type { ClassId } from './class.ts'
import { holdClass } from './class-row.ts'
import type { RegistrationId } from './classes.schema.ts'
import type { PersonIndex } from './person-index.ts'
import { type RegisterResult, register } from './register.ts'
import type { Offer, Registration } from './registration.ts'
import type { OfferTerms } from './seats.ts'

/** `kept`: the person stays where they are, and why. */
export type SeatChanged =
  | { readonly kind: 'changed'; readonly registration: Registration; readonly offers: readonly Offer[] }
  | { readonly kind: 'kept'; readonly because: 'full' | 'not_on_list' | 'already' | 'refused' }

/**
 * Gives a person a seat in another class for the one they have. Nobody gives up a seat for a place in a waiting list: a
 * full class changes nothing. The consents go with the person. Inside the caller's transaction.
 */
export async function changeSeat(
  db: Db,
  parts: { readonly sealer: Sealer; readonly personIndex: PersonIndex; readonly terms: OfferTerms },
  { from, to, id }: { readonly from: Registration; readonly to: ClassId; readonly id: RegistrationId },
  now: number,
): Promise<SeatChanged> {
  // Classes are held in one order by everybody, or two transactions could wait for each other.
  for (const classId of [from.classId, to].sort()) await holdClass(db, classId)
  const mine = await db
    .selectFrom('registrations')
    .innerJoin('classes', 'classes.id', 'registrations.class_id')
    .select(['registrations.status', 'classes.ends_at'])
    .where('registrations.id', '=', from.id)
    .executeTakeFirst()
  const wanted = await db
    .selectFrom('classes')
    .select(['capacity', 'taken', 'waiting'])
    .where('id', '=', to)
    .executeTakeFirst()
  if (!mine || mine.status === 'cancelled' || mine.ends_at === null || mine.ends_at <= now)
    return { kind: 'kept', because: 'not_on_list' }
  if (!wanted) return { kind: 'kept', because: 'refused' }
  if (wanted.taken >= wanted.capacity || wanted.waiting > 0) return { kind: 'kept', because: 'full' }
  const consents = await db
    .selectFrom('registration_consents')
    .selectAll()
    .where('registration_id', '=', from.id)
    .execute()
  const result: RegisterResult = await register(
    db,
    parts.sealer,
    parts.personIndex,
    {
      id,
      classId: to,
      contact: from.contact,
      person: { name: from.name, phone: from.phone },
      consentVersion: from.consent.version,
      consents: consents.map(({ giver, version }) => ({ giver, version })),
    },
    now,
  )
  if (result.kind === 'refused' || result.kind === 'already') return { kind: 'kept', because: result.kind }
  const { offers } = await cancel(db, from.id, 'person', parts.terms, now)
  return { kind: 'changed', registration: result.registration, offers }
}
