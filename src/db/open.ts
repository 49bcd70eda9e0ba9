import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import { AppError } from '../core/errors.ts'
import { cachingStatements } from './caching-statements.ts'
import type { Schema } from './schema.ts'

export type Engine = 'sqlite' | 'postgres'
/** A database or a transaction on it: store functions take it first, so that they fit in any transaction. */
export type Db = Kysely<Schema>

export interface Database extends AsyncDisposable {
  readonly db: Db
  readonly engine: Engine
  /** PostgreSQL's own pool, for what Kysely has no word for (listening, advisory locks); null on SQLite. */
  readonly pool: pg.Pool | null
  /** SQLite's file; null on PostgreSQL and in memory. */
  readonly path: string | null
}

/**
 * Opens `file:<path>` (made when missing, `file::memory:` in memory) or `postgres://…`, which is first called when it is
 * first used. Throws an `AppError` when the file cannot be opened.
 */
export function openDatabase(url: string): Database {
  return url.startsWith('file:') ? openSqlite(url.slice('file:'.length)) : openPostgres(url)
}

function openSqlite(path: string): Database {
  const sqlite = openFile(path)
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: cachingStatements(sqlite) }) })
  return {
    db,
    engine: 'sqlite',
    pool: null,
    path: path === ':memory:' ? null : path,
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

function openFile(path: string): SQLite.Database {
  try {
    if (path !== ':memory:') makePrivate(path)
    const sqlite = new SQLite(path)
    setUp(sqlite)
    return sqlite
  } catch (cause) {
    throw new AppError(
      'database',
      `DATABASE_URL: ${path} cannot be opened (${(cause as Error).message}): name a file that this user may write, and that is a database or not yet there.`,
      { cause },
    )
  }
}

/** What is not sealed tells who wrote when. SQLite gives the files beside it the rights of the first. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  closeSync(openSync(path, 'a', 0o600))
}

function setUp(sqlite: SQLite.Database): void {
  sqlite.pragma('journal_mode = WAL')
  // FULL: a commit is on disk before it returns, also when the machine loses power. Group commit pays for it.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('busy_timeout = 5000')
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma('cache_size = -8000')
}

function openPostgres(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    // bigint columns hold ids and milliseconds, both far below 2^53: numbers, as on SQLite.
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  })
  // A broken idle connection is replaced at the next use; without a listener it would stop the process.
  pool.on('error', () => {})
  // The same for one that is in use: the query under way rejects, and so does the next; that is all who needs to know.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { db, engine: 'postgres', pool, path: null, [Symbol.asyncDispose]: () => db.destroy() }
}
