import type { Db } from './open.ts'

/** One line of the audit log (law 7). Each room names its own actions. */
export interface AuditEntry<Action extends string> {
  /** UTC ms. */
  readonly at: number
  /** Who did it: `staff:01h…`, `admin`, `operator` for the command line, `system` for what happens by itself. */
  readonly actor: string
  readonly action: Action
  /** What it was done to, by its id: `outbox:12`. */
  readonly subject: string
  /** Counts and ids; never a text, name or phone. */
  readonly detail?: string
}

/** Writes down what was done, in the transaction of the deed itself where there is one. */
export async function insertAudit<Action extends string>(db: Db, entry: AuditEntry<Action>): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({ ...entry, detail: entry.detail ?? null })
    .execute()
}
