import { insertAudit } from '../db/audit.store.ts'
import type { Db } from '../db/open.ts'
import type { BroadcastId } from './broadcasts.schema.ts'

/** The name under which the system itself acts. */
export const SYSTEM = 'system'

export type BroadcastAction =
  | 'broadcast_created'
  | 'broadcast_changed'
  | 'broadcast_submitted'
  | 'broadcast_let_outside_plan'
  | 'broadcast_approved'
  | 'broadcast_rejected'
  | 'broadcast_refused'
  | 'broadcast_resent'
  | 'broadcast_tested'
  | 'broadcast_sent_back'
  | 'broadcast_paused'
  | 'broadcast_resumed'
  | 'broadcast_cancelled'

/** Writes down who did what to a broadcast (law 7); `detail` holds names of staff, counts and codes alone. */
export async function auditBroadcast(
  db: Db,
  entry: { at: number; actor: string; action: BroadcastAction; id: BroadcastId; detail?: string },
): Promise<void> {
  const { id, ...deed } = entry
  await insertAudit(db, { ...deed, subject: `broadcast:${id}` })
}
