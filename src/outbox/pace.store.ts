import type { Pace } from '../core/channel.ts'
import type { AccountId } from '../core/ids.ts'
import { forRows, insertGiven } from '../db/for-rows.ts'
import type { Db } from '../db/open.ts'
import { isRelaxed, relaxedStatement } from '../db/relaxed-transaction.ts'

/** How often an account that sends has it noted. */
export const NOTE_EVERY_MS = 2000

const upsertNotes = forRows<{ account_id: AccountId; at: number }>({ account_id: 'text', at: 'bigint' }, (db, given) =>
  insertGiven(db, 'sending_accounts', given, isRelaxed(db)).onConflict((oc) =>
    oc.column('account_id').doUpdateSet((eb) => ({ at: eb.ref('excluded.at') })),
  ),
)

/** Notes that accounts send at `now` (UTC ms), and may go on until `NOTE_EVERY_MS` later without another note. */
export async function noteSending(db: Db, accounts: readonly AccountId[], now: number): Promise<void> {
  const notes = accounts.map((account) => ({ account_id: account, at: now }))
  await relaxedStatement(db, (one) => upsertNotes(one, notes))
}

/**
 * Whether somebody sent for the account so lately that its burst cannot have come back since. A process that was killed
 * took its count along: a burst on top of its own would pass what the platform allows.
 */
export async function sentLately(db: Db, account: AccountId, pace: Pace, now: number): Promise<boolean> {
  const row = await db.selectFrom('sending_accounts').select('at').where('account_id', '=', account).executeTakeFirst()
  return row !== undefined && now - row.at < NOTE_EVERY_MS + (pace.burst / pace.perSecond) * 1000
}
