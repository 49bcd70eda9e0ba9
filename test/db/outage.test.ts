import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { ContactId } from '../../src/core/ids.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { findContactsWithWork, findWaitingEvents, markHandled } from '../../src/inbox/inbox.store.ts'
import { createInbox } from '../../src/inbox/receive.ts'
import { createPostgresLocks } from '../../src/jobs/postgres-locks.ts'
import { createPostgresQueue } from '../../src/jobs/postgres-queue.ts'
import { eventually } from '../support/eventually.ts'
import { type PostgresServer, startPostgresServer } from '../support/postgres-server.ts'
import { messageFrom, NOW, person, sealer } from '../support/samples.ts'

let server: PostgresServer
let database: Database

// A server of its own, as careful as in production: it is stopped at once, as by a crash, and must have lost nothing.
beforeAll(async () => {
  server = await startPostgresServer({ durable: true })
  database = openDatabase(server.url)
  await migrate(database)
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

function startSystem() {
  const { db } = database
  const locks = createPostgresLocks(server.url)
  const queue = createPostgresQueue({
    db,
    locks,
    connectionString: server.url,
    findWork: (limit) => findContactsWithWork(db, limit),
    concurrency: 4,
    onError: () => {},
  })
  const inbox = createInbox({ db, sealer, queue, maxPending: 100, mask: (text) => text })
  const handled: string[] = []
  const work = async (contact: ContactId) => {
    const events = (await findWaitingEvents(db, sealer, [contact], 10)).get(contact) ?? []
    for (const { id, event } of events) {
      await markHandled(db, [id], NOW)
      handled.push(event.externalId)
    }
  }
  onTestFinished(async () => {
    await queue.stop()
    await locks[Symbol.asyncDispose]()
  })
  return { inbox, queue, work, handled }
}

it('gives numbers for the integers of both sizes, and buffers for bytes', async () => {
  const { rows } = await sql`select 9007199254740991::bigint as big, 7::integer as small, '\\x00ff'::bytea as bytes,
    null::bigint as none, count(*) as counted from (values (1), (2)) as two`.execute(database.db)
  expect(rows).toEqual([{ big: 9007199254740991, small: 7, bytes: Buffer.of(0, 255), none: null, counted: 2 }])
})

it('rejects a transaction whose connection is cut, and goes on with another connection', async () => {
  const { db } = database
  const cut = db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db)
    // The news of it comes while the transaction asks nothing.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await sql`select 1`.execute(trx)
  })
  await expect(cut).rejects.toThrow()
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
})

it('survives a server that goes away: says so, loses nothing and goes on when it is back', async () => {
  const { inbox, queue, work, handled } = startSystem()
  expect(await inbox.receive([messageFrom(person(1), 'before')], NOW)).toEqual({ type: 'stored', fresh: 1 })

  await server.stop()
  const receipts = await Promise.all(
    [1, 2, 3].map((index) => inbox.receive([messageFrom(person(2), `during-${index}`)], NOW)),
  )
  expect(receipts.map((receipt) => receipt.type)).toEqual(['storage_failed', 'storage_failed', 'storage_failed'])
  await expect(queue.start(work)).rejects.toThrow()

  await server.start()
  await eventually(async () => {
    expect(await inbox.receive([messageFrom(person(3), 'after')], NOW)).toMatchObject({ type: 'stored' })
  })
  await queue.start(work)
  await eventually(() => expect(handled.toSorted()).toEqual(['after', 'before']))
})

it('goes on with a queue that was running when the server went away', async () => {
  const { inbox, queue, work, handled } = startSystem()
  await queue.start(work)
  await inbox.receive([messageFrom(person(4), 'one')], NOW)
  await eventually(() => expect(handled).toEqual(['one']))

  await server.stop()
  await new Promise((resolve) => setTimeout(resolve, 200))
  await server.start()
  await eventually(async () => {
    expect(await inbox.receive([messageFrom(person(4), 'two')], NOW)).toMatchObject({ type: 'stored' })
  })
  await eventually(() => expect(handled).toEqual(['one', 'two']), 10_000)
})
