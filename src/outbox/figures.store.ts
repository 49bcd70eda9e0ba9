import type { AccountId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import { TimeSlice } from '../core/time-slice.ts'
import { findIdRange, slicesOf } from '../db/id-range.ts'
import type { Db } from '../db/open.ts'

/** Messages to single people (answers, reminders, words of staff): those of announcements and letters are not among them. */
export interface OutboxFigures {
  readonly sent: number
  readonly failed: number
  readonly unknown: number
  /** Not sent yet. */
  readonly waiting: number
}

const SLICE_MS = 2

/** What became of the messages that were put into the outbox of some accounts in a period. */
export async function outboxFigures(db: Db, accounts: readonly AccountId[], period: Period): Promise<OutboxFigures> {
  const sums = { sent: 0, failed: 0, unknown: 0, waiting: 0 }
  const range = accounts.length === 0 ? null : await findIdRange(db, { table: 'outbox', at: 'created_at' }, period)
  if (range === null) return sums
  const slices = new TimeSlice(SLICE_MS)
  for (const { first, end } of slicesOf(range)) {
    await slices.enter()
    const rows = await db
      .selectFrom('outbox')
      .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
      .where('id', '>=', first)
      .where('id', '<', end)
      .where('account_id', 'in', accounts)
      .where('batch', 'is', null)
      .where('created_at', '>=', period.from)
      .where('created_at', '<', period.until)
      .groupBy('status')
      .execute()
    for (const { status, count } of rows) {
      if (status === 'skipped') continue
      sums[status === 'queued' || status === 'sending' ? 'waiting' : status] += Number(count)
    }
  }
  return sums
}
