import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Broadcast } from '../../src/broadcasts/broadcast.ts'
import { broadcastsCommand } from '../../src/cli/commands/broadcasts.ts'
import { clockStartingAt } from '../../src/core/clock.ts'
import {
  accountIdOf,
  accountOf,
  type ContactId,
  contactIdOf,
  type ProvinceId,
  platformUserIdOf,
} from '../../src/core/ids.ts'
import { migrate } from '../../src/db/migrate.ts'
import { measureOutbox } from '../../src/outbox/open-rows.store.ts'
import { saveContacts } from '../../src/people/contact.store.ts'
import { newContact } from '../../src/people/contact.ts'
import { SANDBOX_MESSENGER } from '../../src/sandbox/index.ts'
import type { PageApp } from '../../src/sandbox/messenger/page.ts'
import type { SentMessage } from '../../src/sandbox/sent-log.ts'
import { runCommandLine } from '../support/command-line.ts'
import { createTestDatabase, ENGINES } from '../support/databases.ts'
import { employ } from '../support/hired.ts'
import type { Env } from '../support/server-process.ts'
import { accountsAt, startSystem } from '../support/system.ts'
import { instantOf } from './support/campaign.ts'
import { ACCOUNTS, personId } from './support/people.ts'
import { seededChance } from './support/random.ts'
import { openStored, type Stored } from './support/stored.ts'

/** The whole thing with KILL_BROADCAST_PEOPLE=20000, which is also for PostgreSQL: `kill` has its announcements always. */
const PEOPLE = Number(process.env.KILL_BROADCAST_PEOPLE ?? 3000)
const KILLED = process.env.KILL_BROADCAST_PEOPLE === undefined ? (['sqlite'] as const) : ENGINES
const ON_ZALO = 400
/** More than a Page takes in one life, so that a kill strikes. */
const ON_A_PAGE = Math.max(700, PEOPLE / 10)
const LEAST_KILLS = 3
/** How long a life lasts from when it is ready. */
const LIFE_MS = { from: 1000, to: 2500 }
const MOST_IN_FLIGHT = 64
/** What the settings of the accounts allow, by default. */
const PACE = { zalo: { perSecond: 60, burst: 400 }, messenger: { perSecond: 200, burst: 36 } }
const WINDOW_S = 3
/** The commands call no platform. */
const NOBODY = 'http://localhost:9'
const DUE = '2026-10-10 07:30'
const SEED = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 32))
const DRAFT = `title: Ngày hội
province: gia-lai
content: { text: "Mời bà con đến ngày hội.", buttons: [] }
schedule: { type: once, at: 10/10/2026 07:30 }
`
const PAGES = Array.from(
  { length: Math.ceil((PEOPLE - ON_ZALO) / ON_A_PAGE) },
  (_, number): PageApp => ({
    ...SANDBOX_MESSENGER,
    pageId: `1002003004006${String(number).padStart(2, '0')}`,
    pageToken: `page-token-${number}`,
  }),
)

describe.concurrent.each(KILLED)('an announcement on %s whose server is killed every few seconds', (engine) => {
  const name = `reaches each of ${PEOPLE} once or is unknown, at its pace (KILL_BROADCAST_PEOPLE, KILL_SEED=${SEED})`
  it(name, { timeout: 240_000 }, async () => {
    const chance = seededChance(SEED)
    let clock = clockStartingAt(instantOf('2026-10-10 06:50'))
    const platform = { openToAll: true, keepSent: 1_000_000, clock: { now: () => clock.now() } }
    await using parts = new AsyncDisposableStack()
    const { url: databaseUrl } = parts.use(await createTestDatabase(engine))
    const stored = parts.use(openStored(databaseUrl))
    await migrate(stored)
    const env = { ACCOUNTS_FILE: accountsFile(parts) }
    const people = await settle(stored, clock.now())
    await announce(stored, { ...env, DATABASE_URL: databaseUrl, FAKE_NOW: isoOf(clock.now()) })

    clock = clockStartingAt(instantOf(DUE))
    await using system = await startSystem({
      databaseUrl,
      zalo: { ...platform, package: { requestsPerMinute: 4000 } },
      messenger: { ...platform, pages: [SANDBOX_MESSENGER, ...PAGES] },
      env: { ...env, FAKE_NOW: isoOf(clock.now()) },
    })
    system.zalo.faults.slow(20)
    system.messenger.faults.slow(20)
    let interrupted = 0
    let kills = 0
    while (kills < LEAST_KILLS || !(await isThrough(stored))) {
      if (kills > 0) await system.start({ FAKE_NOW: isoOf(clock.now()) })
      await delay(LIFE_MS.from + chance() * (LIFE_MS.to - LIFE_MS.from))
      await system.kill()
      kills += 1
      interrupted += (await measureOutbox(stored.db)).sending
    }
    await system.start({ FAKE_NOW: isoOf(clock.now()) })
    await stored.settled(30_000)

    const rows = await stored.db.selectFrom('outbox').select(['contact_id', 'status']).execute()
    expect(rows.map((row) => row.contact_id).toSorted()).toEqual(people.toSorted())
    const arrived = Map.groupBy([...system.zalo.sent, ...system.messenger.sent], ({ to }) => to)
    const timesArrived = (contact: ContactId) => arrived.get(platformUserIdOf(contact))?.length ?? 0
    expect(rows.filter((row) => timesArrived(row.contact_id) > 1)).toEqual([])
    expect(rows.filter((row) => row.status === 'sent' && timesArrived(row.contact_id) !== 1)).toEqual([])
    const unknown = rows.filter((row) => row.status === 'unknown').length
    expect(rows.filter((row) => row.status === 'sent')).toHaveLength(PEOPLE - unknown)
    // Had no kill struck a send, the test would prove little.
    expect(interrupted).toBeGreaterThan(0)
    expect(unknown).toBeLessThanOrEqual(interrupted)
    // Nor did a platform ever have to say that it was too much.
    for (const { calls } of [system.zalo, system.messenger]) expect(Object.keys(calls.byCode)).toEqual(['0'])
    expect(mostWithin(system.zalo.sent)).toBeLessThanOrEqual(allowed(PACE.zalo))
    for (const ofPage of Map.groupBy(system.messenger.sent, ({ account }) => account).values())
      expect(mostWithin(ofPage)).toBeLessThanOrEqual(allowed(PACE.messenger))
  })
})

/** JSON is YAML. */
function accountsFile(parts: AsyncDisposableStack): string {
  const folder = mkdtempSync(join(tmpdir(), 'gan-dan-pages-'))
  parts.defer(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'accounts.yaml')
  const messenger = PAGES.map((page) => ({
    page_id: page.pageId,
    page_token: page.pageToken,
    app_secret: page.appSecret,
    verify_token: page.verifyToken,
    province: 'gia-lai',
  }))
  writeFileSync(file, JSON.stringify({ messenger }))
  return file
}

/** People who wrote a while ago, on the OA and on the Pages. */
async function settle({ db, sealer }: Stored, now: number): Promise<ContactId[]> {
  const people = Array.from({ length: PEOPLE }, (_, number): ContactId => {
    if (number < ON_ZALO) return contactIdOf(ACCOUNTS.zalo, personId('zalo', number))
    const page = PAGES[Math.floor((number - ON_ZALO) / ON_A_PAGE)] as PageApp
    return contactIdOf(accountIdOf('messenger', page.pageId), personId('messenger', number))
  })
  for (let from = 0; from < PEOPLE; from += 500) {
    const some = people.slice(from, from + 500)
    await saveContacts(
      db,
      sealer,
      some.map((id) => ({ ...newContact(id, accountOf(id), now), version: 1 })),
    )
  }
  return people
}

/** From the draft to the approval, as officers do it by command. */
async function announce(stored: Stored, env: Env & { readonly ACCOUNTS_FILE: string }): Promise<void> {
  for (const name of ['An', 'Bình']) await employ(stored.db, name, 'gia-lai' as ProvinceId, { sealedBy: stored.sealer })
  const file = join(dirname(env.ACCOUNTS_FILE), 'draft.yaml')
  writeFileSync(file, DRAFT)
  const settings = { ...accountsAt({ zaloUrl: NOBODY, messengerUrl: NOBODY }), ...env }
  const command = async (...args: readonly string[]) => {
    const argv = ['broadcasts', ...args, '--json']
    const { code, out, err } = await runCommandLine([broadcastsCommand], argv, { env: settings, now: Date.now })
    if (code !== 0) throw new Error(err)
    return JSON.parse(out)
  }
  const { id }: Broadcast = await command('create', file, '--by', 'An')
  await command('approve', id, '--by', 'Bình')
}

/** All recipients are fixed, and nothing of theirs is left to be sent. */
async function isThrough({ db }: Stored): Promise<boolean> {
  const runs = await db.selectFrom('broadcast_runs').select('status').execute()
  const { queued, sending } = await measureOutbox(db)
  return runs.length > 0 && runs.every(({ status }) => status !== 'placing') && queued + sending === 0
}

/** The most messages that came within any few seconds. */
function mostWithin(messages: readonly SentMessage[]): number {
  const times = messages.map(({ at }) => at).toSorted((a, b) => a - b)
  let first = 0
  let most = 0
  for (const [index, at] of times.entries()) {
    while ((times[first] ?? at) <= at - WINDOW_S * 1000) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}

/** Calls that were under way when the time began come on top. */
function allowed({ perSecond, burst }: { readonly perSecond: number; readonly burst: number }): number {
  return burst + perSecond * WINDOW_S + MOST_IN_FLIGHT
}

function isoOf(instant: number): string {
  return new Date(instant).toISOString()
}
