import type { Generated } from 'kysely'
import type { AccountId, ContactId, Id, ProvinceId } from '../core/ids.ts'

export type BroadcastId = Id<'Broadcast'>
export type RunId = number

export const BROADCAST_STATUSES = [
  /** Being written; nothing of it is promised. */
  'draft',
  /** Waits for somebody's approval. */
  'submitted',
  /** Approved; the next look at the clock gives it its first time. */
  'approved',
  /** Waits for its time. */
  'scheduled',
  /** A run is under way. */
  'sending',
  /** Stopped by a person or by too many failures; what is not yet sent waits. */
  'paused',
  'done',
  'cancelled',
  /** Its last time went by while nothing could be sent. */
  'missed',
] as const
export type BroadcastStatus = (typeof BROADCAST_STATUSES)[number]

/**
 * `placing`: its recipients are being fixed; `sending`: all are fixed, some of their messages are open; `missed`: its time
 * went by.
 */
export type RunStatus = 'placing' | 'sending' | 'done' | 'missed' | 'cancelled'
/** Why a run was missed, where the system did not just stand still: its day was none of its plan's. */
export type MissedFor = 'outside_plan'
/** Why the messages of a run that are not yet sent wait. */
export type Hold = 'paused' | 'hours'

/** One announcement, sent once or again and again. The JSON columns hold what officers wrote, never a citizen's data. */
export interface BroadcastTable {
  id: BroadcastId
  title: string
  author: string
  /** Who rewrote it last, where somebody did. */
  changed_by: string | null
  province: ProvinceId
  status: BroadcastStatus
  /** Why it stands where it stands, where that is not a person's own wish: `failures`, `changed_after_approval`… */
  status_reason: string | null
  urgency: string
  /** 1: everything is done but the sending. */
  training: number
  content: string
  segment: string
  schedule: string
  budget_dong: number
  /** How late it may begin; null: as late as its urgency allows. */
  late_minutes: number | null
  /** Of which activities of a plan it tells, on which days (JSON); null for what was made of no plan. */
  plan: string | null
  /** The admin who let it out beyond those days, where one did. */
  outside_plan_by: string | null
  next_due_at: number | null
  approved_hash: string | null
  approved_by: string | null
  approved_at: number | null
  created_at: number
  changed_at: number
}

/** One time at which a broadcast was due. */
export interface BroadcastRunTable {
  id: Generated<number>
  broadcast_id: BroadcastId
  due_at: number
  status: RunStatus
  held: Hold | null
  why: MissedFor | null
  /** The contact up to which recipients are fixed; null before the first batch. */
  cursor: ContactId | null
  /** How many of those met so far get none, by reason (JSON). */
  left_out: string
  /** Messages finished and failed when a person last let it go on: what they accepted stops it no second time. */
  accepted_finished: Generated<number>
  accepted_failed: Generated<number>
  /** When a person last had failed messages sent again; null: never. */
  resent_at: Generated<number | null>
  started_at: number | null
  finished_at: number | null
}

/** A person to whom a run's message goes, and how: fixed once, before the message stands in the outbox. */
export interface BroadcastRecipientTable {
  run_id: RunId
  contact_id: ContactId
  account_id: AccountId
  way: string
  cost_dong: number
  /** 0 in training: no message was put into the outbox. */
  placed: number
  fixed_at: number
}

declare module '../db/schema.ts' {
  interface Schema {
    broadcasts: BroadcastTable
    broadcast_runs: BroadcastRunTable
    broadcast_recipients: BroadcastRecipientTable
  }
}
