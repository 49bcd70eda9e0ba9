import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import type { ZaloGroup } from './transport.ts'

/** A group and the commune (official code) whose announcements it gets. */
export interface KnownGroup extends ZaloGroup {
  readonly commune: string | null
}

/** Stores the groups that Zalo names, with their communes as they were; others count as left. */
export async function saveGroups(db: Db, sealer: Sealer, groups: readonly ZaloGroup[], now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('zalo_groups').set({ gone_at: now }).where('gone_at', 'is', null).execute()
    for (const { id, name, members } of groups) {
      const seen = { sealed_name: sealer.seal(name), members, seen_at: now, gone_at: null }
      await trx
        .insertInto('zalo_groups')
        .values({ group_id: id, commune: null, ...seen })
        .onConflict((oc) => oc.column('group_id').doUpdateSet(seen))
        .execute()
    }
  })
}

/** The groups the account is in, by their names. */
export async function listGroups(db: Db, sealer: Sealer): Promise<KnownGroup[]> {
  const rows = await db.selectFrom('zalo_groups').selectAll().where('gone_at', 'is', null).execute()
  return rows
    .map((row) => ({
      id: row.group_id,
      name: String(sealer.open(row.sealed_name)),
      members: row.members,
      commune: row.commune,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi') || (a.id < b.id ? -1 : 1))
}

/** Gives a group to a commune, or with null to none; false when there is no such group. */
export async function assignGroup(db: Db, id: string, commune: string | null): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('zalo_groups')
    .set({ commune })
    .where('group_id', '=', id)
    .where('gone_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
