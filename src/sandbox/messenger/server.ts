import { randomBytes } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { CallCounts } from '../call-counts.ts'
import { startPlatformServer } from '../platform-server.ts'
import { SentLog, type SentMessage } from '../sent-log.ts'
import { createSequence } from '../sequence.ts'
import { createGraphApi, graphRouteOf } from './api.ts'
import { type Handshake, verifyCallback } from './app-edges.ts'
import { type Chaos, noChaos } from './chaos.ts'
import { INBOX_APP_ID, type MessengerEvent, type MessengerEvents, SUBSCRIPTION_FIELDS } from './events.ts'
import { MessengerFaults } from './faults.ts'
import { type FakeMessengerOptions, rulesOf } from './options.ts'
import { Page } from './page.ts'
import { MessengerPerson } from './person.ts'
import { MessengerRates } from './rates.ts'
import { inboxTakesOver, routed, setOwner } from './threads.ts'
import { MessengerWebhook } from './webhook.ts'
import { signedHeaders } from './wire.ts'
import type { SenderAction, World } from './world.ts'

/** Wherever a Page is not named, the first of `pages` is meant. */
export interface FakeMessenger {
  readonly url: string
  readonly sent: readonly SentMessage[]
  readonly sentLog: SentLog
  /** Typing marks and reactions that were accepted. */
  readonly actions: readonly SenderAction[]
  readonly calls: CallCounts
  readonly faults: MessengerFaults
  /** Switches to be set by the test. */
  readonly chaos: Chaos
  /** false after the receiver failed for an hour. */
  readonly subscribed: boolean
  /** Builders of events; see `batch`. */
  readonly event: MessengerEvents
  eventsOf(pageId: string): MessengerEvents
  person(psid: string, pageId?: string): MessengerPerson
  /**
   * Staff types an answer in the Page's inbox: an echo with the inbox's app id, or with none. With a default app set
   * the inbox then controls the thread.
   */
  staffWrites(
    psid: string,
    text: string,
    options?: { readonly pageId?: string; readonly withAppId?: boolean },
  ): Promise<number>
  /** Staff moves the conversation back to the app. */
  staffHandsBack(psid: string, pageId?: string): Promise<number>
  /** Chooses the app that alone may write in idle threads; null for the platform's default, where all may. */
  setDefaultApp(appId: string | null, pageId?: string): void
  /** Posts several events in one call; returns the receiver's status. */
  batch(events: readonly MessengerEvent[], pageId?: string): Promise<number>
  /** Posts a hand-made payload, written and signed in the platform's way. */
  deliver(payload: unknown, pageId?: string): Promise<number>
  /** The headers with which the platform would post this body. */
  signed(body: string, pageId?: string): Record<string, string>
  /** Sets the receiver's address; subscribes the Pages again if they had been unsubscribed. */
  connectWebhook(url: string): void
  /** The GET handshake with the receiver. */
  verifyWebhook(verifyToken?: string): Promise<Handshake>
  /** Resolves when no event, echo or repetition is under way. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Starts the fake of the Messenger platform (Graph API and webhooks) on a free port of this machine. */
export async function startFakeMessenger(options: FakeMessengerOptions): Promise<FakeMessenger> {
  const { clock } = options
  const fields = options.subscribedFields ?? SUBSCRIPTION_FIELDS
  const chaos = noChaos()
  const sent = new SentLog(options.keepSent ?? 10_000)
  const actions: SenderAction[] = []
  const sequence = createSequence()
  const midTail = randomBytes(45).toString('base64url')
  const webhook = new MessengerWebhook({
    clock,
    chaos,
    url: options.webhookUrl,
    speedUp: options.retrySpeedUp ?? 1,
    ...(options.answerDeadlineMs === undefined ? {} : { deadlineMs: options.answerDeadlineMs }),
    onUnsubscribed: () => {
      for (const page of pages) page.subscribedFields = new Set()
    },
  })
  const world: World = {
    clock,
    sequence,
    rules: rulesOf(options),
    rates: new MessengerRates(clock, options.sendsPerSecond ?? 300, () => faults.perMinute),
    sent,
    actions,
    webhook,
    chaos,
    // Longer than 64 characters, as the real ones: no column may be too short for them.
    newMid: () => `m_${sequence.hex()}${midTail}`,
  }
  const [firstApp, ...otherApps] = options.pages
  const first = new Page(firstApp, world, fields)
  const pages: [Page, ...Page[]] = [first, ...otherApps.map((app) => new Page(app, world, fields))]
  const pageOf = (pageId: string = first.id): Page => pageOrThrow(pages, pageId)
  const faults = new MessengerFaults(pageOf)
  const calls = new CallCounts()
  const server = await startPlatformServer({
    port: options.port ?? 0,
    faults,
    calls,
    routeOf: graphRouteOf,
    handle: createGraphApi(pages),
  })
  const post = (page: Page, psid: string, event: MessengerEvent): Promise<number> =>
    webhook.post(page, [routed(page, page.meet(psid), event)])
  return {
    url: server.url,
    sent: sent.kept,
    sentLog: sent,
    actions,
    calls,
    faults,
    chaos,
    get subscribed() {
      return pages.every((page) => page.subscribedFields.size > 0)
    },
    event: first.events,
    eventsOf: (pageId) => pageOf(pageId).events,
    person: (psid, pageId) => new MessengerPerson(psid, pageOf(pageId)),
    staffWrites(psid, text, { pageId, withAppId = true } = {}) {
      const page = pageOf(pageId)
      inboxTakesOver(page, page.meet(psid))
      return post(page, psid, page.events.echo(psid, withAppId ? INBOX_APP_ID : null, { text }))
    },
    staffHandsBack(psid, pageId) {
      const page = pageOf(pageId)
      setOwner(page, page.meet(psid), page.app.appId)
      return post(page, psid, page.events.passThreadControl(psid, INBOX_APP_ID, page.app.appId, ''))
    },
    setDefaultApp(appId, pageId) {
      pageOf(pageId).defaultAppId = appId
    },
    batch: (events, pageId) => webhook.post(pageOf(pageId), events),
    deliver: (payload, pageId) => webhook.deliver(pageOf(pageId), payload),
    signed: (body, pageId) => signedHeaders(pageOf(pageId).app.appSecret, body),
    connectWebhook(url) {
      webhook.connect(url)
      for (const page of pages) if (page.subscribedFields.size === 0) page.subscribedFields = new Set(fields)
    },
    verifyWebhook(verifyToken = first.app.verifyToken) {
      if (webhook.url === null) throw new AppError('sandbox:no_webhook', 'Call connectWebhook before verifyWebhook.')
      return verifyCallback(webhook.url, verifyToken)
    },
    settled: () => webhook.settled(),
    async close() {
      await server.close()
      await webhook.close()
    },
  }
}

function pageOrThrow(pages: readonly Page[], pageId: string): Page {
  const page = pages.find((one) => one.id === pageId)
  if (!page)
    throw new AppError('sandbox:unknown_page', `The fake Messenger has no Page ${pageId}: list it under "pages".`)
  return page
}
