import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { migrate } from '../../src/db/migrate.ts'
import { type Db, openDatabase } from '../../src/db/open.ts'
import { createTestDatabase, ENGINES } from '../support/databases.ts'

const TABLES = ['audit_log', 'contacts', 'inbox', 'outbox', 'settings', 'support_requests', 'zalo_tokens']

async function tablesOf(db: Db): Promise<string[]> {
  const tables = await db.introspection.getTables()
  return tables
    .filter((table) => (table.schema ?? 'public') === 'public' && !table.name.startsWith('kysely_'))
    .map((table) => table.name)
    .sort()
}

describe.each(ENGINES)('migrate on %s', (engine) => {
  it('makes every table, takes them away and makes them again', async () => {
    await using home = await createTestDatabase(engine)
    await using database = openDatabase(home.url)

    const up = await migrate(database)
    expect(up[0]).toBe('001-init')
    expect(await tablesOf(database.db)).toEqual(expect.arrayContaining(TABLES))
    expect(await migrate(database)).toEqual([])

    for (const _ of up) await migrate(database, 'down')
    expect(await tablesOf(database.db)).toEqual([])

    expect(await migrate(database)).toEqual(up)
    expect(await tablesOf(database.db)).toEqual(expect.arrayContaining(TABLES))
  })

  it('is done once when several processes start together', async () => {
    await using home = await createTestDatabase(engine)

    const done = await Promise.all([1, 2, 3].map(() => migrateInProcess(home.url)))

    expect(done.filter((names) => names.includes('001-init'))).toHaveLength(1)
    await using database = openDatabase(home.url)
    expect(await tablesOf(database.db)).toEqual(expect.arrayContaining(TABLES))
  })

  it('leaves nothing half done when a step fails', async () => {
    await using home = await createTestDatabase(engine)
    await using database = openDatabase(home.url)
    await sql`create table outbox (id integer)`.execute(database.db)

    await expect(migrate(database)).rejects.toMatchObject({
      code: 'migration',
      message: expect.stringContaining('outbox'),
    })
    expect(await tablesOf(database.db)).toEqual(['outbox'])
  })
})

/** Migrates in a process of its own; gives the steps that it took. */
async function migrateInProcess(url: string): Promise<string[]> {
  const script = `
    const { openDatabase } = await import(${JSON.stringify(new URL('../../src/db/open.ts', import.meta.url).href)})
    const { migrate } = await import(${JSON.stringify(new URL('../../src/db/migrate.ts', import.meta.url).href)})
    await using database = openDatabase(${JSON.stringify(url)})
    console.log(JSON.stringify(await migrate(database)))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  return z.array(z.string()).parse(JSON.parse(stdout))
}
