import type { ContactId } from '../core/ids.ts'
import type { SupportRequestId } from '../db/schema.ts'
import { actorOf, canActIn, type Role, reaches, type StaffMember, type UnitId } from '../staff/member.ts'
import type { Units } from '../staff/units.ts'

export type TicketId = SupportRequestId

/** `waiting` for somebody to take it; `taken` by its holder; `answered`, and open for more; `closed` for good. */
const TICKET_STATUSES = ['waiting', 'taken', 'answered', 'closed'] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

/** Whose turn it is, from the bottom up. */
const TICKET_LEVELS = ['commune', 'officer', 'admin'] as const
export type TicketLevel = (typeof TICKET_LEVELS)[number]

const ROLE_OF: Readonly<Record<TicketLevel, Role>> = { commune: 'commune_staff', officer: 'officer', admin: 'admin' }

/** Someone's request for a person. Instants are UTC ms. */
export interface Ticket {
  readonly id: TicketId
  readonly code: string
  readonly contact: ContactId
  readonly unit: UnitId | null
  /** What was asked last; null when nothing was. */
  readonly question: string | null
  readonly status: TicketStatus
  readonly level: TicketLevel
  readonly holder: string | null
  readonly dueAt: number | null
  readonly createdAt: number
  readonly answeredAt: number | null
  readonly closedAt: number | null
  readonly rating: number | null
}

/** Whoever deals with a ticket. */
export interface Helper {
  /** As in the audit log: `staff:01h…`, `admin`. */
  readonly id: string
  /** As the citizen reads it: `chị Lan, xã Chư Sê`. */
  readonly name: string
}

/** Whether a member may act in the unit of a ticket; in none for a ticket without one. */
export function isInReach(units: Units, member: StaffMember, ticket: Ticket): boolean {
  return ticket.unit !== null && canActIn(units, member, ticket.unit)
}

/** Whether a member is of the level that it has been passed up to, or above. */
export function isOfLevel(member: StaffMember, ticket: Ticket): boolean {
  return reaches(member.role, ROLE_OF[ticket.level])
}

/** Whether a ticket in their reach is a member's to deal with: one of their level that nobody else holds. */
export function isTheirs(member: StaffMember, ticket: Ticket): boolean {
  return isOfLevel(member, ticket) && (ticket.status === 'waiting' || ticket.holder === actorOf(member))
}

/** What a member is called as a helper. */
export function helperOf(units: Units, member: StaffMember): Helper {
  return { id: actorOf(member), name: `${member.name}, ${units.nameOf(member.unit)}` }
}

/** The level above; the highest stays where it is. */
export function levelAbove(level: TicketLevel): TicketLevel {
  return TICKET_LEVELS[TICKET_LEVELS.indexOf(level) + 1] ?? level
}
