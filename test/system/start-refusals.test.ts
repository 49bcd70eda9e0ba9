import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { type Env, runServer } from '../support/server-process.ts'
import { accountsAt } from '../support/system.ts'

// Nobody listens there: a server that refuses to start calls no platform.
const NOWHERE = 'http://127.0.0.1:9'
const SETTINGS = accountsAt({ zaloUrl: NOWHERE, messengerUrl: NOWHERE })

// What else is refused stands in `start-refusals` outside: here is how a process tells it, and ends.
describe.concurrent('a server that cannot work does not start and says what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gan-dan-refusals-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each<{ name: string; env: Env; says: readonly string[] }>([
    {
      name: 'wrong values, all told at once',
      env: { PORT: 'abc', DATABASE_URL: 'mysql://x', DATA_KEY: 'c2hvcnQ=' },
      says: ['PORT: must be a port number', 'DATABASE_URL: must be file:', 'DATA_KEY: must be 32 bytes'],
    },
    {
      name: 'a PostgreSQL that does not answer',
      env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' },
      says: ['DATABASE_URL', '127.0.0.1:9'],
    },
    { name: 'a database file that is a folder', env: { DATABASE_URL: `file:${folder}` }, says: ['DATABASE_URL'] },
  ])('$name', async ({ env, says }) => {
    const refusal = await refusalOf(env)
    expect(refusal.code).toBe(1)
    for (const words of says) expect(refusal.output).toContain(words)
    expect(refusal.output).not.toMatch(/^\s+at .+:\d+:\d+/m)
  })

  it('a port that is taken', async () => {
    const other = createServer().listen(0)
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const refusal = await refusalOf({ PORT: port })
    other.close()
    expect(refusal.code).toBe(1)
    expect(refusal.output.trim().split('\n')).toEqual([
      `PORT: ${port} is taken by another program; set PORT to a free one.`,
    ])
  })

  /** Starts a server with `env` over good settings; gives its exit code and all it wrote. */
  async function refusalOf(env: Env): Promise<{ code: number | null; output: string }> {
    const own = mkdtempSync(join(folder, 'run-'))
    let output = ''
    const defaults = { PATH: process.env.PATH ?? '', PORT: String(await freePort()), DATABASE_URL: `file:${own}/a.db` }
    const child = runServer(own, { ...defaults, ...SETTINGS, ...env }, (text) => {
      output += text
    })
    await once(child, 'close')
    return { code: child.exitCode, output }
  }
})
