import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import './requests.schema.ts'
import type { VisitContent } from './visit.store.ts'

const NOTHING: VisitContent = { help: '', forWhom: '', when: '', name: '', phone: '' }

/**
 * Erases who asked for visits that were over before `before` (UTC ms), and for what, and difficulties that were looked
 * into before then; the figures of visits stay. Inside the caller's transaction.
 */
export async function forgetOldRequests(trx: Db, sealer: Sealer, before: number, now: number): Promise<void> {
  await trx
    .updateTable('visits')
    .set({ sealed_content: sealer.seal(NOTHING), forgotten_at: now })
    .where('closed_at', '<', before)
    .where('forgotten_at', 'is', null)
    .execute()
  await trx.deleteFrom('feedback').where('closed_at', '<', before).execute()
}
