import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { createLocalBell } from '../../src/jobs/bell.ts'
import { createPostgresBell } from '../../src/jobs/postgres-bell.ts'
import { createTestDatabase, type TestDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'

describe('the bell of one process', () => {
  it('is heard at once', () => {
    const heard: string[] = []
    createLocalBell((name) => heard.push(name)).ring('zalo-oa:4')
    expect(heard).toEqual(['zalo-oa:4'])
  })
})

describe('the bell of several processes', () => {
  let home: TestDatabase
  let database: Database

  beforeAll(async () => {
    home = await createTestDatabase('postgres')
    database = openDatabase(home.url)
  })
  afterAll(async () => {
    await database[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  function ringer(heard: string[]) {
    if (!database.pool) throw new Error('PostgreSQL has a pool')
    return createPostgresBell(database.pool, home.url, (name) => heard.push(name))
  }

  it('is heard in all of them', async () => {
    const here: string[] = []
    const there: string[] = []
    await using bell = ringer(here)
    await using _other = ringer(there)
    await eventually(() => {
      bell.ring('messenger:1')
      expect(there).toContain('messenger:1')
    })
    expect(here).toContain('messenger:1')
  })

  it('is heard again after its connection broke', async () => {
    const there: string[] = []
    await using bell = ringer([])
    await using _other = ringer(there)
    await eventually(() => {
      bell.ring('before')
      expect(there).toContain('before')
    })
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %'`.execute(database.db)
    await eventually(() => {
      bell.ring('after')
      expect(there).toContain('after')
    })
  })
})
