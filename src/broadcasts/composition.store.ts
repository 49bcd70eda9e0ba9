import { MINUTE_MS } from '../core/durations.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import type { StaffId } from '../staff/member.ts'
import type { Segment } from './broadcast.ts'
import type { BroadcastId } from './broadcasts.schema.ts'
import type {} from './desk.schema.ts'
import type { Urgency } from './rules.ts'
import type { Schedule } from './schedule.ts'

/** How long an announcement that is being written waits for the officer's next words. */
export const COMPOSITION_LASTS_MS = 60 * MINUTE_MS

/** An announcement as far as an officer has written it in chat; null: not said yet. */
export interface Composition {
  readonly content: ComposedContent | null
  readonly urgency: Urgency | null
  readonly segment: Segment | null
  readonly schedule: Schedule | null
  readonly budgetDong: number
  readonly training: boolean
  /** The stored broadcast whose place it is to take, with the hash of what the member was shown when they began. */
  readonly rewrites?: { readonly id: BroadcastId; readonly hash: string }
}

/** A template with the values given so far, or words of the officer's own. */
export type ComposedContent =
  | { readonly template: string; readonly values: Readonly<Record<string, string>> }
  | { readonly text: string }

export const EMPTY_COMPOSITION: Composition = {
  content: null,
  urgency: null,
  segment: null,
  schedule: null,
  budgetDong: 0,
  training: false,
}

/** What a member is writing; undefined when nothing is, or was left for too long. */
export async function findComposition(
  db: Db,
  sealer: Sealer,
  { staff, now }: { staff: StaffId; now: number },
): Promise<Composition | undefined> {
  const row = await db
    .selectFrom('broadcast_compositions')
    .select('sealed_composition')
    .where('staff_id', '=', staff)
    .where('touched_at', '>', now - COMPOSITION_LASTS_MS)
    .executeTakeFirst()
  return row && (sealer.open(row.sealed_composition) as Composition)
}

/** Keeps what a member has written so far, in place of what it was. */
export async function keepComposition(
  db: Db,
  sealer: Sealer,
  { staff, composition, now }: { staff: StaffId; composition: Composition; now: number },
): Promise<void> {
  const kept = { sealed_composition: sealer.seal(composition), touched_at: now }
  await db
    .insertInto('broadcast_compositions')
    .values({ staff_id: staff, ...kept })
    .onConflict((oc) => oc.column('staff_id').doUpdateSet(kept))
    .execute()
}

/** Forgets what a member was writing. */
export async function dropComposition(db: Db, staff: StaffId): Promise<void> {
  await db.deleteFrom('broadcast_compositions').where('staff_id', '=', staff).execute()
}

/** Forgets what was left for too long. */
export async function forgetOldCompositions(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('broadcast_compositions')
    .where('touched_at', '<=', now - COMPOSITION_LASTS_MS)
    .execute()
}
