import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, inject } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, type Db, type Engine, openDatabase } from '../../src/db/open.ts'
import type { PostgresAnswer } from './postgres.setup.ts'
import { administer, databaseUrl } from './postgres-server.ts'

export const ENGINES = ['sqlite', 'postgres'] as const satisfies readonly Engine[]

/** A database of its own, for `DATABASE_URL`; disposing takes it away. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string
}

export interface TestDatabaseOptions {
  /** It has all tables already: a copy of one that was migrated, for tests that begin behind the migrations. */
  readonly migrated?: boolean
}

/** Makes an empty database that nobody else uses. Not migrated unless asked for: whoever opens it does that, as the application would. */
export function createTestDatabase(
  engine: Engine,
  { migrated = false }: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  return engine === 'sqlite' ? createSqlite(migrated) : createPostgres(migrated)
}

async function createSqlite(migrated: boolean): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'gan-dan-sqlite-'))
  const path = join(folder, 'test.db')
  if (migrated) {
    migratedFile ??= makeMigratedFile()
    await writeFile(path, await migratedFile)
  }
  return {
    url: `file:${path}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The bytes of a migrated database, made once a process. */
let migratedFile: Promise<Buffer> | null = null

async function makeMigratedFile(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'gan-dan-migrated-'))
  const path = join(folder, 'test.db')
  try {
    {
      await using database = openDatabase(`file:${path}`)
      await migrate(database)
    }
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function createPostgres(migrated: boolean): Promise<TestDatabase> {
  const { serverUrl, template } = await askForPostgres(migrated)
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(serverUrl, `create database ${name} template ${template} strategy file_copy`)
  return {
    url: databaseUrl(serverUrl, name),
    // `force`: a test that simulates a crash leaves connections behind.
    [Symbol.asyncDispose]: () => administer(serverUrl, `drop database ${name} with (force)`),
  }
}

async function askForPostgres(migrated: boolean): Promise<PostgresAnswer> {
  const answer = await fetch(new URL(migrated ? '/migrated' : '/', inject('postgresBroker')))
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as PostgresAnswer
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
    let empty: (() => Promise<void>) | undefined

    beforeAll(async () => {
      home = await createTestDatabase(engine, { migrated: true })
      opened = openDatabase(home.url)
      empty = await createEmptying(opened)
    })
    beforeEach(() => present(empty)())
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

/**
 * Empties all tables each time it is called. Most are empty before most tests: to ask all in one query is many times
 * cheaper than to empty each. PostgreSQL takes longer to plan that query than to answer it, so it plans it once.
 */
async function createEmptying({ db, engine, pool }: Database): Promise<() => Promise<void>> {
  const tables = await tablesOf(db, engine)
  const text = tables.map((name) => `select '${name}' as name where exists (select 1 from ${name})`).join(' union all ')
  const filled = async (): Promise<readonly { readonly name: string }[]> => {
    const answer = pool
      ? pool.query({ name: 'filled-tables', text })
      : sql<{ name: string }>`${sql.raw(text)}`.execute(db)
    return (await answer).rows
  }
  return async () => {
    for (const { name } of await filled()) await sql`delete from ${sql.raw(name)}`.execute(db)
  }
}

async function tablesOf(db: Db, engine: Engine): Promise<string[]> {
  const ours =
    engine === 'postgres'
      ? sql`pg_tables where schemaname = 'public'`
      : sql`pragma_table_list where schema = 'main' and type = 'table'`
  const nameColumn = sql.id(engine === 'postgres' ? 'tablename' : 'name')
  const tables = await sql<{ name: string }>`select ${nameColumn} as name from ${ours} order by 1`.execute(db)
  const names = tables.rows.map(({ name }) => name).filter((name) => !/^(kysely|sqlite)_/.test(name))
  return engine === 'postgres' ? [...names, 'graphile_worker._private_jobs'] : names
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the database is there within tests and hooks only')
  return value
}
