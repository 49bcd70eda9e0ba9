import { HOUR_MS } from '../core/durations.ts'
import type { Db } from '../db/open.ts'
import type { StaffId } from '../staff/member.ts'
import type { ClassId } from './class.ts'
import './classes.schema.ts'

/** How long a class stays the one that words without a code mean. */
const FOCUS_LASTS_MS = 2 * HOUR_MS

/** Notes that a member of staff dealt with a class. */
export async function keepFocus(db: Db, staff: StaffId, classId: ClassId, now: number): Promise<void> {
  const kept = { class_id: classId, at: now }
  await db
    .insertInto('class_focus')
    .values({ staff_id: staff, ...kept })
    .onConflict((oc) => oc.column('staff_id').doUpdateSet(kept))
    .execute()
}

/** The class that a member dealt with last, within two hours. */
export async function findFocus(db: Db, staff: StaffId, now: number): Promise<ClassId | null> {
  const row = await db
    .selectFrom('class_focus')
    .select('class_id')
    .where('staff_id', '=', staff)
    .where('at', '>', now - FOCUS_LASTS_MS)
    .executeTakeFirst()
  return row?.class_id ?? null
}
