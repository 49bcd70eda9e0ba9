import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctorCommand } from '../../../src/cli/commands/doctor.ts'
import { migrateCommand } from '../../../src/cli/commands/migrate.ts'
import { outboxCommand } from '../../../src/cli/commands/outbox.ts'
import { systemClock } from '../../../src/core/clock.ts'
import type { ContactId } from '../../../src/core/ids.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { openDatabase } from '../../../src/db/open.ts'
import { createSealer } from '../../../src/db/seal.ts'
import { claimDue } from '../../../src/outbox/claim.store.ts'
import { insertOutbox } from '../../../src/outbox/outbox.store.ts'
import { recordResults } from '../../../src/outbox/results.store.ts'
import { runCommandLine } from '../../support/command-line.ts'
import { createTestDatabase, type TestDatabase } from '../../support/databases.ts'

const DATA_KEY = Buffer.alloc(32, 3).toString('base64')
const person = 'messenger:1/7' as ContactId
let home: TestDatabase

beforeEach(async () => {
  home = await createTestDatabase('sqlite')
})
afterEach(() => home[Symbol.asyncDispose]())

/** Runs one command line; gives its exit code and what it wrote. */
function run(line: string, env: Record<string, string> = {}) {
  return runCommandLine([doctorCommand, migrateCommand, outboxCommand], line.split(' '), {
    env: { DATABASE_URL: home.url, DATA_KEY, ...env },
    now: systemClock.now,
  })
}

async function giveUpOneMessage(): Promise<number> {
  const sealer = createSealer(randomBytes(32))
  await using database = openDatabase(home.url)
  await migrate(database)
  await insertOutbox(
    database.db,
    sealer,
    [{ contact: person, purpose: 'reply', key: 'k1', part: { body: { text: 'bí mật' } } }],
    1,
  )
  const [[row] = []] = await claimDue(database.db, sealer, [{ account: 'messenger:1' as never, limit: 10 }], 2)
  const id = row?.id ?? 0
  await recordResults(
    database.db,
    [{ id, status: 'failed', why: { reason: 'rejected', code: '100', detail: 'invalid parameter' } }],
    3,
  )
  return id
}

describe('doctor', () => {
  it('finds nothing wrong with a fresh sandbox', async () => {
    const { code, out } = await run('doctor')
    expect(out).not.toContain('WRONG')
    expect(out).toMatch(/ok +content: \d+ articles/)
    expect(code).toBe(0)
  })

  it('names the setting that is wrong', async () => {
    const { code, out } = await run('doctor', { PORT: 'three' })
    expect(out).toMatch(/WRONG settings: [\s\S]*PORT/)
    expect(code).toBe(1)
  })

  it('tells of a data key that is not the database’s', async () => {
    await run('doctor')
    const { code, out } = await run('doctor', { DATA_KEY: Buffer.alloc(32, 4).toString('base64') })
    expect(out).toMatch(/WRONG storage: DATA_KEY is not the key/)
    expect(code).toBe(1)
  })

  it('tells of a platform that does not answer', async () => {
    const account = {
      MESSENGER_PAGE_ID: '1',
      MESSENGER_PAGE_TOKEN: 't',
      MESSENGER_APP_SECRET: 's',
      MESSENGER_VERIFY_TOKEN: 'v',
    }
    const { out } = await run('doctor', {
      ...account,
      CONSOLE_ADMIN_PASSWORD: 'a long password',
      MESSENGER_API_URL: 'http://127.0.0.1:1',
    })
    expect(out).toMatch(/WRONG reach http:\/\/127.0.0.1:1: .*ECONNREFUSED/)
  })

  it('speaks JSON', async () => {
    expect(JSON.parse((await run('doctor --json')).out)).toMatchObject({ ok: true, findings: expect.any(Array) })
  })
})

describe('migrate', () => {
  it('goes up and down and up again', async () => {
    const steps = (await run('migrate')).out
    expect(steps).toMatch(/^up: 001-init, .*\d{3}-[a-z-]+\n$/)
    const last = steps.trim().split(', ').at(-1)
    expect((await run('migrate')).out).toBe('The database has this shape already.\n')
    expect((await run('migrate down')).out).toBe(`down: ${last}\n`)
    expect(JSON.parse((await run('migrate up --json')).out)).toEqual({ direction: 'up', steps: [last] })
  })

  it('knows no other way', async () => {
    expect(await run('migrate sideways')).toMatchObject({ code: 2, err: expect.stringContaining('migrate [up|down]') })
  })
})

describe('outbox', () => {
  it('lists what was given up, without its text or person, and puts it back into the line', async () => {
    const id = await giveUpOneMessage()
    const listed = await run('outbox dead')
    expect(listed.out).toContain(`${id}\tfailed\tmessenger:1`)
    expect(listed.out).toContain('rejected 100: invalid parameter')
    expect(listed.out).not.toMatch(/bí mật|messenger:1\/7/)
    expect((await run(`outbox resend ${id}`)).out).toBe('1 of 1 stand in line again.\n')
    expect((await run('outbox dead')).out).toBe('There are no dead letters.\n')
  })

  it.each([
    'outbox',
    'outbox resend',
    'outbox resend all',
    'outbox burn',
  ])('refuses "%s" with its usage', async (line) => {
    expect(await run(line)).toMatchObject({ code: 2, err: expect.stringContaining('outbox resend <id>') })
  })

  it('says when a message is no dead letter', async () => {
    await giveUpOneMessage()
    expect(await run('outbox resend 999')).toMatchObject({ code: 1, out: '0 of 1 stand in line again.\n' })
  })
})
