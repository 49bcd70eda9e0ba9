import type SQLite from 'better-sqlite3'
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import { remember } from '../core/remember.ts'
import { ParameterRows } from './parameter-rows.ts'

/** A statement with a list of many values takes a quarter of a megabyte. */
const MAX_STATEMENTS = 150

/**
 * SQLite for Kysely with its prepared statements kept: preparing one anew costs more than most of our queries. With
 * `ParameterRows` a statement runs once for each of them, and gives what they gave together.
 */
export function cachingStatements(sqlite: SQLite.Database): SqliteDatabase {
  const statementOf = remember(MAX_STATEMENTS, (text) => forEachRow(sqlite.prepare(text)))
  return {
    close: () => sqlite.close(),
    prepare: (text) => (text.startsWith('pragma') ? pragma(sqlite, text) : statementOf(text)),
  }
}

/**
 * SQLite carries out most pragmas while it prepares them: a kept one would do nothing the second time. One that sets
 * something is not even prepared here, which would leave an object that only a whole collection takes away.
 */
function pragma(sqlite: SQLite.Database, text: string): SqliteStatement {
  if (!text.includes('=')) return sqlite.prepare(text) as unknown as SqliteStatement
  const set = () => {
    sqlite.exec(text)
    return { changes: 0, lastInsertRowid: 0 }
  }
  return { reader: false, run: set, all: () => [], iterate: () => [].values() }
}

function forEachRow(statement: SQLite.Statement<unknown[]>): SqliteStatement {
  return {
    reader: statement.reader,
    iterate: (parameters) => statement.iterate(parameters),
    all: (parameters) => (parameters instanceof ParameterRows ? allOfEach(parameters) : statement.all(parameters)),
    run: (parameters) => (parameters instanceof ParameterRows ? runEach(parameters) : statement.run(parameters)),
  }

  function allOfEach(rows: ParameterRows): unknown[] {
    const all: unknown[] = []
    for (const row of rows) all.push(...statement.all(row))
    return all
  }

  function runEach(rows: ParameterRows): SQLite.RunResult {
    const total: SQLite.RunResult = { changes: 0, lastInsertRowid: 0 }
    for (const row of rows) {
      const { changes, lastInsertRowid } = statement.run(row)
      total.changes += changes
      total.lastInsertRowid = lastInsertRowid
    }
    return total
  }
}
