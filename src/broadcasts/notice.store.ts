import type { Db } from '../db/open.ts'
import type { BroadcastId } from './broadcasts.schema.ts'
import type { NoticeKind } from './desk.schema.ts'

/** Something officers are told of once. */
export interface Notice {
  readonly broadcast: BroadcastId
  readonly kind: NoticeKind
  /** Which time of that kind: a run, a day, a hash. */
  readonly about: string
  /** Values of its text: counts, times, names of accounts. */
  readonly named: Readonly<Record<string, string>>
}

/** Writes a notice down; false when it was written before. Whoever wrote it tells it, in the same transaction. */
export async function keepNotice(db: Db, notice: Notice, now: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('broadcast_notices')
    .values({
      broadcast_id: notice.broadcast,
      kind: notice.kind,
      about: notice.about,
      named: JSON.stringify(notice.named),
      at: now,
    })
    .onConflict((oc) => oc.columns(['broadcast_id', 'kind', 'about']).doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Whether a notice was written before. */
export async function isNoticeKept(db: Db, { broadcast, kind, about }: Notice): Promise<boolean> {
  const row = await db
    .selectFrom('broadcast_notices')
    .select('at')
    .where('broadcast_id', '=', broadcast)
    .where('kind', '=', kind)
    .where('about', '=', about)
    .executeTakeFirst()
  return row !== undefined
}

/** Takes the wishes of staff for a test of a broadcast: whoever took one carries it out, in the same transaction. */
export async function takeTestWishes(db: Db): Promise<{ readonly broadcast: BroadcastId; readonly by: string }[]> {
  const rows = await db
    .deleteFrom('broadcast_notices')
    .where('kind', '=', 'test')
    .returning(['broadcast_id', 'about'])
    .execute()
  return rows.map(({ broadcast_id: broadcast, about: by }) => ({ broadcast, by }))
}

/** What officers were told of a broadcast, newest first. `at`: UTC ms. */
export async function listNotices(
  db: Db,
  broadcast: BroadcastId,
  limit = 20,
): Promise<(Notice & { readonly at: number })[]> {
  const rows = await db
    .selectFrom('broadcast_notices')
    .selectAll()
    .where('broadcast_id', '=', broadcast)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ broadcast_id, kind, about, named, at }) => ({
    broadcast: broadcast_id,
    kind,
    about,
    named: JSON.parse(named),
    at,
  }))
}
