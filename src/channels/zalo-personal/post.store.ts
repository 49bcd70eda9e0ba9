import type { RunId } from '../../broadcasts/broadcasts.schema.ts'
import { holdRun } from '../../broadcasts/run.store.ts'
import type { Db } from '../../db/open.ts'
import type { PostStatus } from './zalo-groups.schema.ts'

/** Groups of some communes into which a run was not yet posted, in the order of their ids. */
export async function findGroupsLeft(
  db: Db,
  run: RunId,
  communes: readonly string[],
): Promise<{ group: string; commune: string }[]> {
  if (communes.length === 0) return []
  const rows = await db
    .selectFrom('zalo_groups as g')
    .select(['g.group_id', 'g.commune'])
    .where('g.gone_at', 'is', null)
    .where('g.commune', 'in', communes)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('zalo_group_posts as p')
            .select('p.group_id')
            .where('p.run_id', '=', run)
            .whereRef('p.group_id', '=', 'g.group_id'),
        ),
      ),
    )
    .orderBy('g.group_id')
    .execute()
  return rows.map((row) => ({ group: row.group_id, commune: row.commune ?? '' }))
}

/**
 * Records the attempt to post a run into a group, before the call (law 5), and when the next one may follow. False when
 * it must not be made: tried before, the announcement stopped, the account not ready, or too soon.
 */
export async function claimPost(
  db: Db,
  post: { run: RunId; group: string; login: number; now: number; nextAt: number },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // Changes nothing, but waits for whoever pauses or cancels just now, and sees that they did.
    if (!(await holdRun(trx, post.run, null, null))) return false
    const { numUpdatedRows } = await trx
      .updateTable('zalo_group_account')
      .set({ next_post_at: post.nextAt })
      .where('status', '=', 'ready')
      .where('posting', '=', 1)
      .where('login_number', '=', post.login)
      .where('next_post_at', '<=', post.now)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('zalo_group_posts')
      .values({
        run_id: post.run,
        group_id: post.group,
        status: 'posting',
        attempted_at: post.now,
        finished_at: null,
        message_id: null,
        failure_code: null,
      })
      .onConflict((oc) => oc.columns(['run_id', 'group_id']).doNothing())
      .executeTakeFirst()
    return (numInsertedOrUpdatedRows ?? 0n) > 0n
  })
}

/** What became of an attempt. */
export async function recordPost(
  db: Db,
  post: { run: RunId; group: string },
  result: { status: Exclude<PostStatus, 'posting'>; messageId?: string; code?: string; now: number },
): Promise<void> {
  await db
    .updateTable('zalo_group_posts')
    .set({
      status: result.status,
      finished_at: result.now,
      message_id: result.messageId ?? null,
      failure_code: result.code ?? null,
    })
    .where('run_id', '=', post.run)
    .where('group_id', '=', post.group)
    .execute()
}

/** Takes an attempt back of which Zalo itself said that nothing came of it: it may be made again. */
export async function releasePost(db: Db, post: { run: RunId; group: string }): Promise<void> {
  await db
    .deleteFrom('zalo_group_posts')
    .where('run_id', '=', post.run)
    .where('group_id', '=', post.group)
    .where('status', '=', 'posting')
    .execute()
}

/** Attempts from before `since` that never came to an end: whether they were posted nobody knows. */
export async function settleCutOff(db: Db, since: number, now: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('zalo_group_posts')
    .set({ status: 'unknown', finished_at: now, failure_code: 'crash' })
    .where('status', '=', 'posting')
    .where('attempted_at', '<', since)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** How many posts were attempted since an instant (UTC ms), by what became of them. */
export async function countPostsSince(db: Db, since: number): Promise<Record<PostStatus, number>> {
  const rows = await db
    .selectFrom('zalo_group_posts')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
    .where('attempted_at', '>=', since)
    .groupBy('status')
    .execute()
  const counts: Record<PostStatus, number> = { posting: 0, posted: 0, failed: 0, unknown: 0 }
  for (const row of rows) counts[row.status] = Number(row.count)
  return counts
}

/** Whether the last `number` attempts all went wrong. */
export async function lastOnesFailed(db: Db, number: number): Promise<boolean> {
  const rows = await db
    .selectFrom('zalo_group_posts')
    .select('status')
    .orderBy('attempted_at', 'desc')
    .limit(number)
    .execute()
  return rows.length === number && rows.every((row) => row.status === 'failed' || row.status === 'unknown')
}
