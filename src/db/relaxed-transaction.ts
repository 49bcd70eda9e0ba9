import { SqliteAdapter, sql } from 'kysely'
import type { Db } from './open.ts'

/**
 * A transaction whose commit does not wait for the disk: it outlives this process at once, but a loss of power only when
 * the next ordinary commit is on disk. For what may then be done again (law 5 for replies), never for what somebody was
 * told is stored.
 */
export async function relaxedTransaction<Result>(db: Db, work: (trx: Db) => Promise<Result>): Promise<Result> {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) {
    return db.transaction().execute(async (trx) => {
      await sql`set local synchronous_commit = off`.execute(trx)
      return work(trx)
    })
  }
  return db.connection().execute(async (connection) => {
    await sql`pragma synchronous = normal`.execute(connection)
    try {
      return await connection.transaction().execute(work)
    } finally {
      await sql`pragma synchronous = full`.execute(connection)
    }
  })
}
