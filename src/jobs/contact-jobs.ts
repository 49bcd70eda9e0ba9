import { sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'

/** graphile-worker's name for "this contact has work". */
export const TASK = 'contact_turn'

/**
 * Puts one job a contact into graphile-worker's table; takes effect when the transaction `db` commits. A job that waits
 * already stands for the new work too, and stays locked until that commit, so that it cannot start without seeing it; for
 * one that runs, or that a dead process has locked, a fresh one is put in.
 */
export async function addJobs(db: Db, contacts: readonly ContactId[]): Promise<void> {
  // In one order for everybody, or two transactions could wait for each other's rows.
  let missing: readonly ContactId[] = [...new Set(contacts)].sort()
  while (missing.length > 0) {
    const added = await insertJobs(db, missing)
    // `add_jobs` passes over a job that a worker took between its two statements: for that one, once more.
    missing = missing.filter((contact) => !added.has(contact))
  }
}

async function insertJobs(db: Db, contacts: readonly ContactId[]): Promise<Set<ContactId>> {
  const { rows } = await sql<{ key: ContactId }>`
    select key from graphile_worker.add_jobs(
      array(
        select row(${TASK}::text, to_json(contact), null, null, null, contact, null, null)::graphile_worker.job_spec
        from unnest(${contacts}::text[]) as contact
      ),
      true
    )`.execute(db)
  return new Set(rows.map((row) => row.key))
}
