import type { Db } from '../db/open.ts'

/** What staff do with classes; subjects are ids such as `class:01h…`. */
export type ClassAction =
  | 'classes_imported'
  | 'registrations_listed'
  | 'registrations_exported'
  | 'registration_added'
  | 'class_opened'
  | 'class_closed'
  | 'attendance_noted'
  | 'class_refused'

export interface ClassAuditEntry {
  /** UTC ms. */
  readonly at: number
  /** Who did it: `staff:01h…`, or `operator` for the command line. */
  readonly actor: string
  readonly action: ClassAction
  readonly subject: string
  /** Counts and ids; never a text, name or phone. */
  readonly detail?: string
}

/** Writes down what was done (law 7), in the transaction of the deed itself where there is one. */
export async function recordClassAudit(db: Db, entry: ClassAuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({ ...entry, detail: entry.detail ?? null })
    .execute()
}
