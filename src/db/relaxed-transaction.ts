import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { engineOf } from './engine-of.ts'
import type { Db } from './open.ts'

/**
 * A transaction whose commit does not wait for the disk: it outlives this process at once, but a loss of power only when
 * the next ordinary commit is on disk. For what may then be done again (law 5 for replies), never for what somebody was
 * told is stored.
 */
export function relaxedTransaction<Result>(db: Db, work: (trx: Db) => Promise<Result>): Promise<Result> {
  if (engineOf(db) === 'sqlite') return withoutWaiting(db, (connection) => connection.transaction().execute(work))
  return db.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = off`.execute(trx)
    return work(trx)
  })
}

/**
 * As `relaxedTransaction`, for a single statement that takes `isRelaxed` among its conditions: on PostgreSQL one way to
 * the database and back instead of four, for there the statement itself sets how its commit waits.
 */
export function relaxedStatement<Result>(db: Db, run: (db: Db) => Promise<Result>): Promise<Result> {
  return engineOf(db) === 'sqlite' ? withoutWaiting(db, run) : run(db)
}

/** A condition that always holds, and with which a statement of `relaxedStatement` does not wait for the disk. */
export function isRelaxed(db: Db): RawBuilder<SqlBool> {
  return engineOf(db) === 'sqlite' ? sql`true` : sql`(select set_config('synchronous_commit', 'off', true)) = 'off'`
}

function withoutWaiting<Result>(db: Db, work: (connection: Db) => Promise<Result>): Promise<Result> {
  return db.connection().execute(async (connection) => {
    await sql`pragma synchronous = normal`.execute(connection)
    try {
      return await work(connection)
    } finally {
      await sql`pragma synchronous = full`.execute(connection)
    }
  })
}
