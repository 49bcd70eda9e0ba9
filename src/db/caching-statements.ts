import type SQLite from 'better-sqlite3'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** A large batch's statement is a quarter of a megabyte. */
const MAX_STATEMENTS = 150

/** SQLite for Kysely with its prepared statements kept: preparing one anew costs more than most of our queries. */
export function cachingStatements(sqlite: SQLite.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => sqlite.close(),
    prepare(sql: string): SqliteStatement {
      // SQLite carries out most pragmas while it prepares them: kept ones would do nothing the second time.
      if (sql.startsWith('pragma')) return sqlite.prepare(sql) as unknown as SqliteStatement
      const statement = statements.get(sql) ?? (sqlite.prepare(sql) as unknown as SqliteStatement)
      // A map keeps the order in which its keys were set: batches of every size have statements of their own, and the
      // usual sizes must not make room for the rare ones.
      statements.delete(sql)
      statements.set(sql, statement)
      if (statements.size > MAX_STATEMENTS) statements.delete(statements.keys().next().value as string)
      return statement
    },
  }
}
