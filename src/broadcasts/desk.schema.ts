import type { StaffId } from '../staff/member.ts'
import type { BroadcastId } from './broadcasts.schema.ts'

/** What an officer is writing in chat; one at a time. */
export interface CompositionTable {
  staff_id: StaffId
  sealed_composition: Buffer
  touched_at: number
}

/** What does not go as it should; `failures`: it stopped by itself. */
export const ALARM_KINDS = [
  'failures',
  'missed',
  'outside_plan',
  'quota',
  'token',
  'down',
  'sent_back',
  'too_late',
] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]

/**
 * Of what officers are told once, and the console keeps. `submitted`: it waits for somebody's approval; `test`: a member of
 * staff (`about`) wishes to get it as a test, and the notice is gone once they have.
 */
export type NoticeKind = 'submitted' | AlarmKind | 'test'

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
