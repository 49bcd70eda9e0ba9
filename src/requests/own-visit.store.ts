import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { VisitId } from './requests.schema.ts'
import { OPEN_VISITS, type Visit, visitOf } from './visit.store.ts'

/** No message holds more. */
const MAX_SHOWN = 10

/** A visit as the person who asked for it knows it. */
interface OwnVisit {
  readonly id: VisitId
  readonly contact: ContactId
}

/** Visits that a contact asked for and that are not over, oldest first. */
export async function listOwnVisits(db: Db, sealer: Sealer, contact: ContactId): Promise<Visit[]> {
  const rows = await db
    .selectFrom('visits')
    .selectAll()
    .where('contact_id', '=', contact)
    .where('status', 'in', OPEN_VISITS)
    .orderBy('created_at')
    .orderBy('id')
    .limit(MAX_SHOWN)
    .execute()
  return rows.map((row) => visitOf(row, sealer))
}

/**
 * Takes back a visit that `contact` asked for, at `at` (UTC ms); who had taken it stays written down. Gives it as it was
 * meant, undefined when it is not theirs or over already. Inside the caller's transaction.
 */
export async function cancelOwnVisit(
  trx: Db,
  sealer: Sealer,
  { id, contact, at }: OwnVisit & { readonly at: number },
): Promise<Visit | undefined> {
  const row = await trx
    .updateTable('visits')
    .set({ status: 'cancelled', closed_at: at })
    .where('id', '=', id)
    .where('contact_id', '=', contact)
    .where('status', 'in', OPEN_VISITS)
    .returningAll()
    .executeTakeFirst()
  return row && visitOf(row, sealer)
}

/**
 * Writes another day and hour (`when`, in words) into a visit that `contact` asked for. Gives it as it is now, undefined
 * when it is not theirs or over already. Inside the caller's transaction.
 */
export async function changeOwnVisit(
  trx: Db,
  sealer: Sealer,
  { id, contact, when }: OwnVisit & { readonly when: string },
): Promise<Visit | undefined> {
  const own = (await listOwnVisits(trx, sealer, contact)).find((visit) => visit.id === id)
  if (!own) return undefined
  const content = { ...own.content, when }
  const { numUpdatedRows } = await trx
    .updateTable('visits')
    .set({ sealed_content: sealer.seal(content) })
    .where('id', '=', id)
    .where('status', 'in', OPEN_VISITS)
    .executeTakeFirst()
  return numUpdatedRows > 0n ? { ...own, content } : undefined
}

/** Takes away all visits that `contact` asked for, with what was said in them; gives those that were not over. */
export async function eraseVisits(
  trx: Db,
  contact: ContactId,
): Promise<readonly Pick<Visit, 'id' | 'code' | 'commune'>[]> {
  const rows = await trx
    .deleteFrom('visits')
    .where('contact_id', '=', contact)
    .returning(['id', 'code', 'commune', 'status'])
    .execute()
  return rows
    .filter(({ status }) => OPEN_VISITS.includes(status))
    .map(({ id, code, commune }) => ({ id, code, commune }))
}
