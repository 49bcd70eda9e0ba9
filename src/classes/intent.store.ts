import type { Selectable } from 'kysely'
import { MINUTE_MS } from '../core/durations.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import type { StaffId } from '../staff/member.ts'
import type { ClassId } from './class.ts'
import './classes.schema.ts'
import type { ClassIntent, Proposal } from './proposal.ts'

/** How long what was read back waits for the word of agreement. */
const INTENT_LASTS_MS = 15 * MINUTE_MS

/** Keeps what was read back; of one member and class the last counts. */
export async function keepIntent(db: Db, sealer: Sealer, { staff, classId, proposal, createdAt }: ClassIntent) {
  const kept = {
    deed: proposal.deed,
    present: '[]',
    sealed_proposal: sealer.seal(proposal),
    created_at: createdAt,
  }
  await db
    .insertInto('class_intents')
    .values({ staff_id: staff, class_id: classId, ...kept })
    .onConflict((oc) => oc.columns(['staff_id', 'class_id']).doUpdateSet(kept))
    .execute()
}

/** What still waits for a member's word on a class; undefined when nothing does, or for too long already. */
export async function findIntent(
  db: Db,
  sealer: Sealer,
  { staff, classId, now }: { staff: StaffId; classId: ClassId; now: number },
): Promise<ClassIntent | undefined> {
  return (await findIntents(db, sealer, { staff, now })).find((intent) => intent.classId === classId)
}

/** All that waits for a member's word, the latest first. */
export async function findIntents(
  db: Db,
  sealer: Sealer,
  { staff, now }: { staff: StaffId; now: number },
): Promise<ClassIntent[]> {
  const rows = await db
    .selectFrom('class_intents')
    .selectAll()
    .where('staff_id', '=', staff)
    .where('created_at', '>', now - INTENT_LASTS_MS)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.flatMap((row) => intentOf(row, sealer))
}

/** Takes it away as it is carried out; false when it was carried out or changed meanwhile. */
export async function takeIntent(db: Db, { staff, classId, proposal, createdAt }: ClassIntent): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('class_intents')
    .where('staff_id', '=', staff)
    .where('class_id', '=', classId)
    .where('deed', '=', proposal.deed)
    .where('created_at', '=', createdAt)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Forgets what nobody agreed to in time: it may hold names, phones and texts. */
export async function forgetOldIntents(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('class_intents')
    .where('created_at', '<=', now - INTENT_LASTS_MS)
    .execute()
}

/** Those of an older version hold no proposal: they have run out by the time the new one is up. */
function intentOf(row: Selectable<Schema['class_intents']>, sealer: Sealer): ClassIntent[] {
  if (row.sealed_proposal === null) return []
  const proposal = sealer.open(row.sealed_proposal) as Proposal
  return [{ staff: row.staff_id, classId: row.class_id, proposal, createdAt: row.created_at }]
}
