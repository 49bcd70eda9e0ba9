import type { Db } from '../db/open.ts'
import type { DueRow } from './open-rows.store.ts'
import { ASIDE, type OutboxId } from './outbox.store.ts'

/** Of messages just claimed, sets aside those whose batch is held or dropped; gives their ids. */
export async function skipHeld(db: Db, claimed: readonly DueRow[], now: number): Promise<Set<OutboxId>> {
  const batches = new Set(claimed.flatMap((row) => row.batch ?? []))
  if (batches.size === 0) return new Set()
  const holds = await db
    .selectFrom('outbox_holds')
    .selectAll()
    .where('batch', 'in', [...batches])
    .execute()
  const skipped = new Set<OutboxId>()
  for (const { batch, why } of holds) {
    const ids = claimed.filter((row) => row.batch === batch).map((row) => row.id)
    await db
      .updateTable('outbox')
      .set((eb) => ({ status: 'skipped', finished_at: now, failure_code: why, attempts: eb('attempts', '-', 1) }))
      .where('id', 'in', ids)
      .execute()
    for (const id of ids) skipped.add(id)
  }
  return skipped
}

/** Of messages just claimed, sets aside those whose window closed while they waited; gives their ids. */
export async function skipClosed(
  db: Db,
  claimed: readonly DueRow[],
  held: ReadonlySet<OutboxId>,
  now: number,
): Promise<Set<OutboxId>> {
  const isClosed = ({ id, usable_until: until }: DueRow) => until !== null && until <= now && !held.has(id)
  const ids = claimed.filter(isClosed).map((row) => row.id)
  if (ids.length === 0) return new Set()
  await db
    .updateTable('outbox')
    .set((eb) => ({
      status: 'skipped',
      finished_at: now,
      failure_code: ASIDE.windowClosed,
      attempts: eb('attempts', '-', 1),
    }))
    .where('id', 'in', ids)
    .execute()
  return new Set(ids)
}

/** Of broadcast messages just claimed, sets aside those whose person opted out meanwhile; gives their ids. */
export async function skipOptedOut(db: Db, claimed: readonly DueRow[], now: number): Promise<Set<OutboxId>> {
  const broadcasts = claimed.filter((row) => row.purpose === 'broadcast')
  if (broadcasts.length === 0) return new Set()
  const optedOut = await db
    .selectFrom('contacts')
    .select('contacts.id')
    .where('contacts.id', 'in', [...new Set(broadcasts.map((row) => row.contact_id))])
    .where('opted_out_at', 'is not', null)
    .execute()
  const people = new Set(optedOut.map((row) => row.id))
  const ids = broadcasts.filter((row) => people.has(row.contact_id)).map((row) => row.id)
  if (ids.length > 0) {
    await db
      .updateTable('outbox')
      .set({ status: 'skipped', finished_at: now, failure_code: 'opted_out' })
      .where('id', 'in', ids)
      .execute()
  }
  return new Set(ids)
}
