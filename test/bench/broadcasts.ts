import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sealerFor } from '../../src/data-key.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Db, type Engine, openDatabase } from '../../src/db/open.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { createServerProcess } from '../support/server-process.ts'
import { DATA_KEY } from '../support/system.ts'
import { approveAnnouncement, DUE, fillPeople, PAGES, writeAccounts } from './announcement.ts'
import { FIRST_ASKING, startAsking } from './asking.ts'
import { Latencies, type LatencySummary } from './latencies.ts'
import { findCores, pin } from './pinning.ts'
import { atLeast, atMost, type Goal, goalLine, latencyCells, row } from './report.ts'
import { peakMemoryMb, residentMb, runSendLoop } from './servers.ts'
import { startSink } from './sink.ts'
import { startFlags } from './start-flags.ts'

const PEOPLE = 1_000_000
const QUICK_PEOPLE = 50_000
const ANSWER_MS = 20
const SEND_LOOP_S = 5
const AT_ONCE = 64
/** The first look at the clock comes when all is warm. */
const BEFORE_MS = 10_000
const LOOK_EVERY_MS = 500
const EARLY_SHARE = 0.2
const FIXED_WITHIN_S = 60
const SENT_PER_SECOND = 1500
const REPLY_MS = 1000
const MEMORY_MB = 300

export interface BroadcastMeasurements {
  readonly engine: Engine
  readonly people: number
  /** From the first recipient to the last. */
  readonly fixedSeconds: number
  /** From the first message to the last. */
  readonly sentPerSecond: number
  /** Once all recipients were fixed. */
  readonly sentPerSecondAfter: number | null
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

/** Both engines, one after the other; `quick`: a twentieth of the people. */
export async function measureBroadcasts(quick: boolean): Promise<BroadcastMeasurements[]> {
  const people = quick ? QUICK_PEOPLE : PEOPLE
  return [await measureBroadcast('sqlite', people), await measureBroadcast('postgres', people)]
}

/** Measures one announcement to `people` on an engine, with the real server between a database of its own and a sink. */
export async function measureBroadcast(
  engine: Engine,
  people: number,
  nodeFlags = startFlags(),
): Promise<BroadcastMeasurements> {
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

  const reply = new Latencies()
  const asked = new Map<string, number>()
  const sink = parts.use(
    await startSink(ANSWER_MS, (recipient) => {
      const at = asked.get(recipient)
      if (asked.delete(recipient)) reply.add(performance.now() - (at ?? 0))
      return Number(recipient) < FIRST_ASKING
    }),
  )
  const cores = findCores()
  const before = await runSendLoop(sink.url, SEND_LOOP_S, AT_ONCE, cores?.server)
  const ofLoop = sink.calls
  const accounts = join(folder, 'accounts.yaml')
  writeAccounts(accounts)
  const server = parts.use(
    await createServerProcess(
      folder,
      {
        DATABASE_URL: databaseUrl,
        DATA_KEY: DATA_KEY.toString('base64'),
        CONSOLE_ADMIN_PASSWORD: 'a password of the benchmark',
        ACCOUNTS_FILE: accounts,
        MESSENGER_API_URL: sink.url,
        ZALO_API_URL: sink.url,
        FAKE_NOW: new Date(DUE - BEFORE_MS).toISOString(),
        LOG_LEVEL: 'warn',
      },
      nodeFlags,
    ),
  )
  await server.start()
  if (cores) pin(server.pid, cores.server)
  const asking = await startAsking(server.url, asked)
  const watched = await watch(db, server.pid, () => sink.calls - ofLoop, people)
  await asking.end()
  await delay(1000)
  const peak = peakMemoryMb(server.pid) ?? Number.NaN
  // A CPU profile is written at a polite end alone.
  await server.stop()
  const tooMany = sink.calls - ofLoop - people
  const after = await runSendLoop(sink.url, SEND_LOOP_S, AT_ONCE, cores?.server)
  return {
    engine,
    people,
    ...watched,
    barePerSecond: (before + after) / 2,
    reply: reply.summary(),
    unanswered: asked.size,
    memory: { ...watched.memory, peak },
    tooMany,
  }
}

/** Looks at the run and at the server until all messages are sent. */
async function watch(db: Db, pid: number, sent: () => number, people: number) {
  let begun: number | null = null
  let fixed: { readonly at: number; readonly sent: number } | null = null
  let early: number | null = null
  let late = 0
  while (sent() < people) {
    await delay(LOOK_EVERY_MS)
    const now = performance.now()
    const run = await db.selectFrom('broadcast_runs').select('status').executeTakeFirst()
    if (run && begun === null) begun = now
    if (run && run.status !== 'placing') fixed ??= { at: now, sent: sent() }
    late = residentMb(pid) ?? Number.NaN
    if (sent() > people * EARLY_SHARE) early ??= late
  }
  const end = performance.now()
  const seconds = (since: number) => (end - since) / 1000
  return {
    fixedSeconds: ((fixed?.at ?? end) - (begun ?? end)) / 1000,
    sentPerSecond: people / seconds(begun ?? end),
    sentPerSecondAfter: fixed && fixed.sent < people ? (people - fixed.sent) / seconds(fixed.at) : null,
    memory: { early: early ?? late, late },
  }
}

/** What is to be held at the full size. */
export function broadcastGoals(m: BroadcastMeasurements): Goal[] {
  return [
    atMost(`${m.engine}: recipients fixed, s`, FIXED_WITHIN_S, m.fixedSeconds),
    atLeast('  sent a second', SENT_PER_SECOND, m.sentPerSecond),
    atMost('  answers to citizens meanwhile, p99, ms', REPLY_MS, m.reply.p99),
    atMost('  resident memory at its peak, MB', MEMORY_MB, m.memory.peak),
    atMost('  messages too many', 1, m.tooMany),
  ]
}

/** The measurements in words and columns. */
export function broadcastReport(m: BroadcastMeasurements): string {
  return [
    `an announcement to ${m.people.toLocaleString('en')} people, ${m.engine}, ${PAGES.length} Pages`,
    '',
    row(
      'sent a second, share of a bare loop',
      `${Math.round(m.sentPerSecond)}`,
      `of ${Math.round(m.barePerSecond)}`,
      (m.sentPerSecond / m.barePerSecond).toFixed(2),
    ),
    row('  once all recipients were fixed', `${Math.round(m.sentPerSecondAfter ?? Number.NaN)}`),
    row('answers to citizens meanwhile', ...latencyCells(m.reply), `${m.unanswered} open`),
    row('resident memory, a fifth sent / all, MB', `${Math.round(m.memory.early)}`, `${Math.round(m.memory.late)}`),
    '',
    ...broadcastGoals(m).map(goalLine),
  ].join('\n')
}

if (import.meta.main) {
  const { values: options } = parseArgs({
    options: {
      json: { type: 'boolean' },
      quick: { type: 'boolean' },
      people: { type: 'string' },
      engine: { type: 'string' },
      profile: { type: 'string' },
    },
  })
  const people = options.people === undefined ? undefined : Number(options.people)
  for (const engine of ['sqlite', 'postgres'] as const) {
    if (options.engine !== undefined && options.engine !== engine) continue
    const count = people ?? (options.quick ? QUICK_PEOPLE : PEOPLE)
    const measured = await measureBroadcast(engine, count, startFlags(options.profile))
    console.log(
      options.json
        ? JSON.stringify({ ...measured, goals: broadcastGoals(measured) }, null, 2)
        : broadcastReport(measured),
    )
  }
}
