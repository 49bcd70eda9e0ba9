import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Flusher, openFlusher } from '../../src/db/flusher.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { createInbox, type Receipt } from '../../src/inbox/receive.ts'
import { createLocalQueue } from '../../src/jobs/local-queue.ts'
import { messageFrom, person, sealer } from '../support/samples.ts'

let folder: string
let database: Database

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gan-dan-inbox-'))
  database = openDatabase(`file:${join(folder, 'inbox.db')}`)
  await migrate(database)
})
afterEach(async () => {
  await database[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

function inboxWith(flusher: Flusher | null, maxPending = 10) {
  const queue = createLocalQueue({ findWork: async () => [], concurrency: 1, maxWaiting: 10, onError: () => {} })
  return createInbox({ db: database.db, sealer, queue, flusher, maxPending, mask: (text) => text })
}

/** A flusher whose sync is over when the test says so. */
function heldFlusher() {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  promise.catch(() => {})
  const flusher: Flusher = { flush: () => promise, [Symbol.asyncDispose]: async () => {} }
  return { flusher, resolve, reject }
}

describe('an inbox whose commits do not wait for the disk', () => {
  it('says that an event is kept once it is on disk, not when it is committed', async () => {
    const { flusher, resolve } = heldFlusher()
    let receipt: Receipt | null = null
    const received = inboxWith(flusher)
      .receive([messageFrom(person(1), 'm1')], 1)
      .then((given) => {
        receipt = given
      })
    while ((await database.db.selectFrom('inbox').select('id').execute()).length === 0) await turn()
    expect(receipt).toBeNull()
    resolve()
    await received
    expect(receipt).toEqual({ type: 'stored', fresh: 1 })
  })

  it('says so when the disk failed', async () => {
    const { flusher, reject } = heldFlusher()
    const received = inboxWith(flusher).receive([messageFrom(person(1), 'm1')], 1)
    const error = new Error('EIO')
    reject(error)
    expect(await received).toEqual({ type: 'storage_failed', error })
  })

  it('takes no more than may wait, those that wait for the disk among them', async () => {
    const { flusher, resolve } = heldFlusher()
    const inbox = inboxWith(flusher, 2)
    const first = inbox.receive([messageFrom(person(1), 'm1'), messageFrom(person(2), 'm2')], 1)
    expect(await inbox.receive([messageFrom(person(3), 'm3')], 1)).toEqual({ type: 'overloaded' })
    resolve()
    await first
    expect(await inbox.receive([messageFrom(person(3), 'm3')], 1)).toEqual({ type: 'stored', fresh: 1 })
  })
})

describe('the flusher of a database', () => {
  it('syncs its log, however many ask at once, and asks nothing of SQLite', async () => {
    await using flusher = await openFlusher(join(folder, 'inbox.db'))
    const inbox = inboxWith(flusher, 1000)
    const receipts = await Promise.all(
      Array.from({ length: 200 }, (_, number) => inbox.receive([messageFrom(person(number), `m${number}`)], 1)),
    )
    expect(receipts.every((receipt) => receipt.type === 'stored')).toBe(true)
    expect(await database.db.selectFrom('inbox').select('id').execute()).toHaveLength(200)
  })

  it('rejects when it cannot sync', async () => {
    const flusher = await openFlusher(join(folder, 'inbox.db'))
    await flusher[Symbol.asyncDispose]()
    await expect(flusher.flush()).rejects.toThrow()
  })
})
