import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { migrate } from '../../src/db/migrate.ts'
import { type Db, type Engine, openDatabase } from '../../src/db/open.ts'
import { sealerFor } from '../../src/data-key.ts'
import { measureOutbox } from '../../src/outbox/open-rows.store.ts'
import { SANDBOX_MESSENGER, startFakeMessenger } from '../../src/sandbox/index.ts'
import { toWire } from '../../src/sandbox/messenger/wire.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { createServerProcess } from '../support/server-process.ts'
import { DATA_KEY } from '../support/system.ts'
import { approveAnnouncement, DUE, fillPeople, PAGES, writeAccounts } from './announcement.ts'
import { Latencies, type LatencySummary } from './latencies.ts'
import { findCores, pin } from './pinning.ts'
import { atLeast, atMost, type Goal, goalLine, latencyCells, row } from './report.ts'
import { peakMemoryMb, residentMb, runSendLoop } from './servers.ts'
import { startSink } from './sink.ts'

const PEOPLE = 1_000_000
const QUICK_PEOPLE = 50_000
const ANSWER_MS = 20
const SEND_LOOP_S = 5
const AT_ONCE = 64
const QUESTIONS_PER_SECOND = 10
/** The first look at the clock comes when all is warm. */
const BEFORE_MS = 10_000
const LOOK_EVERY_MS = 500
/** People who ask have other ids than those who are announced to. */
const FIRST_ASKING = 9_000_000_000_000_000

export interface BroadcastMeasurements {
  readonly engine: Engine
  readonly people: number
  /** From the first recipient to the last. */
  readonly fixedSeconds: number
  /** From the first message to the last. */
  readonly sentPerSecond: number
  /** Once all recipients were fixed. */
  readonly sentPerSecondAfter: number
  /** The same calls in a bare loop, before and after. */
  readonly barePerSecond: number
  /** From a person's webhook to its answer at the platform, ms, while messages went out. */
  readonly reply: LatencySummary
  readonly unanswered: number
  /** Of the server, MB: when a fifth was sent, at the end, at its peak. */
  readonly memory: { readonly early: number; readonly late: number; readonly peak: number }
  /** Messages that arrived and were not to. */
  readonly tooMany: number
}

/** Measures one announcement to `people` on an engine, with the real server between a database of its own and a sink. */
export async function measureBroadcast(engine: Engine, people: number): Promise<BroadcastMeasurements> {
  await using parts = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'gan-dan-announcement-'))
  parts.defer(() => rmSync(folder, { recursive: true, force: true }))
  const databaseUrl =
    engine === 'sqlite'
      ? `file:${join(folder, 'bench.db')}`
      : parts.use(await startPostgresServer({ durable: true })).url
  const database = parts.use(openDatabase(databaseUrl))
  const { db } = database
  await migrate(database)
  await fillPeople(db, await sealerFor(DATA_KEY, db), people)
  await approveAnnouncement(db)
  if (engine === 'sqlite') await db.executeQuery(checkpoint())

  const reply = new Latencies()
  const asked = new Map<string, number>()
  const sink = parts.use(
    await startSink(ANSWER_MS, (recipient) => {
      const at = asked.get(recipient)
      if (at === undefined) return
      asked.delete(recipient)
      reply.add(performance.now() - at)
    }),
  )
  const cores = findCores()
  const before = await runSendLoop(sink.url, SEND_LOOP_S, AT_ONCE, cores?.server)
  const ofLoop = sink.calls
  const accounts = join(folder, 'accounts.yaml')
  writeAccounts(accounts)
  const server = parts.use(
    await createServerProcess(folder, {
      DATABASE_URL: databaseUrl,
      DATA_KEY: DATA_KEY.toString('base64'),
      CONSOLE_ADMIN_PASSWORD: 'a password of the benchmark',
      ACCOUNTS_FILE: accounts,
      MESSENGER_API_URL: sink.url,
      ZALO_API_URL: sink.url,
      FAKE_NOW: new Date(DUE - BEFORE_MS).toISOString(),
      LOG_LEVEL: 'warn',
      NODE_OPTIONS: '--max-semi-space-size=12 --max-old-space-size=256',
    }),
  )
  await server.start()
  if (cores) pin(server.pid, cores.server)
  const watched = await watch(db, server.pid, () => sink.calls - ofLoop, people, () => ask(server.url, asked))
  await delay(1000)
  const peak = peakMemoryMb(server.pid) ?? Number.NaN
  const log = server.log()
  if (process.env.BENCH_LOG) console.error(log)
  await server.kill()
  const after = await runSendLoop(sink.url, SEND_LOOP_S, AT_ONCE, cores?.server)
  return {
    engine,
    people,
    ...watched,
    barePerSecond: (before + after) / 2,
    reply: reply.summary(),
    unanswered: asked.size,
    memory: { ...watched.memory, peak },
    tooMany: watched.calls - reply.count - people,
  }
}
