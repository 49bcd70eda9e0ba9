import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { DueRow } from './open-rows.store.ts'
import { ASIDE, type OutboxId } from './outbox.store.ts'

/** What stands against messages that were just claimed. */
interface Bars {
  /** Batches that are held or dropped, and why. */
  readonly holds: ReadonlyMap<string, string>
  /** People who opted out. */
  readonly optedOut: ReadonlySet<string>
}

/**
 * Of messages just claimed, sets aside those whose batch is held or dropped, whose window closed while they waited, or, of
 * broadcasts, whose person opted out meanwhile; gives their ids.
 */
export async function skipBarred(db: Db, claimed: readonly DueRow[], now: number): Promise<ReadonlySet<OutboxId>> {
  const { holds, optedOut } = await findBars(db, claimed)
  const skipped = new Set<OutboxId>()
  const skip = async (rows: readonly DueRow[], why: string, { refund }: { readonly refund: boolean }) => {
    if (rows.length === 0) return
    const ids = rows.map((row) => row.id)
    await db
      .updateTable('outbox')
      .set((eb) => ({
        status: 'skipped',
        finished_at: now,
        failure_code: why,
        ...(refund && { attempts: eb('attempts', '-', 1) }),
      }))
      .where('id', 'in', ids)
      .execute()
    for (const id of ids) skipped.add(id)
  }
  for (const [batch, why] of holds)
    await skip(
      claimed.filter((row) => row.batch === batch),
      why,
      { refund: true },
    )
  const isClosed = ({ id, usable_until: until }: DueRow) => until !== null && until <= now && !skipped.has(id)
  await skip(claimed.filter(isClosed), ASIDE.windowClosed, { refund: true })
  const isUnwanted = ({ purpose, contact_id: contact }: DueRow) => purpose === 'broadcast' && optedOut.has(contact)
  await skip(claimed.filter(isUnwanted), 'opted_out', { refund: false })
  return skipped
}

/** One question for all of it: every claim asks. */
async function findBars(db: Db, claimed: readonly DueRow[]): Promise<Bars> {
  const batches = new Set(claimed.flatMap((row) => row.batch ?? []))
  const people = new Set(claimed.flatMap((row) => (row.purpose === 'broadcast' ? [row.contact_id] : [])))
  // No batch and nobody is named by an empty text: a list of none would be no SQL.
  const { rows } = await sql<{ readonly about: string; readonly why: string | null }>`
    select batch as about, why from outbox_holds where batch in (${sql.join([...batches, ''])})
    union all
    select id, null from contacts where id in (${sql.join([...people, ''])}) and opted_out_at is not null`.execute(db)
  return {
    holds: new Map(rows.flatMap((row) => (row.why === null ? [] : [[row.about, row.why] as const]))),
    optedOut: new Set(rows.flatMap((row) => (row.why === null ? [row.about] : []))),
  }
}
