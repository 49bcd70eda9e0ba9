import { type AuditEntry, insertAudit } from '../db/audit.store.ts'
import type { Db } from '../db/open.ts'

/** What members of staff do, and what is done to them; subjects are ids such as `staff:01h…` or `support:01h…`. */
export type StaffAction =
  | 'staff_added'
  | 'staff_removed'
  | 'staff_linked'
  | 'staff_code_locked'
  | 'console_link_made'
  | 'tickets_listed'
  | 'ticket_taken'
  | 'ticket_answered'
  | 'ticket_closed'
  | 'ticket_refused'
  | 'ticket_escalated'
  | 'visits_listed'
  | 'visit_taken'
  | 'visit_done'
  | 'visit_cancelled'
  | 'visit_refused'
  | 'mentors_listed'

export type StaffAuditEntry = AuditEntry<StaffAction>

/** Writes down what was done (law 7), in the transaction of the deed itself where there is one. */
export function recordStaffAudit(db: Db, entry: StaffAuditEntry): Promise<void> {
  return insertAudit(db, entry)
}
