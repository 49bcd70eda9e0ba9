import type { Db } from '../db/open.ts'
import type { SupportDesk } from './desk.ts'
import { closeSettled, escalateOverdue } from './overdue.ts'
import { releaseSilence } from './silence.ts'

/** What must happen to tickets as time goes by; to be run every minute, in each process if need be. */
export async function tendTickets(db: Db, desk: SupportDesk, now: number): Promise<void> {
  await escalateOverdue(db, desk, now)
  await closeSettled(db, desk, now)
  await releaseSilence(db, now)
}
