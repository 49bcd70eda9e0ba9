import type { Generated } from 'kysely'
import type { SupportRequestId } from '../db/schema.ts'
import type { UnitId } from '../staff/member.ts'
import type { TicketLevel, TicketStatus } from './ticket.ts'

declare module '../db/schema.ts' {
  interface Schema {
    support_entries: SupportEntryTable
  }

  interface SupportRequestTable {
    /** `HT-4K7P`. */
    code: string | null
    /** null while nobody said whose it is. */
    unit: UnitId | null
    status: Generated<TicketStatus>
    level: Generated<TicketLevel>
    /** Who deals with it: `staff:01h…` or `admin`. */
    holder: string | null
    /** When it must have been answered; null once it was. */
    due_at: number | null
    answered_at: number | null
    closed_by: 'citizen' | 'staff' | 'system' | null
    /** 1 (bad) to 5 (good). */
    rating: number | null
    rated_at: number | null
    /** When its words were erased for their age. */
    forgotten_at: number | null
  }
}

/** What was said about a request, each in its turn. */
interface SupportEntryTable {
  /** Unique, so that the same words are kept once. */
  id: string
  request_id: SupportRequestId
  author: 'citizen' | 'staff'
  /** Who of the staff: as `holder`. */
  actor: string | null
  sealed_text: Buffer
  at: number
}
