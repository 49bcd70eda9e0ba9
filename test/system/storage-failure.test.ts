import { execFileSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { startPostgresServer } from '../support/postgres-server.ts'
import { type System, startSystem, waitUntil } from '../support/system.ts'
import { post, postUntilTaken, textCall } from './support/http.ts'
import { auditSends, auditTurns } from './support/ledger.ts'
import { askCalmly, startLoad } from './support/load.ts'
import { citizen, PLATFORMS, personId } from './support/people.ts'
import { seededChance } from './support/random.ts'
import { startScene } from './support/scene.ts'
import { openStored, type Stored } from './support/stored.ts'

const OPEN_TO_ALL = { zalo: { openToAll: true }, messenger: { openToAll: true } }

/** Puts a disk full before a running process: no file of its may be written to from now on (EFBIG); null takes it away. */
function limitFileSize(pid: number, bytes: number | null): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes ?? 'unlimited'}:`])
}

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'])
    return true
  } catch {
    return false
  }
}

/** Writes on both platforms; everybody is to come again later. */
async function expectPutOff(system: System, messageId: string): Promise<void> {
  for (const platform of PLATFORMS) {
    const call = textCall(system, platform, { from: personId(platform, 1), messageId, text: 'cảm ơn' })
    const answer = await post(system.url, call)
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await fetch(`${system.url}/healthz`)).status).toBe(200)
}

/** What was put off is taken when it comes again, and answered. */
async function expectTaken(system: System, stored: Stored, messageId: string): Promise<void> {
  const people = PLATFORMS.map((platform) => citizen(system, platform, 1))
  const before = people.map((person) => person.received().length)
  for (const { platform, id } of people)
    await postUntilTaken([system.url], textCall(system, platform, { from: id, messageId, text: 'cảm ơn' }))
  await stored.settled(15_000)
  expect(people.map((person) => person.received().length)).toEqual(before.map((count) => count + 1))
}

function isReady(system: System): Promise<boolean> {
  return fetch(`${system.url}/readyz`).then((answer) => answer.ok)
}

describe('a full disk under SQLite', () => {
  it.skipIf(!hasPrlimit())('puts events off, keeps the server alive, and is got over', async () => {
    await using scene = await startScene('sqlite', OPEN_TO_ALL)
    const { system, stored } = scene
    const people = PLATFORMS.map((platform) => citizen(system, platform, 2))
    // Acknowledged, and still to be sent when the disk is full.
    system.zalo.faults.slow(700)
    system.messenger.faults.slow(700)
    for (const person of people) expect(await person.writes('cảm ơn')).toBe(200)
    await waitUntil('both sends under way', async () => {
      const sending = await stored.db.selectFrom('outbox').select('id').where('status', '=', 'sending').execute()
      return sending.length === 2
    })

    limitFileSize(system.pid, 1)
    await expectPutOff(system, 'during')
    await waitUntil('readiness taken back', async () => !(await isReady(system)))
    await delay(1_000)
    limitFileSize(system.pid, null)
    system.zalo.faults.clear()
    system.messenger.faults.clear()

    await waitUntil('readiness', () => isReady(system))
    await expectTaken(system, stored, 'during')
    // The results of the sends under way could not be stored at once, but were not forgotten.
    expect(people.map((person) => person.received().length)).toEqual([1, 1])
    expect((await fetch(`${system.url}/healthz`)).status).toBe(200)
  })
})

describe('PostgreSQL', { timeout: 60_000 }, () => {
  it('that is stopped puts events off; the server goes on by itself when it is back', async () => {
    await using server = await startPostgresServer({ durable: true })
    await using system = await startSystem({ databaseUrl: server.url, ...OPEN_TO_ALL })
    await using stored = openStored(server.url)
    await expectTaken(system, stored, 'before')

    await server.stop()
    await expectPutOff(system, 'during')
    await waitUntil('readiness taken back', async () => !(await isReady(system)))
    await server.start()

    await waitUntil('readiness', () => isReady(system), 15_000)
    await expectTaken(system, stored, 'during')
    await expectTaken(system, stored, 'after')
  })

  it('that cuts all connections, again and again, costs nothing and repeats nothing', async () => {
    await using scene = await startScene('postgres', OPEN_TO_ALL)
    const { system, stored } = scene
    const calm = await askCalmly(system, stored)
    const people = PLATFORMS.flatMap((platform) =>
      [1, 2, 3, 4, 5, 6].map((number) => citizen(system, platform, number)),
    )
    const load = startLoad({ system, people, chance: seededChance(1), pauseMs: 200 })
    for (let cut = 0; cut < 6; cut++) {
      await delay(400)
      await cutConnections(stored)
    }
    await load.end()
    await stored.settled(20_000)
    expect(load.taken.length).toBeGreaterThan(people.length)
    expect(await auditTurns(stored, [...calm.taken, ...load.taken], calm.partsOf)).toEqual([])
    expect((await auditSends(stored, system)).wrong).toEqual([])
  })
})

/** All but the test's own. */
async function cutConnections({ db }: Stored): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db)
}
