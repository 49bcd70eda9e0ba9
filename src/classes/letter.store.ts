import type { ContactId, Id } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { StaffId } from '../staff/member.ts'
import type { ClassCode, ClassId } from './class.ts'
import './classes.schema.ts'

export type ClassLetterId = Id<'ClassLetter'>

/** A text that a member of staff had sent to everybody in a class. Instants are UTC ms. */
export interface ClassLetter {
  readonly id: ClassLetterId
  readonly classId: ClassId
  readonly code: ClassCode
  /** Where the member writes from; null when they left. */
  readonly writer: ContactId | null
  readonly createdAt: number
}

/** What the messages of a letter are counted under in the outbox. */
export function batchOf(id: ClassLetterId): string {
  return `class-letter-${id}`
}

/** Writes down that a letter goes out; `people` says how many are reached, and how many not for which reason. */
export async function addLetter(
  db: Db,
  letter: {
    readonly id: ClassLetterId
    readonly classId: ClassId
    readonly staff: StaffId
    readonly people: Readonly<Record<string, number>>
    readonly now: number
  },
): Promise<void> {
  const { id, classId, staff, people, now } = letter
  await db
    .insertInto('class_letters')
    .values({ id, class_id: classId, staff_id: staff, people: JSON.stringify(people), created_at: now, told_at: null })
    .execute()
}

/** The last letter to a class, or undefined. */
export async function findLastLetter(db: Db, classId: ClassId): Promise<ClassLetter | undefined> {
  const row = await lettersFrom(db)
    .where('class_letters.class_id', '=', classId)
    .orderBy('class_letters.created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && letterOf(row)
}

/** Letters whose writer was not told yet what became of them, the oldest first. */
export async function listUntoldLetters(db: Db, limit: number): Promise<ClassLetter[]> {
  const rows = await lettersFrom(db)
    .where('class_letters.told_at', 'is', null)
    .orderBy('class_letters.created_at')
    .limit(limit)
    .execute()
  return rows.map(letterOf)
}

/** Notes that the writer is told, in the same transaction; false when they were before. */
export async function markLetterTold(db: Db, id: ClassLetterId, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('class_letters')
    .set({ told_at: now })
    .where('id', '=', id)
    .where('told_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

function lettersFrom(db: Db) {
  return db
    .selectFrom('class_letters')
    .innerJoin('classes', 'classes.id', 'class_letters.class_id')
    .leftJoin('staff', (join) =>
      join.onRef('staff.id', '=', 'class_letters.staff_id').on('staff.removed_at', 'is', null),
    )
    .select(['class_letters.id', 'class_letters.class_id', 'class_letters.created_at', 'classes.code'])
    .select('staff.contact_id')
}

function letterOf(row: {
  id: ClassLetterId
  class_id: ClassId
  created_at: number
  code: ClassCode
  contact_id: ContactId | null
}): ClassLetter {
  return { id: row.id, classId: row.class_id, code: row.code, writer: row.contact_id, createdAt: row.created_at }
}
