import type { StaffId } from '../staff/member.ts'
import type { BroadcastId } from './broadcasts.schema.ts'

/** What an officer is writing in chat; one at a time. */
export interface CompositionTable {
  staff_id: StaffId
  sealed_composition: Buffer
  touched_at: number
}

/** Of what officers are told once, and the console keeps. */
const NOTICE_KINDS = [
  /** Waits for somebody's approval. */
  'submitted',
  /** Stopped by itself. */
  'failures',
  'missed',
  'outside_plan',
  'quota',
  'token',
  'down',
  'sent_back',
  'too_late',
  /** A member of staff (`about`) wishes to get it as a test; gone once they have. */
  'test',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

export interface NoticeTable {
  broadcast_id: BroadcastId
  kind: NoticeKind
  /** Which time of that kind: a run, a day, a hash. */
  about: string
  /** Values of its text (JSON): counts, times, names of accounts. */
  named: string
  at: number
}

declare module '../db/schema.ts' {
  interface Schema {
    broadcast_compositions: CompositionTable
    broadcast_notices: NoticeTable
  }
}
