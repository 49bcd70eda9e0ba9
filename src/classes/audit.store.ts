import { type AuditEntry, insertAudit } from '../db/audit.store.ts'
import type { Db } from '../db/open.ts'

/** What staff do with classes; subjects are ids such as `class:01h…`. */
export type ClassAction =
  | 'classes_imported'
  | 'registrations_listed'
  | 'registrations_exported'
  | 'registration_added'
  | 'class_opened'
  | 'class_closed'
  | 'class_moved'
  | 'class_cancelled'
  | 'class_written_to'
  | 'list_link_made'
  | 'poster_made'
  | 'figures_viewed'
  | 'attendance_noted'
  | 'class_refused'

export type ClassAuditEntry = AuditEntry<ClassAction>

/** Writes down what was done (law 7), in the transaction of the deed itself where there is one. */
export function recordClassAudit(db: Db, entry: ClassAuditEntry): Promise<void> {
  return insertAudit(db, entry)
}
