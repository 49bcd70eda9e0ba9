import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { migrate } from '../../src/db/migrate.ts'
import { type Db, openDatabase } from '../../src/db/open.ts'
import { createTestDatabase, ENGINES } from '../support/databases.ts'
import { account, person } from '../support/samples.ts'

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

  it('keeps what came in, and counts on, when events come to be known in another order', async () => {
    await using home = await createTestDatabase(engine)
    await using database = openDatabase(home.url)
    const { db } = database
    const steps = await migrate(database)
    for (const step of steps.toReversed()) {
      await migrate(database, 'down')
      if (step === '022-inbox-order') break
    }
    const event = (name: string) => ({
      account_id: account,
      contact_id: person(1),
      external_id: name,
      type: 'message',
      sealed_event: Buffer.from(name),
      sent_at: 1,
      received_at: 2,
    })
    const first = await db.insertInto('inbox').values(event('first')).returning('id').executeTakeFirstOrThrow()
    const deleted = await db.insertInto('inbox').values(event('deleted')).returning('id').executeTakeFirstOrThrow()
    await db.deleteFrom('inbox').where('id', '=', deleted.id).execute()

    await migrate(database)

    expect(await db.selectFrom('inbox').select(['id', 'external_id', 'attempts']).execute()).toEqual([
      { id: first.id, external_id: 'first', attempts: 0 },
    ])
    await expect(db.insertInto('inbox').values(event('first')).execute()).rejects.toThrow(/unique/i)
    const next = await db.insertInto('inbox').values(event('next')).returning('id').executeTakeFirstOrThrow()
    expect(Number(next.id)).toBeGreaterThan(Number(deleted.id))
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
