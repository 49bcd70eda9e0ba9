import type { RenderedPart } from '../core/channel.ts'
import { withNextOldRows } from '../db/old-rows.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { HELD } from './batch.store.ts'
import { ASIDE } from './outbox.store.ts'

/** Says nothing, and is no message of any channel: put back into the line it would be refused. */
const NOTHING: RenderedPart = { body: null }

/**
 * Erases what the next messages that were put in before `before` (UTC ms) say, but for those that may yet be sent. What
 * stays is to whom something went and what became of it, for the figures. False when none are left.
 */
export function forgetOldMessages(db: Db, sealer: Sealer, before: number): Promise<boolean> {
  const old = { name: 'forgotten_messages', before }
  return withNextOldRows(db, { table: 'outbox', at: 'created_at' }, old, (trx, { first, end }) =>
    trx
      .updateTable('outbox')
      .set({ sealed_part: sealer.seal(NOTHING) })
      .where('id', '>=', first)
      .where('id', '<', end)
      .where((eb) =>
        eb.or([
          eb('status', 'in', ['sent', 'failed', 'unknown']),
          eb('status', '=', 'skipped').and('failure_code', 'not in', [HELD, ASIDE.quota, ASIDE.windowClosed]),
        ]),
      )
      .execute(),
  )
}
