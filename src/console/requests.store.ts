import type { Db } from '../db/open.ts'
import type { SupportRequestId } from '../db/schema.ts'

/** Closes a support request; false when it was closed before or never was. */
export async function closeRequest(db: Db, id: SupportRequestId, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('support_requests')
    .set({ closed_at: now })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
