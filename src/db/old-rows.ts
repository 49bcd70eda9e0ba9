import { sql } from 'kysely'
import type { Growing, IdRange } from './id-range.ts'
import type { Db } from './open.ts'
import { findSetting, putSetting } from './settings.store.ts'

/** One statement over so many rows takes some milliseconds: while it runs, nothing else does on SQLite. */
const ROWS_AT_ONCE = 500

/**
 * Does something with the next rows that are older than `before` (UTC ms), each of them once: how far it came is kept
 * under the name of what is done. One that was given a younger time later on is dealt with among its neighbours. False
 * when there are none left.
 */
export async function withNextOldRows(
  db: Db,
  growing: Growing,
  { name, before }: { readonly name: string; readonly before: number },
  act: (trx: Db, rows: IdRange) => Promise<unknown>,
): Promise<boolean> {
  const setting = `old_rows.${name}`
  const [table, at] = [sql.table(growing.table), sql.ref(growing.at)]
  return db.transaction().execute(async (trx) => {
    const done = Number((await findSetting(trx, setting)) ?? 0)
    const { rows } = await sql<{ id: number; at: number }>`
      select id, ${at} as at from ${table} where id > ${done} order by id limit ${ROWS_AT_ONCE}`.execute(trx)
    const last = rows.findLast((row) => row.at < before)
    if (!last) return false
    await act(trx, { first: done + 1, end: last.id + 1 })
    await putSetting(trx, setting, String(last.id))
    return true
  })
}
