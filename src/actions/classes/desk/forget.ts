import { forgetOldIntents } from '../../../classes/intent.store.ts'
import type { Db } from '../../../db/open.ts'
import { forgetOldPageLinks } from '../../../staff/page-link.store.ts'

/** Forgets what staff did not agree to in time, and links that have run out; to be run every minute. */
export async function forgetUnused(db: Db, now: number): Promise<void> {
  await forgetOldIntents(db, now)
  await forgetOldPageLinks(db, now)
}
