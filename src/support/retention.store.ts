import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import './support.schema.ts'

const MOST_AT_ONCE = 100

/**
 * Erases what was said about requests that were closed before `before` (UTC ms), at most a hundred; the figures stay.
 * Inside the caller's transaction. False when none are left.
 */
export async function forgetOldTickets(trx: Db, sealer: Sealer, before: number, now: number): Promise<boolean> {
  const old = await trx
    .selectFrom('support_requests')
    .select('id')
    .where('closed_at', '<', before)
    .where('forgotten_at', 'is', null)
    .limit(MOST_AT_ONCE)
    .execute()
  if (old.length === 0) return false
  const ids = old.map(({ id }) => id)
  await trx
    .updateTable('support_entries')
    .set({ sealed_text: sealer.seal(null) })
    .where('request_id', 'in', ids)
    .execute()
  await trx
    .updateTable('support_requests')
    .set({ sealed_question: null, forgotten_at: now })
    .where('id', 'in', ids)
    .execute()
  return true
}
