import type { Db } from '../db/open.ts'
import type { StaffId } from '../staff/member.ts'
import type { ClassId } from './class.ts'
import type { ClassDeed } from './classes.schema.ts'

/** How long what was read back waits for the word of agreement. */
export const INTENT_LASTS_MS = 15 * 60_000

/** What a member of staff is about to do with a class. */
export interface ClassIntent {
  readonly staff: StaffId
  readonly classId: ClassId
  readonly deed: ClassDeed
  /** Numbers (order of arrival) of those who came; empty for other deeds. */
  readonly present: readonly number[]
  /** UTC ms. */
  readonly createdAt: number
}

/** Keeps what was read back; of one member and class the last counts. */
export async function keepIntent(db: Db, intent: ClassIntent): Promise<void> {
  const kept = { deed: intent.deed, present: JSON.stringify(intent.present), created_at: intent.createdAt }
  await db
    .insertInto('class_intents')
    .values({ staff_id: intent.staff, class_id: intent.classId, ...kept })
    .onConflict((oc) => oc.columns(['staff_id', 'class_id']).doUpdateSet(kept))
    .execute()
}

/** What still waits for a member's word on a class; undefined when nothing does, or for too long already. */
export async function findIntent(
  db: Db,
  { staff, classId, now }: { staff: StaffId; classId: ClassId; now: number },
): Promise<ClassIntent | undefined> {
  const row = await db
    .selectFrom('class_intents')
    .selectAll()
    .where('staff_id', '=', staff)
    .where('class_id', '=', classId)
    .where('created_at', '>', now - INTENT_LASTS_MS)
    .executeTakeFirst()
  return (
    row && {
      staff,
      classId,
      deed: row.deed,
      // Written by `keepIntent` alone.
      present: JSON.parse(row.present) as number[],
      createdAt: row.created_at,
    }
  )
}

/** Takes it away as it is carried out; false when it was carried out or changed meanwhile. */
export async function takeIntent(db: Db, intent: ClassIntent): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('class_intents')
    .where('staff_id', '=', intent.staff)
    .where('class_id', '=', intent.classId)
    .where('deed', '=', intent.deed)
    .where('created_at', '=', intent.createdAt)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
