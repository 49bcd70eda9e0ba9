import type { Db } from '../db/open.ts'

/** What members of staff do, and what is done to them; subjects are ids such as `staff:01h…` or `support:01h…`. */
export type StaffAction =
  | 'staff_added'
  | 'staff_removed'
  | 'staff_linked'
  | 'staff_code_locked'
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

export interface StaffAuditEntry {
  /** UTC ms. */
  readonly at: number
  /** Who did it: `staff:01h…`, `admin`, `operator` for the command line, `system` for what happens by itself. */
  readonly actor: string
  readonly action: StaffAction
  readonly subject: string
  /** Counts and ids; never a text, name or phone. */
  readonly detail?: string
}

/** Writes down what was done (law 7), in the transaction of the deed itself. */
export async function recordStaffAudit(db: Db, entry: StaffAuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({ ...entry, detail: entry.detail ?? null })
    .execute()
}
