import { Logger, runMigrations } from 'graphile-worker'
import { type MigrationResultSet, Migrator } from 'kysely/migration'
import { AppError } from '../core/errors.ts'
import { createInit } from './migrations/001-init.ts'
import type { Database } from './open.ts'

/** Brings the database to the newest shape, or with `down` one step back. Safe to call from several processes at once. */
export async function migrate({ db, engine, pool }: Database, direction: 'up' | 'down' = 'up'): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ '001-init': createInit(engine) }) } })
  const { error, results }: MigrationResultSet =
    direction === 'up' ? await migrator.migrateToLatest() : await migrator.migrateDown()
  if (error)
    throw new AppError(
      'migration',
      `The database could not be brought to this version's shape: ${(error as Error).message}`,
      { cause: error },
    )
  // The work queue's own tables, for which graphile-worker answers: there from the first announcement on.
  if (pool && direction === 'up') await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) })
  return (results ?? []).map((result) => result.migrationName)
}
