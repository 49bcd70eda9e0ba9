import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import type { Locks } from '../../jobs/locks.ts'
import type { TokenStore } from './token-store.ts'

/** Keeps token pairs encrypted in the database; the lock of all processes guards their refresh. */
export function createDbTokenStore(db: Db, sealer: Sealer, locks: Locks): TokenStore {
  return {
    async load(account) {
      const row = await db.selectFrom('zalo_tokens').selectAll().where('account_id', '=', account).executeTakeFirst()
      if (!row) return null
      const pair = sealer.open(row.sealed_pair) as { accessToken: string; refreshToken: string }
      return {
        ...pair,
        expiresAt: row.expires_at,
        refreshedAt: row.refreshed_at,
        seed: row.seed,
        deadReason: row.dead_reason,
      }
    },
    async save(account, { accessToken, refreshToken, expiresAt, refreshedAt, seed }) {
      const row = {
        sealed_pair: sealer.seal({ accessToken, refreshToken }),
        expires_at: expiresAt,
        refreshed_at: refreshedAt,
        seed,
        dead_reason: null,
      }
      await db
        .insertInto('zalo_tokens')
        .values({ account_id: account, ...row })
        .onConflict((oc) => oc.column('account_id').doUpdateSet(row))
        .execute()
    },
    async markDead(account, reason) {
      await db.updateTable('zalo_tokens').set({ dead_reason: reason }).where('account_id', '=', account).execute()
    },
    exclusively: (account, work) => locks.exclusively(`zalo token ${account}`, work),
  }
}
