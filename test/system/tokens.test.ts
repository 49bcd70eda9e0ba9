import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SANDBOX_ZALO } from '../../src/sandbox/index.ts'
import { ENGINES } from '../support/databases.ts'
import { type System, waitUntil } from '../support/system.ts'
import { saysFlow } from './support/knowledge.ts'
import { type Citizen, citizen } from './support/people.ts'
import { type Scene, sharedScene } from './support/scene.ts'
import type { Stored } from './support/stored.ts'

const OAUTH_PATH = '/v4/oa/access_token'

describe.concurrent.each(ENGINES)('tokens of Zalo, stored in %s', (engine) => {
  const scene = sharedScene(engine)
  beforeAll(scene.start)
  afterAll(scene.end)

  it('are renewed once for twenty messages that meet an expired one; the new pair is kept, sealed', {
    concurrent: false,
  }, async () => {
    const { system, stored } = scene.now
    const renewed = () => ({ calls: system.zalo.calls.byPath[OAUTH_PATH] ?? 0, refreshes: system.zalo.refreshes })
    const before = renewed()
    const once = { calls: before.calls + 1, refreshes: before.refreshes + 1 }
    const people = Array.from({ length: 20 }, (_, number) => citizen(system, 'zalo', number))
    // Their answers reach Zalo together.
    system.zalo.faults.slow(200, { times: 20 })
    system.zalo.faults.expireAccessToken()
    await Promise.all(people.map((person) => person.writes('cảm ơn')))

    await waitUntil('an answer for all', () => people.every((person) => person.received().length > 0))
    await stored.settled()
    expect(people.map((person) => person.received().length)).toEqual(people.map(() => 1))
    expect(renewed()).toEqual(once)

    const pair = await storedPair(stored)
    expect(pair.accessToken).not.toBe(SANDBOX_ZALO.tokens.accessToken)
    const secrets = [...Object.values(pair), ...Object.values(SANDBOX_ZALO.tokens)]
    expect(await findInDatabase(scene.now, secrets)).toEqual([])
    expect(secrets.filter((secret) => system.log().includes(secret))).toEqual([])

    await system.kill()
    await system.start()
    const late = citizen(system, 'zalo', 21)
    expect(saysFlow(await late.answerTo(() => late.writes('cảm ơn')), 'cam-on')).toBe(true)
    expect(system.zalo.refreshes).toBe(once.refreshes)
  })

  it('hold messages back when they are dead, until the operator has put a new pair into the settings', {
    concurrent: false,
  }, async () => {
    const { system, stored } = scene.now
    const person = citizen(system, 'zalo', 31)
    system.zalo.faults.killRefreshToken()
    system.zalo.faults.expireAccessToken()
    expect(await person.writes('cảm ơn')).toBe(200)

    await waitUntil('the cure in the log', () => system.log().includes('An administrator of the OA must consent again'))
    expect((await fetch(`${system.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${system.url}/readyz`)).status).toBe(200)
    await waitUntil(
      'the message back in the line',
      async () => (await messagesTo(stored, person))[0]?.status === 'queued',
    )
    expect(await messagesTo(stored, person)).toEqual([{ status: 'queued', attempts: 0 }])

    const pair = await consentAgain(system)
    await system.stop()
    await system.start({ ZALO_ACCESS_TOKEN: pair.access_token, ZALO_REFRESH_TOKEN: pair.refresh_token })
    await stored.settled()
    expect(saysFlow(person.read(), 'cam-on')).toBe(true)
    expect(person.received()).toHaveLength(1)
  })
})

async function storedPair({ db, sealer }: Stored) {
  const { sealed_pair } = await db.selectFrom('zalo_tokens').select('sealed_pair').executeTakeFirstOrThrow()
  return z.object({ accessToken: z.string(), refreshToken: z.string() }).parse(sealer.open(sealed_pair))
}

function messagesTo({ db }: Stored, { contact }: Citizen) {
  return db.selectFrom('outbox').select(['status', 'attempts']).where('contact_id', '=', contact).execute()
}

/** Those of `secrets` that stand readable in the database: in its files on SQLite, in a value of any table on PostgreSQL. */
async function findInDatabase({ stored, databaseUrl }: Scene, secrets: readonly string[]): Promise<string[]> {
  const bytes =
    stored.engine === 'sqlite' ? filesBeside(databaseUrl.slice('file:'.length)) : Buffer.concat(await allValues(stored))
  return secrets.filter((secret) => bytes.includes(secret))
}

/** Read by another process: closing a file here would take SQLite the locks that our view of the database holds on it. */
function filesBeside(path: string): Buffer {
  const folder = dirname(path)
  const files = readdirSync(folder).map((name) => join(folder, name))
  return execFileSync('cat', files, { maxBuffer: Number.POSITIVE_INFINITY })
}

async function allValues({ db }: Stored): Promise<Buffer[]> {
  const tables = await db.introspection.getTables()
  const ours = tables.filter((table) => table.schema === 'public')
  expect(ours.map((table) => table.name)).toContain('zalo_tokens')
  const rows = await Promise.all(
    ours.map(async ({ name }) => (await sql<Record<string, unknown>>`select * from ${sql.id(name)}`.execute(db)).rows),
  )
  return rows
    .flat()
    .flatMap((row) => Object.values(row))
    .map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(String(value))))
}

/** What the operator does: lets an administrator of the OA consent, and exchanges the code. */
async function consentAgain(system: System) {
  const answer = await fetch(`${system.zalo.url}${OAUTH_PATH}`, {
    method: 'POST',
    headers: { secret_key: SANDBOX_ZALO.appSecret },
    body: new URLSearchParams({
      app_id: SANDBOX_ZALO.appId,
      grant_type: 'authorization_code',
      code: system.zalo.consent(),
    }),
  })
  return z.object({ access_token: z.string(), refresh_token: z.string() }).parse(await answer.json())
}
