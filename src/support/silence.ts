import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'

/**
 * Lets the assistant keep silent at least until `until` (UTC ms). A turn of the contact that is being decided at that
 * moment is decided anew.
 */
export async function beginSilence(trx: Db, contact: ContactId, until: number): Promise<void> {
  await trx
    .updateTable('contacts')
    .set((eb) => ({ muted_until: until, version: eb('version', '+', 1) }))
    .where('id', '=', contact)
    .where((eb) => eb.or([eb('muted_until', 'is', null), eb('muted_until', '<', until)]))
    .execute()
}

/** Lets the assistant speak again. */
export async function endSilence(trx: Db, contact: ContactId): Promise<void> {
  await trx
    .updateTable('contacts')
    .set((eb) => ({ muted_until: null, version: eb('version', '+', 1) }))
    .where('id', '=', contact)
    .where('muted_until', 'is not', null)
    .execute()
}

/** Ends the silences whose time is over; gives how many. */
export async function releaseSilence(db: Db, now: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('contacts')
    .set((eb) => ({ muted_until: null, version: eb('version', '+', 1) }))
    .where('muted_until', 'is not', null)
    .where('muted_until', '<=', now)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
