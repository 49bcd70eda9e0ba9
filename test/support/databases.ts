import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, inject } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, type Db, type Engine, openDatabase } from '../../src/db/open.ts'

export const ENGINES = ['sqlite', 'postgres'] as const satisfies readonly Engine[]

/** An empty database of its own, for `DATABASE_URL`; disposing takes it away. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string
}

/** Makes an empty database that nobody else uses. Not migrated: whoever opens it does that, as the application would. */
export function createTestDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === 'sqlite' ? createSqlite() : createPostgres()
}

async function createSqlite(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'gan-dan-sqlite-'))
  return {
    url: `file:${join(folder, 'test.db')}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

async function createPostgres(): Promise<TestDatabase> {
  const serverUrl = await askForPostgres()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    // `force`: a test that simulates a crash leaves connections behind.
    [Symbol.asyncDispose]: () => administer(serverUrl, `drop database ${name} with (force)`),
  }
}

async function askForPostgres(): Promise<string> {
  const answer = await fetch(inject('postgresBroker'))
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** What a case file on both engines works with; read it inside tests and hooks only. */
export interface EngineContext {
  readonly engine: Engine
  readonly url: string
  readonly database: Database
  readonly db: Db
}

/** The same cases on a migrated database of each engine. Every test begins with empty tables. */
export function describeOnBothEngines(name: string, cases: (context: EngineContext) => void): void {
  describe.each(ENGINES)(`${name} on %s`, (engine) => {
    let home: TestDatabase | undefined
    let opened: Database | undefined

    beforeAll(async () => {
      home = await createTestDatabase(engine)
      opened = openDatabase(home.url)
      await migrate(opened)
    })
    beforeEach(() => emptyTables(present(opened)))
    afterAll(async () => {
      await opened?.[Symbol.asyncDispose]()
      await home?.[Symbol.asyncDispose]()
    })

    cases({
      engine,
      get url() {
        return present(home).url
      },
      get database() {
        return present(opened)
      },
      get db() {
        return present(opened).db
      },
    })
  })
}

async function emptyTables({ db, engine }: Database): Promise<void> {
  for (const table of await filledTables(db, engine)) await sql`delete from ${sql.id(table)}`.execute(db)
  if (engine === 'postgres') await sql`delete from graphile_worker._private_jobs`.execute(db)
}

/** Most tables are empty before most tests: to ask all in one query is many times cheaper than to empty each. */
async function filledTables(db: Db, engine: Engine): Promise<string[]> {
  const ours =
    engine === 'postgres'
      ? sql`pg_tables where schemaname = 'public'`
      : sql`pragma_table_list where schema = 'main' and type = 'table'`
  const nameColumn = sql.id(engine === 'postgres' ? 'tablename' : 'name')
  const tables = await sql<{ name: string }>`select ${nameColumn} as name from ${ours} order by 1`.execute(db)
  const questions = tables.rows
    .filter(({ name }) => !/^(kysely|sqlite)_/.test(name))
    .map(({ name }) => sql`select ${sql.lit(name)} as name where exists (select 1 from ${sql.id(name)})`)
  const filled = await sql<{ name: string }>`${sql.join(questions, sql` union all `)}`.execute(db)
  return filled.rows.map(({ name }) => name)
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the database is there within tests and hooks only')
  return value
}
