import { type AuditEntry, insertAudit } from '../db/audit.store.ts'
import type { Db } from '../db/open.ts'

/** What staff do in the console; subjects are ids such as `outbox:12`. */
export type AuditAction =
  | 'login'
  | 'login_failed'
  | 'logout'
  | 'message_viewed'
  | 'messages_resent'
  | 'requests_viewed'
  | 'groups_login_started'
  | 'groups_forgotten'
  | 'groups_posting_on'
  | 'groups_posting_off'
  | 'groups_listed'
  | 'group_assigned'
  | 'class_figures_viewed'
  | 'staff_listed'

/** Writes down what a member of staff did (law 7), in the transaction of the deed itself where there is one. */
export function recordAudit(db: Db, entry: AuditEntry<AuditAction>): Promise<void> {
  return insertAudit(db, entry)
}
