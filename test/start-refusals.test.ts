import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { AppError } from '../src/core/errors.ts'
import { sealerFor } from '../src/data-key.ts'
import { migrate } from '../src/db/migrate.ts'
import { openDatabase } from '../src/db/open.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from './support/databases.ts'
import type { Env } from './support/server-process.ts'
import { accountsAt } from './support/system.ts'

// Nobody listens there: a server that refuses to start calls no platform.
const NOWHERE = 'http://127.0.0.1:9'
const SETTINGS = accountsAt({ zaloUrl: NOWHERE, messengerUrl: NOWHERE })
const folder = mkdtempSync(join(tmpdir(), 'gan-dan-refusals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// How the process tells it and ends stands in `system/start-refusals`.
describe('what cannot work is refused at the start, with what to do', () => {
  it.each<{ name: string; env: Env; says: readonly string[] }>([
    {
      name: 'real accounts, one of them half given, without a data key and a password',
      env: { ZALO_OA_SECRET_KEY: '', DATA_KEY: '', CONSOLE_ADMIN_PASSWORD: '' },
      says: ['ZALO_OA_SECRET_KEY: is needed with', 'openssl rand -base64 32', 'at least 12 characters'],
    },
    { name: 'a province that is none', env: { PROVINCE: 'atlantis' }, says: ['PROVINCE: ', 'atlantis', 'gia-lai'] },
    { name: 'an address of another machine', env: { HOST: '192.0.2.1' }, says: ['HOST: ', '192.0.2.1', '0.0.0.0'] },
    {
      name: 'a database file in a place that is none',
      env: { DATABASE_URL: 'file:/dev/null/x.db' },
      says: ['DATABASE_URL'],
    },
    {
      name: 'a database file that holds something else',
      env: { DATABASE_URL: `file:${fileOfWords()}` },
      says: ['DATABASE_URL'],
    },
  ])('$name', async ({ env, says }) => {
    const refusal = await refusalOf(env)
    for (const words of says) expect(refusal).toContain(words)
    expect(refusal).not.toMatch(/^\s+at .+:\d+:\d+/m)
  })

  describe.each(ENGINES)('on %s', (engine) => {
    let database: TestDatabase
    beforeAll(async () => {
      database = await createTestDatabase(engine)
      await using opened = openDatabase(database.url)
      await migrate(opened)
      await sealerFor(Buffer.alloc(32, 2), opened.db)
    })
    afterAll(() => database[Symbol.asyncDispose]())

    it('a database that was begun with another data key', async () => {
      expect(await refusalOf({ DATABASE_URL: database.url })).toBe(
        'DATA_KEY is not the key with which this database was begun: set that key again, or use another DATABASE_URL.',
      )
    })
  })
})

/** Starts the app with `env` over good settings; gives what it refuses with. Whatever is no refusal in words is thrown. */
async function refusalOf(env: Env): Promise<string> {
  const defaults = { PORT: '0', DATABASE_URL: `file:${join(folder, 'a.db')}` }
  try {
    await using _app = await createApp(readConfig({ ...defaults, ...SETTINGS, ...env }))
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
  throw new Error('it started')
}

function fileOfWords(): string {
  const path = join(folder, 'words.db')
  writeFileSync(path, 'these are words and not a database, whatever the ending of the name may say '.repeat(20))
  return path
}
