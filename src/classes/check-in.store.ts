import { HOUR_MS, MINUTE_MS } from '../core/durations.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { ClassCode, ClassId } from './class.ts'
import type { ClassRow } from './class-row.ts'
import './classes.schema.ts'

/** Posters are scanned as people come in, and until they have left. */
export const BEFORE_MS = 30 * MINUTE_MS
export const AFTER_MS = HOUR_MS
/** How long somebody who scanned a poster counts as standing at the door. */
const SCAN_LASTS_MS = 2 * HOUR_MS

/** A date of a class as a poster names it. Instants are UTC ms. */
export interface PosterDate {
  readonly row: ClassRow
  readonly number: number
  readonly startsAt: number
  readonly endsAt: number
  readonly cancelled: boolean
}

/** The date of that number, wherever it was moved; undefined when there is none. */
export async function findPosterDate(db: Db, code: ClassCode, number: number): Promise<PosterDate | undefined> {
  const row = await db.selectFrom('classes').selectAll().where('code', '=', code).executeTakeFirst()
  const session =
    row &&
    (await db
      .selectFrom('class_sessions')
      .select(['starts_at', 'ends_at', 'status'])
      .where('class_id', '=', row.id)
      .where('number', '=', number)
      .executeTakeFirst())
  if (!row || !session) return undefined
  const cancelled = row.status === 'cancelled' || row.status === 'draft' || session.status === 'cancelled'
  return { row, number, startsAt: session.starts_at, endsAt: session.ends_at, cancelled }
}

/** Notes that somebody without a seat scanned the poster of a class. */
export async function noteScan(db: Db, contact: ContactId, classId: ClassId, now: number): Promise<void> {
  const scan = { class_id: classId, at: now }
  await db
    .insertInto('class_scans')
    .values({ contact_id: contact, ...scan })
    .onConflict((oc) => oc.column('contact_id').doUpdateSet(scan))
    .execute()
}

/** The class whose poster somebody scanned within two hours; null when none. */
export async function findScan(db: Db, contact: ContactId, now: number): Promise<ClassId | null> {
  const row = await db
    .selectFrom('class_scans')
    .select('class_id')
    .where('contact_id', '=', contact)
    .where('at', '>', now - SCAN_LASTS_MS)
    .executeTakeFirst()
  return row?.class_id ?? null
}

/** Whether somebody scanned the poster of that class just now: they may still take a free seat while the lesson is on. */
export async function isAtDoor(
  db: Db,
  { contact, classId }: { readonly contact: ContactId; readonly classId: ClassId },
  now: number,
): Promise<boolean> {
  return (await findScan(db, contact, now)) === classId
}
