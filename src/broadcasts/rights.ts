import { AppError } from '../core/errors.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { actorOf, canActIn, reaches, type StaffId, type StaffMember, type UnitId } from '../staff/member.ts'
import { findStaff, listStaff } from '../staff/staff.store.ts'
import type { Units } from '../staff/units.ts'
import type { Broadcast } from './broadcast.ts'

/** Whether a member may write, approve and steer an announcement: an officer or above, of a unit above all it is for. */
export function mayHandle(
  units: Units,
  member: Pick<StaffMember, 'role' | 'unit'>,
  { province, segment }: Pick<Broadcast, 'province' | 'segment'>,
): boolean {
  const unitsMeant = (segment.communes as readonly UnitId[] | undefined) ?? [province]
  return (
    reaches(member.role, 'officer') &&
    unitsMeant.every((unit) => canActIn(units, member, unit)) &&
    // A commune's officers have no way to know whom lists and lessons of elsewhere reach. A list of phones reaches all who
    // stand on it, whatever communes are named beside it.
    ((segment.communes !== undefined && segment.phone_list === undefined) || canActIn(units, member, province))
  )
}

/** The member that an author or approver is; undefined for those who are none, or none any more. */
export async function memberNamed(db: Db, sealer: Sealer, actor: string): Promise<StaffMember | undefined> {
  const id = /^staff:(.+)$/.exec(actor)?.[1]
  return id === undefined ? undefined : findStaff(db, sealer, id as StaffId)
}

/** How an author or approver is shown to people: by their name where they are of the staff. */
export async function nameOf(db: Db, sealer: Sealer, actor: string): Promise<string> {
  return (await memberNamed(db, sealer, actor))?.name ?? actor
}

/**
 * The member whom `said` names, by id or whole name, in any case. Throws an `AppError` when there is none or more than
 * one, or when they have no right to the broadcast.
 */
export async function staffOrThrow(
  { db, sealer, units }: { readonly db: Db; readonly sealer: Sealer; readonly units: Units },
  said: string,
  broadcast: Pick<Broadcast, 'province' | 'segment'>,
): Promise<StaffMember> {
  const plain = (name: string) => name.normalize('NFC').trim().toLowerCase()
  const found = (await listStaff(db, sealer)).filter(
    (member) =>
      [member.id, actorOf(member)].some((id) => plain(id) === plain(said)) || plain(member.name) === plain(said),
  )
  const [member, ...others] = found
  if (!member)
    throw new AppError(
      'no_staff',
      `"${said}" is no member of the staff: "staff list" shows them, "staff add" adds one.`,
    )
  if (others.length > 0)
    throw new AppError(
      'no_staff',
      `${found.length} members are called "${said}": name one by id, "staff list" shows them.`,
    )
  if (!mayHandle(units, member, broadcast))
    throw new AppError(
      'no_right',
      `${member.name} (${member.role}, ${member.unit}) has no right to this announcement: an officer or admin of a unit above all it is for must do it.`,
    )
  return member
}
