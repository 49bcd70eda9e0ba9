import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ContactId } from '../../src/core/ids.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, type Db, openDatabase } from '../../src/db/open.ts'
import { addJobs, addJobsFirst } from '../../src/jobs/contact-jobs.ts'
import { createPostgresLocks } from '../../src/jobs/postgres-locks.ts'
import { createPostgresQueue } from '../../src/jobs/postgres-queue.ts'
import { createTestDatabase, type TestDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { person } from '../support/samples.ts'

let home: TestDatabase
let database: Database
let db: Db

beforeAll(async () => {
  home = await createTestDatabase('postgres')
  database = openDatabase(home.url)
  db = database.db
  await migrate(database)
  await sql`create table counters (contact text primary key, told integer not null)`.execute(db)
})
beforeEach(async () => {
  await sql`delete from graphile_worker._private_jobs`.execute(db)
  await sql`delete from counters`.execute(db)
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await home[Symbol.asyncDispose]()
})

/** A queue as each process of the system has one, with locks of its own; it is stopped when the test is over. */
function createProcess(findWork: (limit: number) => Promise<ContactId[]> = async () => []) {
  const errors: unknown[] = []
  const locks = createPostgresLocks(home.url)
  const queue = createPostgresQueue({
    db,
    connectionString: home.url,
    locks,
    findWork,
    concurrency: 8,
    onError: (error) => errors.push(error),
  })
  onTestFinished(async () => {
    await queue.stop()
    await locks[Symbol.asyncDispose]()
  })
  return { queue, errors }
}

async function jobs(): Promise<{ key: string | null; locked: boolean }[]> {
  const { rows } = await sql<{ key: string | null; locked: boolean }>`
    select key, locked_at is not null as locked from graphile_worker._private_jobs order by id`.execute(db)
  return rows
}

/** As workers take them. */
async function order(): Promise<(string | null)[]> {
  const { rows } = await sql<{ key: string | null }>`
    select key from graphile_worker._private_jobs order by priority, run_at`.execute(db)
  return rows.map(({ key }) => key)
}

describe('an announcement', () => {
  it('takes effect with its transaction', async () => {
    const rolledBack = db.transaction().execute(async (trx) => {
      await addJobs(trx, [person(1)])
      throw new Error('no')
    })
    await expect(rolledBack).rejects.toThrow('no')
    expect(await jobs()).toEqual([])

    await db.transaction().execute(async (trx) => {
      await addJobs(trx, [person(1)])
      expect(await jobs()).toEqual([])
    })
    expect(await jobs()).toEqual([{ key: person(1), locked: false }])
  })

  it('is one job a contact, however often it is made', async () => {
    await addJobs(db, [person(2), person(1), person(2)])
    await addJobs(db, [person(1), person(2)])
    expect(await jobs()).toHaveLength(2)
  })

  it('keeps the order of arrival, and puts first who lost their job with a process', async () => {
    await addJobs(db, [person(3), person(1), person(2)])
    await addJobs(db, [person(5), person(4), person(3)])
    expect(await order()).toEqual([3, 1, 2, 5, 4].map((number) => person(number)))
    await addJobsFirst(db, [person(9), person(2), person(8)])
    expect(await order()).toEqual([9, 2, 8, 3, 1, 5, 4].map((number) => person(number)))
  })

  it('never waits for another one in a circle', async () => {
    const people = Array.from({ length: 40 }, (_, index) => person(index))
    const announcements = Array.from({ length: 20 }, (_, index) =>
      db.transaction().execute((trx) => addJobs(trx, index % 2 ? people : people.toReversed())),
    )
    await Promise.all(announcements)
    expect(await jobs()).toHaveLength(40)
  })

  it('is not lost when a worker takes the waiting job in the same moment', async () => {
    await addJobs(db, [person(1)])
    const announced = await db.transaction().execute(async (worker) => {
      await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w'`.execute(worker)
      // It comes to the row that the worker has not yet committed, and waits there.
      const announcement = addJobs(db, [person(1)])
      await eventually(async () => {
        const { rows } = await sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
        expect(rows).toHaveLength(1)
      })
      return { announcement }
    })
    await announced.announcement
    expect(await jobs()).toContainEqual({ key: person(1), locked: false })
  })
})

describe('PostgreSQL queue', () => {
  it('loses no announcement and gives no contact to two processes at once', async () => {
    const processes = [createProcess(), createProcess()]
    const seen = new Map<string, number>()
    const active = new Set<ContactId>()
    let overlaps = 0
    const work = async (contact: ContactId) => {
      if (active.has(contact)) overlaps += 1
      active.add(contact)
      const { rows } = await sql<{ told: number }>`select told from counters where contact = ${contact}`.execute(db)
      await new Promise((resolve) => setTimeout(resolve, 3))
      seen.set(contact, rows[0]?.told ?? 0)
      active.delete(contact)
    }
    for (const { queue } of processes) await queue.start(work)

    const announce = async (contacts: ContactId[]) =>
      db.transaction().execute(async (trx) => {
        await sql`insert into counters select contact, 1 from unnest(${contacts}::text[]) as contact
          on conflict (contact) do update set told = counters.told + 1`.execute(trx)
        await processes[0]?.queue.announce(trx, contacts)
      })
    for (let round = 0; round < 60; round++) {
      const start = round % 10
      await announce(Array.from({ length: 10 }, (_, index) => person(start + index)))
    }

    const { rows } = await sql<{ contact: string; told: number }>`select contact, told from counters`.execute(db)
    const told = new Map(rows.map((row) => [row.contact, row.told]))
    expect(told.size).toBe(19)
    await eventually(() => expect(seen).toEqual(told))
    expect(overlaps).toBe(0)
  })

  it('takes over from a process that was killed in the middle of its work', async () => {
    const url = (path: string) => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href)
    const script = `
      const { openDatabase } = await import(${url('db/open.ts')})
      const { createPostgresLocks } = await import(${url('jobs/postgres-locks.ts')})
      const { createPostgresQueue } = await import(${url('jobs/postgres-queue.ts')})
      const connectionString = ${JSON.stringify(home.url)}
      const { db } = openDatabase(connectionString)
      const locks = createPostgresLocks(connectionString)
      const queue = createPostgresQueue({ db, connectionString, locks, findWork: async () => [], concurrency: 2, onError: console.error })
      await queue.start(() => { console.log('working'); return new Promise(() => {}) })`
    const killed = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void killed.kill('SIGKILL'))
    await addJobs(db, [person(1)])
    await once(killed.stdout, 'data')
    expect(await jobs()).toEqual([{ key: person(1), locked: true }])

    const handed: ContactId[] = []
    const { queue } = createProcess(async () => (handed.length === 0 ? [person(1)] : []))
    await queue.start(async (contact) => void handed.push(contact))
    // The other one is alive: its contact is left to it.
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(handed).toEqual([])

    killed.kill('SIGKILL')
    await once(killed, 'exit')
    await queue.recall()
    await eventually(() => expect(handed).toContain(person(1)))
  })

  it('goes on after all its connections were cut', async () => {
    const { queue } = createProcess()
    const handed: ContactId[] = []
    await queue.start(async (contact) => void handed.push(contact))
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(db)

    await eventually(() => addJobs(db, [person(1)]))
    await eventually(() => expect(handed).toContain(person(1)), 10_000)
  })

  it('begins again when graphile-worker gives up because it cannot complete a job', async () => {
    const { queue, errors } = createProcess()
    const handed: ContactId[] = []
    await queue.start(async (contact) => {
      handed.push(contact)
      if (contact === person(1))
        await sql`alter table graphile_worker._private_jobs rename to _private_jobs_away`.execute(db)
    })
    await addJobs(db, [person(1)])
    await eventually(() => expect(errors.map(String).join()).toContain('Failed to complete job'))
    await sql`alter table graphile_worker._private_jobs_away rename to _private_jobs`.execute(db)

    await addJobs(db, [person(2)])
    await eventually(() => expect(handed).toEqual([person(1), person(2)]), 10_000)
  })
})
