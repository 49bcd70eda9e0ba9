import type SQLite from 'better-sqlite3'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

const MAX_STATEMENTS = 500

/** SQLite for Kysely with its prepared statements kept: preparing one anew costs more than most of our queries. */
export function cachingStatements(sqlite: SQLite.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => sqlite.close(),
    prepare(sql: string): SqliteStatement {
      // SQLite carries out most pragmas while it prepares them: kept ones would do nothing the second time.
      if (sql.startsWith('pragma')) return sqlite.prepare(sql) as unknown as SqliteStatement
      const known = statements.get(sql)
      if (known) return known
      const statement = sqlite.prepare(sql) as unknown as SqliteStatement
      if (statements.size >= MAX_STATEMENTS) statements.delete(statements.keys().next().value as string)
      statements.set(sql, statement)
      return statement
    },
  }
}
