import type { Db } from './open.ts'

/** Runs `work` in the transaction that `db` is already, or else in one of its own: the same deed by itself and within a turn. */
export function inTransaction<Result>(db: Db, work: (trx: Db) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? work(db) : db.transaction().execute(work)
}
