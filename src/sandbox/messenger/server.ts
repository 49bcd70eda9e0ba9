import { AppError } from '../../core/errors.ts'
import type { CallCounts } from '../call-counts.ts'
import { type PlatformServer, startPlatformServer } from '../platform-server.ts'
import type { SentLog, SentMessage } from '../sent-log.ts'
import { createGraphApi } from './api.ts'
import { type Handshake, verifyCallback } from './app-edges.ts'
import type { Chaos } from './chaos.ts'
import { INBOX_APP_ID, type MessengerEvent, type MessengerEvents } from './events.ts'
import type { MessengerFaults } from './faults.ts'
import { graphRouteOf } from './graph-path.ts'
import type { FakeMessengerOptions } from './options.ts'
import { MessengerPerson } from './person.ts'
import { type MessengerState, setUpMessenger } from './set-up.ts'
import { inboxTakesOver, routed, setOwner } from './threads.ts'
import { signedHeaders } from './wire.ts'
import type { SenderAction } from './world.ts'

/** Starts the fake of the Messenger platform (Graph API and webhooks) on a free port of this machine. */
export async function startFakeMessenger(options: FakeMessengerOptions): Promise<FakeMessenger> {
  const state = setUpMessenger(options)
  const server = await startPlatformServer({
    port: options.port ?? 0,
    faults: state.faults,
    calls: state.calls,
    routeOf: graphRouteOf,
    handle: createGraphApi(state.pages),
  })
  return new FakeMessenger(state, server)
}

/** The running fake. Wherever a Page is not named, the first of `pages` is meant. */
export class FakeMessenger {
  readonly #state: MessengerState
  readonly #server: PlatformServer

  constructor(state: MessengerState, server: PlatformServer) {
    this.#state = state
    this.#server = server
  }

  get url(): string {
    return this.#server.url
  }

  /** Accepted messages in order, as far as they are kept. */
  get sent(): readonly SentMessage[] {
    return this.sentLog.kept
  }

  get sentLog(): SentLog {
    return this.#state.world.sent
  }

  /** Typing marks and reactions that were accepted. */
  get actions(): readonly SenderAction[] {
    return this.#state.world.actions
  }

  get calls(): CallCounts {
    return this.#state.calls
  }

  get faults(): MessengerFaults {
    return this.#state.faults
  }

  /** Switches to be set by the test. */
  get chaos(): Chaos {
    return this.#state.world.chaos
  }

  /** false after the receiver failed for an hour. */
  get subscribed(): boolean {
    return this.#state.pages.every((page) => page.subscribedFields.size > 0)
  }

  /** Builders of events; see `batch`. */
  get event(): MessengerEvents {
    return this.#state.pages[0].events
  }

  eventsOf(pageId: string): MessengerEvents {
    return this.#state.pageOf(pageId).events
  }

  person(psid: string, pageId?: string): MessengerPerson {
    return new MessengerPerson(psid, this.#state.pageOf(pageId))
  }

  /**
   * Staff types an answer in the Page's inbox: an echo with the inbox's app id or, as happens, with none. With a
   * default app set the inbox then controls the thread.
   */
  staffWrites(
    psid: string,
    text: string,
    { pageId, withAppId = true }: { readonly pageId?: string; readonly withAppId?: boolean } = {},
  ): Promise<number> {
    const page = this.#state.pageOf(pageId)
    inboxTakesOver(page, page.meet(psid))
    const echo = page.events.echo(psid, withAppId ? INBOX_APP_ID : null, { text })
    return this.batch([routed(page, page.meet(psid), echo)], pageId)
  }

  /** Staff moves the conversation back to the app. */
  staffHandsBack(psid: string, pageId?: string): Promise<number> {
    const page = this.#state.pageOf(pageId)
    setOwner(page, page.meet(psid), page.app.appId)
    return this.batch([page.events.passThreadControl(psid, INBOX_APP_ID, page.app.appId, '')], pageId)
  }

  /** Chooses the app that alone may write in idle threads; null for the platform's default, where all may. */
  setDefaultApp(appId: string | null, pageId?: string): void {
    this.#state.pageOf(pageId).defaultAppId = appId
  }

  /** So many paid messages are still covered by the budget of the campaigns. */
  setPaidBudget(messages: number, pageId?: string): void {
    this.#state.pageOf(pageId).paidLeft = messages
  }

  /** Posts several events in one call; returns the receiver's status. */
  batch(events: readonly MessengerEvent[], pageId?: string): Promise<number> {
    return this.#state.world.webhook.post(this.#state.pageOf(pageId), events)
  }

  /** Posts a hand-made payload, written and signed in the platform's way. */
  deliver(payload: unknown, pageId?: string): Promise<number> {
    return this.#state.world.webhook.deliver(this.#state.pageOf(pageId), payload)
  }

  /** The headers with which the platform would post this body. */
  signed(body: string, pageId?: string): Record<string, string> {
    return signedHeaders(this.#state.pageOf(pageId).app.appSecret, body)
  }

  /** Sets the receiver's address; subscribes the Pages again if they had been unsubscribed. */
  connectWebhook(url: string): void {
    this.#state.world.webhook.connect(url)
    for (const page of this.#state.pages) page.resubscribe()
  }

  /** The GET handshake with the receiver. */
  verifyWebhook(verifyToken: string = this.#state.pages[0].app.verifyToken): Promise<Handshake> {
    const { url } = this.#state.world.webhook
    if (url === null) throw new AppError('sandbox:no_webhook', 'Call connectWebhook before verifyWebhook.')
    return verifyCallback(url, verifyToken)
  }

  /** Resolves when no event, echo or repetition is under way. */
  settled(): Promise<void> {
    return this.#state.world.webhook.settled()
  }

  async close(): Promise<void> {
    await this.#server.close()
    await this.#state.world.webhook.close()
  }
}
