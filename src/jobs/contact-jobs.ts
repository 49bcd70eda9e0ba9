import { type RawBuilder, sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'

/** graphile-worker's name for "this contact has work". */
export const TASK = 'contact_turn'

/**
 * Puts one job a contact into graphile-worker's table; takes effect when the transaction `db` commits. `contacts` stand in
 * the order in which they are to have their turns. A job that waits already stands for the new work too, and stays locked
 * until that commit, so that it cannot start without seeing it; for one that runs, or that a dead process has locked, a
 * fresh one is put in.
 */
export async function addJobs(db: Db, contacts: readonly ContactId[]): Promise<void> {
  await addRanked(db, contacts, { from: sql`now()`, keepPlace: true })
}

/**
 * Puts the contacts who have waited longest, in that order, before all others: who lost their job with a process would
 * otherwise stand behind those who came after them.
 */
export async function addJobsFirst(db: Db, contacts: readonly ContactId[]): Promise<void> {
  await addRanked(db, contacts, { from: sql`'2000-01-01'::timestamptz`, keepPlace: false })
}

interface Places {
  /** When the last of them counts as added; those before it a microsecond earlier each. */
  readonly from: RawBuilder<unknown>
  /** Leaves a job that waits already where it stands. */
  readonly keepPlace: boolean
}

async function addRanked(db: Db, contacts: readonly ContactId[], places: Places): Promise<void> {
  const ranked = [...new Set(contacts)].map((contact, rank, all) => ({ contact, behind: all.length - 1 - rank }))
  // Written in one order for everybody, or two transactions could wait for each other's rows.
  let missing = ranked.sort((a, b) => (a.contact < b.contact ? -1 : 1))
  while (missing.length > 0) {
    const added = await insertJobs(db, missing, places)
    // `add_jobs` passes over a job that a worker took between its two statements: for that one, once more.
    missing = missing.filter(({ contact }) => !added.has(contact))
  }
}

interface RankedContact {
  readonly contact: ContactId
  /** How many of the same call come after it. */
  readonly behind: number
}

async function insertJobs(
  db: Db,
  ranked: readonly RankedContact[],
  { from, keepPlace }: Places,
): Promise<Set<ContactId>> {
  const contacts = ranked.map(({ contact }) => contact)
  const behind = ranked.map((one) => one.behind)
  const { rows } = await sql<{ key: ContactId }>`
    select key from graphile_worker.add_jobs(
      array(
        select row(
          ${TASK}::text, to_json(contact), null, ${from} - behind * interval '1 microsecond', null, contact, null, null
        )::graphile_worker.job_spec
        from unnest(${contacts}::text[], ${behind}::int[]) as job(contact, behind)
      ),
      ${keepPlace}::boolean
    )`.execute(db)
  return new Set(rows.map((row) => row.key))
}
