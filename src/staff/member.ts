import type { ContactId, Id, ProvinceId } from '../core/ids.ts'
import type { UnitCode } from '../places/commune.ts'
import type { Units } from './units.ts'

/** From the lowest to the highest. */
export const ROLES = ['commune_staff', 'officer', 'admin'] as const
export type Role = (typeof ROLES)[number]

export type StaffId = Id<'Staff'>
/** A province by its id (`gia-lai`) or a commune by its official code (`21553`). */
export type UnitId = ProvinceId | UnitCode

/** Someone with a role in a unit. */
export interface StaffMember {
  readonly id: StaffId
  readonly role: Role
  readonly unit: UnitId
  readonly name: string
  /** Where they write from; null until they have used their code. */
  readonly contact: ContactId | null
  /** UTC ms. */
  readonly createdAt: number
  readonly linkedAt: number | null
}

/** A role reaches down the tree, never up or sideways. */
export function canActIn(units: Units, member: Pick<StaffMember, 'unit'>, unit: UnitId): boolean {
  return units.contains(member.unit, unit)
}

/** Whether a role is that one or above it. */
export function reaches(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least)
}

/** How the audit log names a member. */
export function actorOf(member: Pick<StaffMember, 'id'>): `staff:${string}` {
  return `staff:${member.id}`
}
