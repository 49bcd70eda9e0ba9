import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../../src/core/clock.ts'
import {
  type FakeMessenger,
  type FakeZalo,
  SANDBOX_MESSENGER,
  SANDBOX_ZALO,
  startFakeMessenger,
  startFakeZalo,
} from '../../src/sandbox/index.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The real server as a process of its own, between fakes of both platforms that run in the test. */
export interface System extends AsyncDisposable {
  readonly url: string
  readonly zalo: FakeZalo
  readonly messenger: FakeMessenger
  /** What the server wrote to its log so far. */
  log(): string
  /** As the operating system's out-of-memory killer would: no goodbye. */
  kill(): Promise<void>
  /** Politely; gives the exit code. */
  stop(): Promise<number | null>
  /** Starts the server again, on the same database and port. */
  start(): Promise<void>
  readonly pid: number
}

export interface SystemOptions {
  readonly databaseUrl?: string
  readonly env?: Readonly<Record<string, string>>
  readonly zalo?: Partial<Parameters<typeof startFakeZalo>[0]>
  readonly messenger?: Partial<Parameters<typeof startFakeMessenger>[0]>
  /** Given a folder of its own to run in, the server keeps its files there. */
  readonly folder?: string
}

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'gan-dan-'))
  const zalo = await startFakeZalo({ apps: [SANDBOX_ZALO], clock: systemClock, ...options.zalo })
  const messenger = await startFakeMessenger({ pages: [SANDBOX_MESSENGER], clock: systemClock, ...options.messenger })
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env = {
    PATH: process.env.PATH ?? '',
    PORT: String(port),
    DATABASE_URL: options.databaseUrl ?? `file:${join(folder, 'gan-dan.db')}`,
    DATA_KEY: Buffer.alloc(32, 1).toString('base64'),
    CONSOLE_ADMIN_PASSWORD: 'a password of the tests',
    ZALO_APP_ID: SANDBOX_ZALO.appId,
    ZALO_APP_SECRET: SANDBOX_ZALO.appSecret,
    ZALO_OA_ID: SANDBOX_ZALO.oaId,
    ZALO_OA_SECRET_KEY: SANDBOX_ZALO.oaSecretKey,
    ZALO_ACCESS_TOKEN: SANDBOX_ZALO.tokens.accessToken,
    ZALO_REFRESH_TOKEN: SANDBOX_ZALO.tokens.refreshToken,
    ZALO_API_URL: zalo.url,
    ZALO_OAUTH_URL: zalo.url,
    MESSENGER_PAGE_ID: SANDBOX_MESSENGER.pageId,
    MESSENGER_PAGE_TOKEN: SANDBOX_MESSENGER.pageToken,
    MESSENGER_APP_SECRET: SANDBOX_MESSENGER.appSecret,
    MESSENGER_VERIFY_TOKEN: SANDBOX_MESSENGER.verifyToken,
    MESSENGER_API_URL: messenger.url,
    ...options.env,
  }
  zalo.connectWebhook(`${url}/webhooks/zalo`)
  messenger.connectWebhook(`${url}/webhooks/messenger`)

  let child: ChildProcess | null = null
  let output = ''

  async function start(): Promise<void> {
    const started = spawn(process.execPath, [join(ROOT, 'src/main.ts')], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    for (const stream of [started.stdout, started.stderr]) stream?.on('data', (chunk) => (output += chunk))
    for (let tries = 0; tries < 600; tries++) {
      if (started.exitCode !== null) throw new Error(`the server stopped with ${started.exitCode}:\n${output}`)
      if (await isReady(url)) return
      await delay(25)
    }
    throw new Error(`the server did not become ready:\n${output}`)
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return ending?.exitCode ?? null
    const exited = once(ending, 'exit')
    ending.kill(signal)
    await exited
    return ending.exitCode
  }

  await start()
  return {
    url,
    zalo,
    messenger,
    log: () => output,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    start,
    get pid() {
      return child?.pid ?? 0
    },
    async [Symbol.asyncDispose]() {
      await end('SIGKILL')
      await zalo.close()
      await messenger.close()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** Waits until `condition` holds; fails with `what` after `withinMs`. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 10_000,
): Promise<void> {
  const until = performance.now() + withinMs
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`not within ${withinMs} ms: ${what}`)
    await delay(20)
  }
}
