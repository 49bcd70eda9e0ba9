import { sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { ClassId } from './class.ts'
import { type Registration, registrationOf } from './registration.ts'

/** Everybody who signed up for a class, in order of arrival. */
export async function listRegistrations(db: Db, sealer: Sealer, classId: ClassId): Promise<Registration[]> {
  const rows = await db
    .selectFrom('registrations')
    .selectAll()
    .where('class_id', '=', classId)
    .orderBy('position')
    .execute()
  return rows.map((row) => registrationOf(row, sealer))
}

/** What a contact signed up for, the latest first. */
export async function listRegistrationsOf(db: Db, sealer: Sealer, contact: ContactId): Promise<Registration[]> {
  const rows = await db
    .selectFrom('registrations')
    .selectAll()
    .where('contact_id', '=', contact)
    .orderBy('created_at', 'desc')
    .orderBy('position', 'desc')
    .execute()
  return rows.map((row) => registrationOf(row, sealer))
}

/** Where a waiting person stands in the line, from 1. */
export async function placeInLine(
  db: Db,
  { classId, position }: Pick<Registration, 'classId' | 'position'>,
): Promise<number> {
  const { count } = await db
    .selectFrom('registrations')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('class_id', '=', classId)
    .where(sql<boolean>`status = 'waiting'`)
    .where('position', '<=', position)
    .executeTakeFirstOrThrow()
  return Number(count)
}
