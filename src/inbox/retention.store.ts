import { withNextOldRows } from '../db/old-rows.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'

/**
 * Erases what the next events that came before `before` (UTC ms) say. What stays is that they came, and their ids, so that
 * a repeated webhook still changes nothing. False when none are left.
 */
export function forgetOldEvents(db: Db, sealer: Sealer, before: number): Promise<boolean> {
  const old = { name: 'forgotten_events', before }
  return withNextOldRows(db, { table: 'inbox', at: 'received_at' }, old, (trx, { first, end }) =>
    trx
      .updateTable('inbox')
      .set({ sealed_event: sealer.seal(null) })
      .where('id', '>=', first)
      .where('id', '<', end)
      .where('handled_at', 'is not', null)
      .execute(),
  )
}
