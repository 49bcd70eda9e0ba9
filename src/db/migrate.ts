import { sql } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration'
import type { Pool } from 'pg'
import { AppError } from '../core/errors.ts'
import { createInit } from './migrations/001-init.ts'
import { createStaffAndSupport } from './migrations/002-staff-and-support.ts'
import { createClasses } from './migrations/003-classes.ts'
import { createBroadcasts } from './migrations/004-broadcasts.ts'
import { createRequests } from './migrations/005-requests.ts'
import { createClassDesk } from './migrations/006-class-desk.ts'
import { createZaloGroups } from './migrations/007-zalo-groups.ts'
import { createReceiptColumns } from './migrations/008-receipts.ts'
import { createLearning } from './migrations/009-learning.ts'
import { createClassCitizens } from './migrations/010-class-citizens.ts'
import { createClassStaff } from './migrations/011-class-staff.ts'
import { createMentors } from './migrations/013-mentors.ts'
import { createBroadcastWays } from './migrations/014-broadcast-ways.ts'
import { createBroadcastDesk } from './migrations/015-broadcast-desk.ts'
import { createSending } from './migrations/016-sending.ts'
import { createPaidConsents } from './migrations/017-paid-consents.ts'
import { createClassRetention } from './migrations/018-class-retention.ts'
import { createStaffPageLinks } from './migrations/019-staff-page-links.ts'
import { createPlanDates } from './migrations/020-plan-dates.ts'
import { createRetention } from './migrations/021-retention.ts'
import { createInboxOrder } from './migrations/022-inbox-order.ts'
import type { Database, Db, Engine } from './open.ts'

/** Where the shape goes: to the newest, one step back, or to the one after the step of that name. */
type Goal = 'up' | 'down' | { readonly through: string }

/** Brings the database to the newest shape, or with `down` one step back. Safe to call from several processes at once. */
export async function migrate(database: Database, goal: Goal = 'up'): Promise<string[]> {
  const { db, engine, pool } = database
  await reach(db)
  const { error, results } =
    engine === 'sqlite'
      ? await inOneTransaction(db, (transaction) => runSteps(transaction, engine, goal))
      : await runSteps(db, engine, goal)
  if (error)
    throw new AppError(
      'migration',
      `The database could not be brought to this version's shape: ${(error as Error).message}`,
      { cause: error },
    )
  // The work queue's own tables, for which graphile-worker answers: there from the first announcement on.
  if (pool && goal === 'up') await makeQueueTables(pool)
  return (results ?? []).map((result) => result.migrationName)
}

/** The steps that the database has gone through, in order. */
export async function appliedSteps(db: Db): Promise<string[]> {
  const rows = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.rows.map(({ name }) => name)
}

/** Brings an empty database to the shape that `steps` made. Throws an `AppError` when this version does not know them. */
export async function migrateThrough(database: Database, steps: readonly string[]): Promise<void> {
  const last = steps.at(-1)
  const known = Object.keys(migrationsOf(database.engine)).sort()
  if (last === undefined || !steps.every((step, at) => known[at] === step))
    throw new AppError(
      'migration',
      `The backup was made by another version of the program (its steps end with ${last ?? 'none'}): restore it with that version or a newer one.`,
    )
  await migrate(database, { through: last })
}

/** Its module is read only where it is used: with all that it brings it would make every start on SQLite slower. */
async function makeQueueTables(pool: Pool): Promise<void> {
  const { Logger, runMigrations } = await import('graphile-worker')
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) })
}

/** The first call to the database; what stands in its way is a matter of the settings. */
async function reach(db: Db): Promise<void> {
  try {
    await sql`select 1`.execute(db)
  } catch (cause) {
    throw new AppError(
      'database',
      `DATABASE_URL: the database does not answer (${(cause as Error).message}): check that it runs, and its address, user and password.`,
      { cause },
    )
  }
}

function runSteps(db: Db, engine: Engine, goal: Goal): Promise<MigrationResultSet> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrationsOf(engine) } })
  if (goal === 'up') return migrator.migrateToLatest()
  return goal === 'down' ? migrator.migrateDown() : migrator.migrateTo(goal.through)
}

function migrationsOf(engine: Engine): Record<string, Migration> {
  return {
    '001-init': createInit(engine),
    '002-staff-and-support': createStaffAndSupport(engine),
    '003-classes': createClasses(engine),
    '004-broadcasts': createBroadcasts(engine),
    '005-requests': createRequests(engine),
    '006-class-desk': createClassDesk(),
    '007-zalo-groups': createZaloGroups(engine),
    '008-receipts': createReceiptColumns(),
    '009-learning': createLearning(engine),
    '010-class-citizens': createClassCitizens(engine),
    '011-class-staff': createClassStaff(engine),
    '013-mentors': createMentors(engine),
    '014-broadcast-ways': createBroadcastWays(engine),
    '015-broadcast-desk': createBroadcastDesk(engine),
    '016-sending': createSending(),
    '017-paid-consents': createPaidConsents(engine),
    '018-class-retention': createClassRetention(),
    '019-staff-page-links': createStaffPageLinks(),
    '020-plan-dates': createPlanDates(),
    '021-retention': createRetention(),
    '022-inbox-order': createInboxOrder(engine),
  }
}

/**
 * Kysely migrates PostgreSQL under a lock and in a transaction, SQLite with neither: two processes would make the same
 * tables, and a step that fails would leave half of them.
 */
function inOneTransaction(db: Db, steps: (db: Db) => Promise<MigrationResultSet>): Promise<MigrationResultSet> {
  return db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection)
    const outcome = await steps(connection).catch((error: unknown): MigrationResultSet => ({ error }))
    await (outcome.error ? sql`rollback` : sql`commit`).execute(connection)
    return outcome
  })
}
