import { sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import { forRows } from '../db/for-rows.ts'
import type { Db } from '../db/open.ts'
import type { DueRow } from './open-rows.store.ts'
import { ASIDE, type OutboxId } from './outbox.store.ts'

const OPTED_OUT = 'opted_out'

/** What stands against a message that was just claimed. */
interface Bar {
  readonly id: OutboxId
  /** Why its batch is held or dropped. */
  readonly held: string | null
  /** When its person opted out of what is sent to many. */
  readonly opted_out_at: number | null
}

/** One question for all of it: every claim asks. `person`: whose word counts; null for an answer. */
const selectBars = forRows<{ id: OutboxId; batch: string | null; person: ContactId | null }, Bar>(
  { id: 'bigint', batch: 'text', person: 'text' },
  (_, { rows }) => sql`select given.id,
    (select why from outbox_holds where outbox_holds.batch = given.batch) as held,
    (select opted_out_at from contacts where contacts.id = given.person) as opted_out_at
    from ${rows}`,
)

/**
 * Of messages just claimed, sets aside those whose batch is held or dropped, whose window closed while they waited, or, of
 * broadcasts, whose person opted out meanwhile; gives their ids.
 */
export async function skipBarred(db: Db, claimed: readonly DueRow[], now: number): Promise<ReadonlySet<OutboxId>> {
  const found = await selectBars(
    db,
    claimed.map(({ id, batch, purpose, contact_id: contact }) => ({
      id,
      batch,
      person: purpose === 'broadcast' ? contact : null,
    })),
  )
  const bars = new Map(found.map((bar) => [bar.id, bar]))
  const barred = claimed.flatMap(({ id, usable_until: until }) => {
    const bar = bars.get(id)
    const why = bar?.held ?? (until !== null && until <= now ? ASIDE.windowClosed : null)
    if (why !== null) return [{ id, why }]
    return bar && bar.opted_out_at !== null ? [{ id, why: OPTED_OUT }] : []
  })
  for (const [why, rows] of Map.groupBy(barred, (row) => row.why)) {
    const ids = rows.map(({ id }) => id)
    await skip(db, ids, why, now)
  }
  return new Set(barred.map(({ id }) => id))
}

async function skip(db: Db, ids: readonly OutboxId[], why: string, now: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set((eb) => ({
      status: 'skipped',
      finished_at: now,
      failure_code: why,
      // What may go out later was not tried by this.
      ...(why !== OPTED_OUT && { attempts: eb('attempts', '-', 1) }),
    }))
    .where('id', 'in', ids)
    .execute()
}
