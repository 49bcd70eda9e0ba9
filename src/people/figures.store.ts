import { sql } from 'kysely'
import type { AccountId, ContactId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import { TimeSlice } from '../core/time-slice.ts'
import type { IdRange } from '../db/id-range.ts'
import type { Db } from '../db/open.ts'

/** People count once on each account that they write to: the platforms do not tell that two of them are one person. */
export interface PeopleFigures {
  /** Known at the end of the period. */
  readonly known: number
  /** Who wrote for the first time. */
  readonly new: number
  /** Who wrote, pressed a button or filled in a form. */
  readonly active: number
  /** Who said no to announcements in the period, and did not take it back. */
  readonly optedOut: number
}

/** Few enough that one statement takes some milliseconds. */
const PEOPLE_A_STATEMENT = 1000
const SLICE_MS = 2

interface Page {
  readonly last: ContactId | null
  readonly known: number
  readonly new: number
  readonly active: number
  readonly opted_out: number
}

/** The people of some accounts in a period; `received` holds the ids of what came in then (`findIdRange`). */
export async function peopleFigures(
  db: Db,
  accounts: readonly AccountId[],
  { from, until }: Period,
  received: IdRange | null,
): Promise<PeopleFigures> {
  const sums = { known: 0, new: 0, active: 0, optedOut: 0 }
  if (accounts.length === 0) return sums
  const { first, end } = received ?? { first: 0, end: 0 }
  const slices = new TimeSlice(SLICE_MS)
  for (let after: ContactId | null = '' as ContactId; after !== null; ) {
    await slices.enter()
    const { rows }: { rows: Page[] } = await sql<Page>`
      select max(p.id) as last, count(*) as known,
        sum(case when p.first_seen_at >= ${from} then 1 else 0 end) as new,
        sum(case when p.opted_out_at >= ${from} and p.opted_out_at < ${until} then 1 else 0 end) as opted_out,
        sum(case when exists (
          select 1 from inbox where inbox.contact_id = p.id and inbox.contact_id is not null
          and inbox.id >= ${first} and inbox.id < ${end} and inbox.received_at >= ${from} and inbox.received_at < ${until}
          and inbox.type in ('message', 'button', 'form')) then 1 else 0 end) as active
      from (select id, first_seen_at, opted_out_at from contacts
        where id > ${after} and account_id in (${sql.join(accounts)}) and first_seen_at < ${until}
        order by id limit ${PEOPLE_A_STATEMENT}) as p`.execute(db)
    const page: Page | undefined = rows[0]
    after = page === undefined || Number(page.known) < PEOPLE_A_STATEMENT ? null : page.last
    if (page === undefined) break
    sums.known += Number(page.known)
    sums.new += Number(page.new)
    sums.active += Number(page.active)
    sums.optedOut += Number(page.opted_out)
  }
  return sums
}
