import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'

/**
 * "This contact has work": the hand-over from the inbox to the conversation. The events themselves wait in the inbox
 * table, in order; the queue only says whose are waiting, so that it may say so too often but never too seldom.
 */
export interface WorkQueue {
  /** Within the transaction that stores the events, for queues that live in the database. */
  announce(trx: Db, contacts: readonly ContactId[]): Promise<void>
  /** After its commit, for queues that live in this process. */
  wake(contacts: readonly ContactId[]): void
  /** Hands the contact out again in `ms`, unless this process dies meanwhile: then `recall` finds it. */
  wakeLater(contact: ContactId, ms: number): void
  /** Begins to hand out work, first of all what an earlier run left behind. `work` does not reject. */
  start(work: (contact: ContactId) => Promise<void>): Promise<void>
  /** Looks for work that nobody was told of: a killed process's, or a failed turn's. Never rejects. */
  recall(): Promise<void>
  /** Hands out no more and waits for what is under way. */
  stop(): Promise<void>
}
