import { sql } from 'kysely'
import { type MigrationResultSet, Migrator } from 'kysely/migration'
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
import type { Database, Db, Engine } from './open.ts'

/** Brings the database to the newest shape, or with `down` one step back. Safe to call from several processes at once. */
export async function migrate({ db, engine, pool }: Database, direction: 'up' | 'down' = 'up'): Promise<string[]> {
  await reach(db)
  const { error, results } =
    engine === 'sqlite'
      ? await inOneTransaction(db, (transaction) => runSteps(transaction, engine, direction))
      : await runSteps(db, engine, direction)
  if (error)
    throw new AppError(
      'migration',
      `The database could not be brought to this version's shape: ${(error as Error).message}`,
      { cause: error },
    )
  // The work queue's own tables, for which graphile-worker answers: there from the first announcement on.
  if (pool && direction === 'up') await makeQueueTables(pool)
  return (results ?? []).map((result) => result.migrationName)
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

function runSteps(db: Db, engine: Engine, direction: 'up' | 'down'): Promise<MigrationResultSet> {
  const migrations = {
    '001-init': createInit(engine),
    '003-classes': createClasses(engine),
    '002-staff-and-support': createStaffAndSupport(engine),
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
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  return direction === 'up' ? migrator.migrateToLatest() : migrator.migrateDown()
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
