import { sql } from 'kysely'
import { MINUTE_MS } from '../core/durations.ts'
import type { Period } from '../core/period.ts'
import type { Db } from './open.ts'

/** Rows by their ids: from `first` (included) to `end` (excluded). */
export interface IdRange {
  readonly first: number
  readonly end: number
}

/** A table whose ids grow with the time in one of its columns, and which has no index on that column. */
export type Growing =
  | { readonly table: 'inbox'; readonly at: 'received_at' }
  | { readonly table: 'outbox'; readonly at: 'created_at' }

/** Several processes write: a row may have a lower id than one that is a little older. */
const OUT_OF_ORDER_MS = MINUTE_MS
/** One statement over so many rows takes some milliseconds: while it runs, nothing else does on SQLite. */
const ROWS_A_STATEMENT = 5000

/**
 * Ids between which all rows of a period lie, found through the primary key: an index on the time would make each write
 * dearer for the few who ask. Rows of other times may lie between them too. null when there are none.
 */
export async function findIdRange(db: Db, growing: Growing, { from, until }: Period): Promise<IdRange | null> {
  const table = sql.table(growing.table)
  const at = sql.ref(growing.at)
  const { rows } = await sql<{ low: number | null; high: number | null }>`
    select (select min(id) from ${table}) as low, (select max(id) from ${table}) as high`.execute(db)
  const [{ low, high } = { low: null, high: null }] = rows
  if (low === null || high === null) return null

  const first = await firstSince(low, high)
  let end = first
  for (const slice of slicesOf({ first, end: high + 1 })) {
    const { rows: early } = await sql`select 1 from ${table}
      where id >= ${slice.first} and id < ${slice.end} and ${at} < ${until} limit 1`.execute(db)
    if (early.length === 0 && (await hasRows(slice))) break
    end = slice.end
  }
  return end > first ? { first, end } : null

  async function firstSince(lowest: number, highest: number): Promise<number> {
    let [begin, beyond] = [lowest, highest + 1]
    while (begin < beyond) {
      const middle = Math.floor((begin + beyond) / 2)
      const found = await sql<{ id: number; at: number }>`select id, ${at} as at from ${table}
        where id >= ${middle} order by id limit 1`.execute(db)
      const [row] = found.rows
      if (row === undefined || row.at >= from - OUT_OF_ORDER_MS) beyond = middle
      else begin = row.id + 1
    }
    return begin
  }

  async function hasRows(slice: IdRange): Promise<boolean> {
    const found = await sql`select 1 from ${table} where id >= ${slice.first} and id < ${slice.end} limit 1`.execute(db)
    return found.rows.length > 0
  }
}

/** A range in pieces of which each is read by one statement. */
export function* slicesOf({ first, end }: IdRange): Generator<IdRange> {
  for (let start = first; start < end; start += ROWS_A_STATEMENT)
    yield { first: start, end: Math.min(start + ROWS_A_STATEMENT, end) }
}
