import { SqliteAdapter } from 'kysely'
import type { Db, Engine } from './open.ts'

export function engineOf(db: Db): Engine {
  return db.getExecutor().adapter instanceof SqliteAdapter ? 'sqlite' : 'postgres'
}
