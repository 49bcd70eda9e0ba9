import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupCommand, restoreCommand } from '../../../src/cli/commands/backup.ts'
import { systemClock } from '../../../src/core/clock.ts'
import type { AccountId, ContactId } from '../../../src/core/ids.ts'
import { sealerFor } from '../../../src/data-key.ts'
import { insertAudit } from '../../../src/db/audit.store.ts'
import { ownTables } from '../../../src/db/backup/own-tables.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { type Db, type Engine, openDatabase } from '../../../src/db/open.ts'
import { insertOutbox } from '../../../src/outbox/outbox.store.ts'
import { saveContacts } from '../../../src/people/contact.store.ts'
import { runCommandLine } from '../../support/command-line.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../../support/databases.ts'

const KEY = Buffer.alloc(32, 5)
const account = 'messenger:1' as AccountId
const homes: TestDatabase[] = []
let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gan-dan-backup-'))
  file = join(folder, 'saved.gz')
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  for (const home of homes.splice(0)) await home[Symbol.asyncDispose]()
})

async function newDatabase(engine: Engine): Promise<string> {
  const home = await createTestDatabase(engine)
  homes.push(home)
  return home.url
}

/** A database in which 1,500 people wrote something, some of them with quotes and emoji. */
async function usedDatabase(engine: Engine): Promise<string> {
  const url = await newDatabase(engine)
  await using database = openDatabase(url)
  await migrate(database)
  const { db } = database
  const sealer = await sealerFor(KEY, db)
  const people = Array.from({ length: 1500 }, (_, number) => `messenger:1/${number}` as ContactId)
  const contacts = people.map((id) => ({
    id,
    account,
    version: 1,
    state: { said: `bà con "số" ${id} 😀` },
    optedOutAt: null,
    mutedUntil: null,
    firstSeenAt: 1,
    lastEventAt: 1_793_000_000_000,
  }))
  await saveContacts(db, sealer, contacts)
  const rows = people.slice(0, 20).map((contact) => {
    return { contact, purpose: 'reply' as const, key: `k${contact}`, part: { body: { text: `'; drop table` } } }
  })
  await insertOutbox(db, sealer, rows, 5)
  await insertAudit(db, { at: 7, actor: 'admin', action: 'login', subject: 'console' })
  return url
}

function run(line: string, url: string, key = KEY) {
  const env = { DATABASE_URL: url, DATA_KEY: key.toString('base64') }
  return runCommandLine([backupCommand, restoreCommand], line.split(' '), { env, now: systemClock.now })
}

async function withDatabase<Result>(url: string, work: (db: Db) => Promise<Result>): Promise<Result> {
  await using database = openDatabase(url)
  return await work(database.db)
}

function contentOf(url: string): Promise<unknown[]> {
  return withDatabase(url, async (db) => {
    const tables = await ownTables(db)
    return Promise.all(
      tables.map(async ({ name, columns }) => {
        const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)
        return [name, rows.map((row) => JSON.stringify(columns.toSorted().map((column) => row[column]))).sort()]
      }),
    )
  })
}

describe.each(ENGINES.flatMap((from) => ENGINES.map((to) => ({ from, to }))))('a backup of $from restored on $to', ({
  from,
  to,
}) => {
  it('holds every row as it was, and new rows get new numbers', async () => {
    const [source, target] = [await usedDatabase(from), await newDatabase(to)]
    expect(await run(`backup ${file}`, source)).toMatchObject({ code: 0, err: '' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const restored = await run(`restore ${file} --json`, target)
    expect(restored).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(restored.out)).toMatchObject({ rows: 1500 + 20 + 1 + 1 })
    expect(await contentOf(target)).toEqual(await contentOf(source))
    await withDatabase(target, (db) => insertAudit(db, { at: 8, actor: 'admin', action: 'login', subject: 'console' }))
  })
})

describe('backup', () => {
  it('does not write over a file', async () => {
    writeFileSync(file, 'precious')
    const { code, err } = await run(`backup ${file}`, await newDatabase('sqlite'))
    expect({ code, err }).toEqual({ code: 1, err: `${file} exists already: name a new file.\n` })
    expect(readFileSync(file, 'utf8')).toBe('precious')
  })

  it('needs the name of a file', async () => {
    const { code, err } = await run('backup ', await newDatabase('sqlite'))
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Name one file.') })
  })

  it('says when the place cannot be written', async () => {
    const { code, err } = await run(`backup ${folder}/none/saved.gz`, await newDatabase('sqlite'))
    expect(code).toBe(1)
    expect(err).toContain(`${folder}/none/saved.gz cannot be written`)
  })
})

describe('restore refuses', () => {
  const lines = (change: (lines: string[]) => string[]) => {
    const whole = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
    writeFileSync(file, gzipSync(`${change(whole).join('\n')}\n`))
  }
  const damages: readonly (readonly [what: string, damage: () => void, says: RegExp])[] = [
    ['a file that is no backup', () => writeFileSync(file, 'hello'), /cannot be read as a backup/],
    [
      'a file cut in the middle',
      () => writeFileSync(file, readFileSync(file).subarray(0, 3000)),
      /as a backup|cut short/,
    ],
    ['a backup without its end', () => lines((all) => all.slice(0, -1)), /is cut short/],
    [
      'a backup that lost a row',
      () =>
        lines((all) =>
          all.toSpliced(
            all.findIndex((text) => text.startsWith('[')),
            1,
          ),
        ),
      /should have \d+ rows and has \d+/,
    ],
    ['a line that is not one', () => lines((all) => all.with(3, '{"x":')), /line 4 is not one of a backup/],
    ['a row too short', () => lines((all) => all.toSpliced(-1, 0, '[1]')), /fits no table/],
    [
      'a backup of a newer version',
      () => lines((all) => all.with(0, (all[0] ?? '').replace('001-init', '999-later'))),
      /another version of the program/,
    ],
  ]

  it.each(damages)('%s, and leaves the database empty', async (_what, damage, says) => {
    await run(`backup ${file}`, await usedDatabase('sqlite'))
    damage()
    const target = await newDatabase('sqlite')
    const { code, err } = await run(`restore ${file}`, target)
    expect(code).toBe(1)
    expect(err).toMatch(says)
    const left = await withDatabase(target, async (db) => {
      const tables = await ownTables(db)
      return Promise.all(tables.map(({ name }) => sql`select 1 from ${sql.table(name)} limit 1`.execute(db)))
    })
    expect(left.every(({ rows }) => rows.length === 0)).toBe(true)
  })

  it('a database that is in use', async () => {
    const used = await usedDatabase('sqlite')
    await run(`backup ${file}`, used)
    const { code, err } = await run(`restore ${file}`, used)
    expect(code).toBe(1)
    expect(err).toMatch(/has rows already .* Stop the server and set DATABASE_URL to a new database/)
  })

  it('another data key than the one it was sealed with', async () => {
    await run(`backup ${file}`, await usedDatabase('sqlite'))
    const { code, err } = await run(`restore ${file}`, await newDatabase('sqlite'), Buffer.alloc(32, 6))
    expect(code).toBe(1)
    expect(err).toMatch(/DATA_KEY is not the key/)
  })
})
