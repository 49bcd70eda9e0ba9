import { sql } from 'kysely'
import type { AccountId, ContactId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import { TimeSlice } from '../core/time-slice.ts'
import type { IdRange } from '../db/id-range.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { UnitCode } from '../places/commune.ts'
import { knownCommuneOf } from './known-commune.ts'

/** Who wrote in a period: sent a message, pressed a button or filled in a form. */
export interface ActivePeople {
  readonly active: number
  /** Of these, who did so for the first time. */
  readonly new: number
}

export const NO_PEOPLE: ActivePeople = { active: 0, new: 0 }

/** People count once on each account that they write to: the platforms do not tell that two of them are one person. */
export interface PeopleFigures {
  /** Known at the end of the period. */
  readonly known: number
  /** Who was seen for the first time. */
  readonly new: number
  readonly active: number
  /** Who said no to announcements in the period, and did not take it back. */
  readonly optedOut: number
  /** Those active who have said where they live. */
  readonly byCommune: ReadonlyMap<UnitCode, ActivePeople>
}

/** Few enough that one statement takes some milliseconds. */
const PEOPLE_A_STATEMENT = 1000
const SLICE_MS = 2

interface Person {
  readonly id: ContactId
  readonly is_new: number
  readonly opted_out: number
  /** null: not active. */
  readonly state_of_active: Buffer | null
}

/**
 * The people of some accounts in a period; `received` holds the ids of what came in then (`findIdRange`). Where people
 * live is sealed, so those active are opened, a page at a time.
 */
export async function peopleFigures(
  db: Db,
  sealer: Sealer,
  accounts: readonly AccountId[],
  { from, until }: Period,
  received: IdRange | null,
): Promise<PeopleFigures> {
  const sums = { known: 0, new: 0, active: 0, optedOut: 0 }
  const byCommune = new Map<UnitCode, ActivePeople>()
  const { first, end } = received ?? { first: 0, end: 0 }
  const slices = new TimeSlice(SLICE_MS)
  for (let after: ContactId | null = accounts.length === 0 ? null : ('' as ContactId); after !== null; ) {
    await slices.enter()
    const { rows }: { rows: Person[] } = await sql<Person>`
      select id, case when first_seen_at >= ${from} then 1 else 0 end as is_new,
        case when opted_out_at >= ${from} and opted_out_at < ${until} then 1 else 0 end as opted_out,
        case when exists (
          select 1 from inbox where inbox.contact_id = contacts.id and inbox.contact_id is not null
          and inbox.id >= ${first} and inbox.id < ${end} and inbox.received_at >= ${from} and inbox.received_at < ${until}
          and inbox.type in ('message', 'button', 'form')) then sealed_state end as state_of_active
      from contacts where id > ${after} and account_id in (${sql.join(accounts)}) and first_seen_at < ${until}
      order by id limit ${PEOPLE_A_STATEMENT}`.execute(db)
    for (const person of rows) await count(person)
    after = rows.length < PEOPLE_A_STATEMENT ? null : (rows.at(-1)?.id ?? null)
  }
  return { ...sums, byCommune }

  async function count({ is_new: isNew, opted_out: optedOut, state_of_active: state }: Person): Promise<void> {
    sums.known++
    sums.new += isNew
    sums.optedOut += optedOut
    if (state === null) return
    sums.active++
    await slices.enter()
    const commune = knownCommuneOf(sealer.open(state))
    if (commune === null) return
    const { active, new: before } = byCommune.get(commune) ?? NO_PEOPLE
    byCommune.set(commune, { active: active + 1, new: before + isNew })
  }
}
