import type { Generated } from 'kysely'
import type { ContactId, Id, ProvinceId } from '../core/ids.ts'
import type { UnitCode } from '../places/commune.ts'

export type FeedbackId = Id<'Feedback'>
export type VisitId = Id<'Visit'>

declare module '../db/schema.ts' {
  interface Schema {
    feedback: FeedbackTable
    visits: VisitTable
    follow_ups: FollowUpTable
  }
}

/** A difficulty with a public service, as somebody told it. */
interface FeedbackTable {
  id: FeedbackId
  contact_id: ContactId
  province: ProvinceId
  commune: UnitCode | null
  sealed_content: Buffer
  created_at: number
  closed_at: number | null
}

export type VisitStatus = 'waiting' | 'taken' | 'done' | 'cancelled'

/** Somebody asks the community digital team to come. */
interface VisitTable {
  id: VisitId
  /** What people call it by: `TN-4K7P`. */
  code: string
  contact_id: ContactId
  commune: UnitCode
  sealed_content: Buffer
  status: VisitStatus
  holder: string | null
  created_at: number
  closed_at: number | null
  /** When its content was erased for its age. */
  forgotten_at: number | null
}

/** A flow that comes back to somebody by itself. */
interface FollowUpTable {
  id: Generated<number>
  contact_id: ContactId
  flow: string
  asked_at: number
  due_at: number
  done_at: number | null
}
