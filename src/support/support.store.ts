import type { ContactId } from '../core/ids.ts'
import { accountOf } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { SupportRequestId } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'

/** Records that a person asked for a member of staff; `question` is what they had last asked, if anything. */
export async function recordSupportRequest(
  db: Db,
  sealer: Sealer,
  request: { id: SupportRequestId; contact: ContactId; question: string | null; at: number },
): Promise<void> {
  await db
    .insertInto('support_requests')
    .values({
      id: request.id,
      contact_id: request.contact,
      account_id: accountOf(request.contact),
      sealed_question: request.question === null ? null : sealer.seal(request.question),
      created_at: request.at,
    })
    .execute()
}

/** Requests that nobody has closed yet, oldest first. */
export async function listOpenRequests(
  db: Db,
  sealer: Sealer,
  limit: number,
): Promise<{ id: SupportRequestId; contact: ContactId; question: string | null; at: number }[]> {
  const rows = await db
    .selectFrom('support_requests')
    .selectAll()
    .where('closed_at', 'is', null)
    .orderBy('created_at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    contact: row.contact_id,
    question: row.sealed_question === null ? null : (sealer.open(row.sealed_question) as string),
    at: row.created_at,
  }))
}

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
