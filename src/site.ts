import type { RequestListener } from 'node:http'
import { resolve } from 'node:path'
import express from 'express'
import { CLASS_PAGES } from './actions/classes/desk/class-links.ts'
import { CONSOLE } from './actions/staff-links.ts'
import type { CheckInCodes } from './classes/check-in-code.ts'
import { readRegistrationWords } from './classes/sheets/write-registrations.ts'
import type { Config } from './config.ts'
import { createConsoleRouter } from './console/console.router.ts'
import { readConsoleTexts } from './console/texts.ts'
import type { Channel } from './core/channel.ts'
import type { Clock } from './core/clock.ts'
import type { AccountId } from './core/ids.ts'
import type { Log } from './core/log.ts'
import { deriveKey } from './data-key.ts'
import { createWriteCheck } from './db/write-check.ts'
import type { Domain } from './domain.ts'
import { createChatRouter } from './http/chat/chat.router.ts'
import { readChatTexts } from './http/chat/texts.ts'
import { createClassPagesRouter } from './http/class-pages/class-pages.router.ts'
import { readClassPagesTexts } from './http/class-pages/texts.ts'
import { errorHandler } from './http/error-handler.ts'
import type { Metrics } from './http/metrics.ts'
import { operationsRoutes } from './http/operations.routes.ts'
import { createIntake, intakeRoute, subscriptionRoute, webhooksFirst } from './http/webhook.routes.ts'
import type { Inbox } from './inbox/receive.ts'
import type { Channels } from './open-channels.ts'
import type { Sandbox } from './sandbox/index.ts'
import type { Sending } from './start-sending.ts'
import type { Storage } from './storage.ts'

const MESSAGES = resolve(import.meta.dirname, '../data/messages')
/** How often other processes' messages are looked for on behalf of open chat pages. */
const CHAT_POLL_MS = 1000

export interface SiteParts {
  readonly config: Config
  readonly storage: Storage
  readonly channels: Channels
  readonly domain: Pick<Domain, 'provinces' | 'desk' | 'learning' | 'broadcastDesk' | 'reportDesk'>
  readonly checkIns: CheckInCodes
  readonly groups: Sending['groups']
  readonly inbox: Inbox
  readonly metrics: Metrics
  readonly sandbox: Sandbox | null
  readonly publicUrl: string
  readonly clock: Clock
  readonly log: Log
  /** Something may be due for this account. */
  readonly wake: (account: AccountId) => void
  /** Ends open pages' streams, so that the server can stop. */
  readonly closing: AbortSignal
}

/** All that the server answers over HTTP. */
export function createSite(parts: SiteParts): RequestListener {
  const { config, storage, channels, inbox, metrics, sandbox, publicUrl, clock, log } = parts
  const { zalo, messenger } = channels
  const { provinces, desk, learning, broadcastDesk, reportDesk } = parts.domain
  const { database, sealer } = storage
  const { db } = database
  const takesWrites = createWriteCheck(db, clock)
  // By the time the server listens, what an earlier run left has been taken up: only storage can keep it from its work.
  const notReady = async () => ((await takesWrites()) ? null : 'the storage takes no writes')
  const intakeOf = (channel: Channel) => createIntake({ channel, inbox, clock, log, metrics })
  const intakes = new Map([
    ['/webhooks/zalo', intakeOf(zalo)],
    ['/webhooks/messenger', intakeOf(messenger)],
  ])
  const site = express().disable('x-powered-by').disable('etag').set('trust proxy', config.trustedProxies)
  for (const [path, intake] of intakes) site.post(path, intakeRoute(intake))
  site.use(
    '/webhooks/messenger',
    subscriptionRoute((query) => messenger.verifySubscription(query)),
  )
  site.use(operationsRoutes({ metrics, metricsToken: config.metricsToken, notReady }))
  site.use(
    '/chat',
    createChatRouter({
      db,
      sealer,
      inbox,
      hub: channels.hub,
      clock,
      log,
      provinces: [...provinces.values()],
      defaultProvince: config.province,
      texts: readChatTexts(resolve(MESSAGES, 'chat.yaml')),
      cookieKey: deriveKey(storage.dataKey, 'chat cookie'),
      sandbox: sandbox !== null,
      publicUrl,
      pollMs: database.engine === 'postgres' ? CHAT_POLL_MS : null,
      closing: parts.closing,
    }),
  )
  site.use(
    CONSOLE,
    createConsoleRouter({
      db,
      sealer,
      support: desk,
      learning,
      checkIns: parts.checkIns,
      clock,
      accounts: channels.all.flatMap((channel) => channel.accounts),
      provinces,
      broadcastDesk,
      reportDesk,
      wake: parts.wake,
      sandbox,
      groups: parts.groups,
      adminPassword: config.consoleAdminPassword,
      sessionKey: deriveKey(storage.dataKey, 'console session'),
      publicUrl,
      texts: readConsoleTexts(resolve(MESSAGES, 'console.yaml')),
    }),
  )
  site.use(
    CLASS_PAGES,
    createClassPagesRouter({
      db,
      sealer,
      units: desk.units,
      clock,
      checkIns: parts.checkIns,
      channels: channels.all,
      publicUrl,
      texts: readClassPagesTexts(resolve(MESSAGES, 'class-pages.yaml')),
      registrationWords: readRegistrationWords(resolve(import.meta.dirname, '..')),
    }),
  )
  site.get('/', (_request, response) => response.redirect('/chat'))
  site.use(errorHandler(log))
  return webhooksFirst(intakes, site)
}
