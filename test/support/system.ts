import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
import { createServerProcess, type Env, type ServerProcess } from './server-process.ts'

/** The key with which the servers of the tests seal what they store. */
export const DATA_KEY = Buffer.alloc(32, 1)

/** The real server as a process of its own, between fakes of both platforms that run in the test. */
export interface System extends ServerProcess {
  readonly zalo: FakeZalo
  readonly messenger: FakeMessenger
  /** One more process with the same settings, started; the platforms go on calling the first. */
  startPeer(): Promise<ServerProcess>
}

export interface SystemOptions {
  readonly databaseUrl?: string
  readonly env?: Env
  readonly zalo?: Partial<Parameters<typeof startFakeZalo>[0]>
  readonly messenger?: Partial<Parameters<typeof startFakeMessenger>[0]>
  /** Given a folder of its own to run in, the server keeps its files there. */
  readonly folder?: string
  /** With which Node runs the server, in place of the tests' own. */
  readonly nodeFlags?: readonly string[]
}

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  await using parts = new AsyncDisposableStack()
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'gan-dan-'))
  if (options.folder === undefined) parts.defer(() => rmSync(folder, { recursive: true, force: true }))
  const zalo = await startFakeZalo({ apps: [SANDBOX_ZALO], clock: systemClock, ...options.zalo })
  parts.defer(() => zalo.close())
  const messenger = await startFakeMessenger({ pages: [SANDBOX_MESSENGER], clock: systemClock, ...options.messenger })
  parts.defer(() => messenger.close())
  const env = {
    DATABASE_URL: options.databaseUrl ?? `file:${join(folder, 'gan-dan.db')}`,
    ...accountsAt({ zaloUrl: zalo.url, messengerUrl: messenger.url }),
    ...options.env,
  }
  const server = parts.use(await createServerProcess(folder, env, options.nodeFlags))
  zalo.connectWebhook(`${server.url}/webhooks/zalo`)
  messenger.connectWebhook(`${server.url}/webhooks/messenger`)
  await server.start()
  const running = parts.move()
  return {
    ...server,
    get pid() {
      return server.pid
    },
    zalo,
    messenger,
    async startPeer() {
      const peer = running.use(await createServerProcess(folder, env, options.nodeFlags))
      await peer.start()
      return peer
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** The settings of a server with one account on each of the two platforms. */
export function accountsAt(platforms: { readonly zaloUrl: string; readonly messengerUrl: string }): Env {
  return {
    DATA_KEY: DATA_KEY.toString('base64'),
    CONSOLE_ADMIN_PASSWORD: 'a password of the tests',
    ZALO_APP_ID: SANDBOX_ZALO.appId,
    ZALO_APP_SECRET: SANDBOX_ZALO.appSecret,
    ZALO_OA_ID: SANDBOX_ZALO.oaId,
    ZALO_OA_SECRET_KEY: SANDBOX_ZALO.oaSecretKey,
    ZALO_ACCESS_TOKEN: SANDBOX_ZALO.tokens.accessToken,
    ZALO_REFRESH_TOKEN: SANDBOX_ZALO.tokens.refreshToken,
    ZALO_API_URL: platforms.zaloUrl,
    ZALO_OAUTH_URL: platforms.zaloUrl,
    MESSENGER_PAGE_ID: SANDBOX_MESSENGER.pageId,
    MESSENGER_PAGE_TOKEN: SANDBOX_MESSENGER.pageToken,
    MESSENGER_APP_SECRET: SANDBOX_MESSENGER.appSecret,
    MESSENGER_VERIFY_TOKEN: SANDBOX_MESSENGER.verifyToken,
    MESSENGER_API_URL: platforms.messengerUrl,
  }
}

/** Waits until `condition` holds; fails with `what` after `withinMs`. */
export async function waitUntil(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 10_000,
): Promise<void> {
  const until = performance.now() + withinMs
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`not within ${withinMs} ms: ${what}`)
    await delay(50)
  }
}
