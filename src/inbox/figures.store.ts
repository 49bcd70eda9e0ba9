import { type RawBuilder, sql } from 'kysely'
import type { AccountId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import { TimeSlice } from '../core/time-slice.ts'
import { type IdRange, slicesOf } from '../db/id-range.ts'
import type { Db } from '../db/open.ts'

/** What people wrote, pressed and filled in. */
export interface InboxFigures {
  readonly received: number
  /** Of these, those that were dealt with, … */
  readonly handled: number
  /** … and those that were given up after several tries. */
  readonly setAside: number
}

const SLICE_MS = 2

/** What came from people on some accounts in a period; `range` holds the ids of it (`findIdRange`). */
export async function inboxFigures(
  db: Db,
  accounts: readonly AccountId[],
  period: Period,
  range: IdRange | null,
): Promise<InboxFigures> {
  const sums = { received: 0, handled: 0, setAside: 0 }
  if (range === null || accounts.length === 0) return sums
  const slices = new TimeSlice(SLICE_MS)
  for (const { first, end } of slicesOf(range)) {
    await slices.enter()
    // The account is no condition: SQLite would rather follow an index on it than the ids, and read much more.
    const ofAccounts = sql<boolean>`account_id in (${sql.join(accounts)})`
    const row = await db
      .selectFrom('inbox')
      .select([
        countIf(ofAccounts).as('received'),
        countIf(sql`${ofAccounts} and handled_at is not null`).as('ended'),
        countIf(sql`${ofAccounts} and failure is not null`).as('failed'),
      ])
      .where('id', '>=', first)
      .where('id', '<', end)
      .where('type', 'in', ['message', 'button', 'form'])
      .where('received_at', '>=', period.from)
      .where('received_at', '<', period.until)
      .executeTakeFirstOrThrow()
    sums.received += Number(row.received)
    sums.handled += Number(row.ended) - Number(row.failed)
    sums.setAside += Number(row.failed)
  }
  return sums
}

function countIf(condition: RawBuilder<unknown>): RawBuilder<number | null> {
  return sql<number | null>`sum(case when ${condition} then 1 else 0 end)`
}
