import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createWebChannel } from '../../../src/channels/web/channel.ts'
import { createWebHub, type WebHub } from '../../../src/channels/web/hub.ts'
import { type Clock, systemClock } from '../../../src/core/clock.ts'
import type { InboundEvent } from '../../../src/core/events.ts'
import type { ContactId, ProvinceId } from '../../../src/core/ids.ts'
import type { Log } from '../../../src/core/log.ts'
import type { Message } from '../../../src/core/messages.ts'
import { BEHIND_WEBHOOKS_MS, TimeSlice } from '../../../src/core/time-slice.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../../src/db/open.ts'
import { createSealer, type Sealer } from '../../../src/db/seal.ts'
import { createChatRouter } from '../../../src/http/chat/chat.router.ts'
import { type ChatTexts, readChatTexts } from '../../../src/http/chat/texts.ts'
import { findContactsWithWork, findWaitingEvents, markHandled } from '../../../src/inbox/inbox.store.ts'
import { createInbox, type Inbox } from '../../../src/inbox/receive.ts'
import { createLocalLocks } from '../../../src/jobs/local-locks.ts'
import { createLocalQueue } from '../../../src/jobs/local-queue.ts'
import { insertOutbox } from '../../../src/outbox/outbox.store.ts'
import { createSender } from '../../../src/outbox/sender.ts'

export const GIA_LAI = 'gia-lai' as ProvinceId
export const HA_TINH = 'ha-tinh' as ProvinceId
export const PROVINCES = [
  { id: GIA_LAI, name: 'tỉnh Gia Lai', short: 'Gia Lai' },
  { id: HA_TINH, name: 'tỉnh Hà Tĩnh', short: 'Hà Tĩnh' },
]
export const TEXTS: ChatTexts = readChatTexts('data/messages/chat.yaml')
export const SILENT_LOG: Log = { info() {}, warn() {}, error() {}, debug() {} }

/** What an event is answered with; null leaves it without an answer. */
export type Script = (event: InboundEvent) => Message | null

export interface ChatServerOptions {
  readonly script?: Script
  readonly database?: Database
  readonly sealer?: Sealer
  /** 0 lets the system choose. */
  readonly port?: number
  readonly clock?: Clock
  readonly cookieKey?: Buffer
  readonly sandbox?: boolean
  readonly pollMs?: number | null
  readonly maxStreams?: number
  readonly maxStreamsOfNetwork?: number
  /** Proxies before the server, which name the caller. */
  readonly trustedProxies?: number
  /** Stands in for a storage that cannot take events. */
  readonly inbox?: Inbox
}

export interface ChatServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly database: Database
  readonly sealer: Sealer
  readonly cookieKey: Buffer
  readonly hub: WebHub
  /** Stops listening and sending; the database stays open. */
  stop(): Promise<void>
}

/** The chat page over the real inbox, queue, outbox and sender; only what is answered comes from `script`. */
export async function startChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  const clock = options.clock ?? systemClock
  const database = options.database ?? openDatabase('file::memory:')
  if (!options.database) await migrate(database)
  const { db } = database
  const sealer = options.sealer ?? createSealer(randomBytes(32))
  const cookieKey = options.cookieKey ?? randomBytes(32)
  const hub = createWebHub()
  const channel = createWebChannel({ provinces: PROVINCES.map(({ id }) => id), hub, clock })
  const locks = createLocalLocks()
  const queue = createLocalQueue({
    findWork: (limit) => findContactsWithWork(db, limit),
    concurrency: 8,
    onError: (error) => {
      throw error
    },
    maxWaiting: 1000,
  })
  const sender = createSender([channel], {
    db,
    sealer,
    locks,
    slice: new TimeSlice(BEHIND_WEBHOOKS_MS),
    clock,
    chance: () => 0.5,
    log: SILENT_LOG,
    maxInFlight: 32,
    onOutcome: () => {},
  })

  async function answer(contact: ContactId): Promise<void> {
    const waiting = (await findWaitingEvents(db, sealer, [contact], 10)).get(contact) ?? []
    for (const { id, event } of waiting) {
      const message = options.script?.(event) ?? null
      const parts = message === null ? [] : channel.render(message)
      await db.transaction().execute(async (trx) => {
        await markHandled(trx, [id], clock.now())
        const rows = parts.map((part, index) => ({
          contact,
          purpose: 'reply' as const,
          key: `answer-${id}-${index}`,
          part,
        }))
        await insertOutbox(trx, sealer, rows, clock.now())
      })
      sender.wake(event.account)
    }
  }

  const server = createServer()
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  const url = `http://localhost:${port}`
  const closing = new AbortController()
  const app = express().set('trust proxy', options.trustedProxies ?? 0)
  app.use(
    '/chat',
    createChatRouter({
      db,
      sealer,
      inbox: options.inbox ?? createInbox({ db, sealer, queue, maxPending: 1000, mask: (text) => text }),
      hub,
      clock,
      log: SILENT_LOG,
      provinces: PROVINCES,
      defaultProvince: GIA_LAI,
      texts: TEXTS,
      cookieKey,
      sandbox: options.sandbox ?? true,
      publicUrl: url,
      pollMs: options.pollMs ?? null,
      closing: closing.signal,
      ...(options.maxStreams === undefined ? {} : { maxStreams: options.maxStreams }),
      ...(options.maxStreamsOfNetwork === undefined ? {} : { maxStreamsOfNetwork: options.maxStreamsOfNetwork }),
    }),
  )
  server.on('request', app)
  sender.start()
  await queue.start(answer)

  let stopped: Promise<void> | null = null
  const stop = () => {
    stopped ??= (async () => {
      closing.abort()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await queue.stop()
      await sender.stop()
    })()
    return stopped
  }
  return {
    url,
    port,
    database,
    sealer,
    cookieKey,
    hub,
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
      if (!options.database) await database[Symbol.asyncDispose]()
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}
