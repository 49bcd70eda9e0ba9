import type { Selectable } from 'kysely'
import { AppError } from '../core/errors.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Schema } from '../db/schema.ts'
import type { Sealer } from '../db/seal.ts'
import { recordStaffAudit } from './audit.store.ts'
import { CODE_LASTS_MS, drawLinkCode, hashLinkCode } from './link-code.ts'
import { actorOf, type Role, type StaffId, type StaffMember, type UnitId } from './member.ts'
import type {} from './staff.schema.ts'
import type { Units } from './units.ts'

export interface NewStaff {
  readonly id: StaffId
  readonly role: Role
  readonly unit: UnitId
  readonly name: string
  /** UTC ms. */
  readonly now: number
  /** Who adds them, for the audit log. */
  readonly by: string
}

/**
 * Adds a member and gives the code with which they link their chat; it is never shown again. Run it in a transaction.
 * Throws an `AppError` for commune staff of a province.
 */
export async function addStaff(trx: Db, sealer: Sealer, units: Units, staff: NewStaff): Promise<string> {
  if (staff.role === 'commune_staff' && !units.isCommune(staff.unit))
    throw new AppError(
      'staff_unit',
      `commune_staff belong to a commune: name it by its code in data/places/communes instead of "${staff.unit}".`,
    )
  const code = drawLinkCode()
  await trx
    .insertInto('staff')
    .values({
      id: staff.id,
      role: staff.role,
      unit: staff.unit,
      sealed_name: sealer.seal(staff.name),
      code_hash: hashLinkCode(code),
      code_expires_at: staff.now + CODE_LASTS_MS,
      created_at: staff.now,
    })
    .execute()
  await recordStaffAudit(trx, {
    at: staff.now,
    actor: staff.by,
    action: 'staff_added',
    subject: actorOf(staff),
    detail: `${staff.role} ${staff.unit}`,
  })
  return code
}

/** Members that were not removed, oldest first. */
export async function listStaff(db: Db, sealer: Sealer): Promise<StaffMember[]> {
  const rows = await db.selectFrom('staff').selectAll().where('removed_at', 'is', null).orderBy('id').execute()
  return rows.map((row) => memberOf(sealer, row))
}

/** What members are called, by how the audit log names them. */
export async function staffNames(db: Db, sealer: Sealer): Promise<ReadonlyMap<string, string>> {
  return new Map((await listStaff(db, sealer)).map((member) => [actorOf(member), member.name]))
}

/** As `staffNames`, with those who were removed: for what they did while they were members. */
export async function everyStaffName(db: Db, sealer: Sealer): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('staff').selectAll().orderBy('id').execute()
  return new Map(rows.map((row) => memberOf(sealer, row)).map((member) => [actorOf(member), member.name]))
}

/** The member who writes from a contact, or undefined. */
export async function findStaffByContact(db: Db, sealer: Sealer, contact: ContactId): Promise<StaffMember | undefined> {
  const row = await db
    .selectFrom('staff')
    .selectAll()
    .where('contact_id', '=', contact)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row && memberOf(sealer, row)
}

/** The member of that id, or undefined when there is none any more. */
export async function findStaff(db: Db, sealer: Sealer, id: StaffId): Promise<StaffMember | undefined> {
  const row = await db
    .selectFrom('staff')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row && memberOf(sealer, row)
}

/** Whether somebody was ever added under that id, removed since or not. */
export async function isStaffKnown(db: Db, id: StaffId): Promise<boolean> {
  return (await db.selectFrom('staff').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}

/** Members of just that unit who have linked a chat, oldest first, at most `limit`. */
export async function listLinkedStaff(
  db: Db,
  unit: UnitId,
  limit: number,
): Promise<{ readonly id: StaffId; readonly contact: ContactId }[]> {
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'contact_id'])
    .where('unit', '=', unit)
    .where('removed_at', 'is', null)
    .where('contact_id', 'is not', null)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.flatMap(({ id, contact_id: contact }) => (contact === null ? [] : [{ id, contact }]))
}

/** Takes a member's rights away; false when there is no such member any more. Run it in a transaction. */
export async function removeStaff(trx: Db, removal: { id: StaffId; now: number; by: string }): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('staff')
    .set({ removed_at: removal.now, code_hash: null, code_expires_at: null })
    .where('id', '=', removal.id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await recordStaffAudit(trx, {
    at: removal.now,
    actor: removal.by,
    action: 'staff_removed',
    subject: actorOf(removal),
  })
  return true
}

/** A stored member of staff, opened. */
export function memberOf(sealer: Sealer, row: Selectable<Schema['staff']>): StaffMember {
  return {
    id: row.id,
    role: row.role,
    unit: row.unit,
    name: sealer.open(row.sealed_name) as string,
    contact: row.contact_id,
    createdAt: row.created_at,
    linkedAt: row.linked_at,
  }
}
