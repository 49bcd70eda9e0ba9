import { AppError } from '../../core/errors.ts'
import type { CallCounts } from '../call-counts.ts'
import { type PlatformServer, startPlatformServer } from '../platform-server.ts'
import type { SentLog, SentMessage } from '../sent-log.ts'
import { createZaloApi } from './api.ts'
import type { Broadcast } from './broadcast.ts'
import type { ZaloEvent, ZaloEvents } from './events.ts'
import type { ZaloFaults } from './faults.ts'
import { ZaloLimits } from './limits.ts'
import { OAUTH_PATH } from './oauth.ts'
import { callLimitsOf, type FakeZaloOptions } from './options.ts'
import { AnonymousPerson, ZaloPerson } from './person.ts'
import { ZALO_ROUTES } from './routes.ts'
import { setUpZalo, type ZaloState } from './set-up.ts'
import { signedHeaders } from './webhook.ts'
import type { OfficialAccount } from './world.ts'

const KNOWN_PATHS = new Set([OAUTH_PATH, ...[...ZALO_ROUTES.keys()].map((key) => key.slice(key.indexOf(' ') + 1))])
const ADMIN_ID = '5000000000000000005'

/** Starts the fake of the Zalo OA platform on a free port of this machine. */
export async function startFakeZalo(options: FakeZaloOptions): Promise<FakeZalo> {
  const state = setUpZalo(options)
  const { faults, calls } = state
  const limits = new ZaloLimits(options.clock)
  const server = await startPlatformServer({
    port: options.port ?? 0,
    faults,
    calls,
    routeOf: (path) => (KNOWN_PATHS.has(path) ? path : 'unknown'),
    handle: createZaloApi({ ...state, limits, callLimits: () => callLimitsOf(options, faults.perMinute) }),
  })
  return new FakeZalo(options.apps[0].oaId, state, server)
}

/** The running fake. Wherever an OA is not named, the first of `apps` is meant. */
export class FakeZalo {
  readonly #firstOaId: string
  readonly #state: ZaloState
  readonly #server: PlatformServer

  constructor(firstOaId: string, state: ZaloState, server: PlatformServer) {
    this.#firstOaId = firstOaId
    this.#state = state
    this.#server = server
  }

  /** Serves the paths of openapi.zalo.me, oauth.zaloapp.com and business.openapi.zalo.me. */
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

  get broadcasts(): readonly Broadcast[] {
    return [...this.#state.oas.values()].flatMap((oa) => oa.broadcasts)
  }

  get calls(): CallCounts {
    return this.#state.calls
  }

  /** How many token refreshes succeeded. */
  get refreshes(): number {
    return this.#state.oauth.refreshes
  }

  get faults(): ZaloFaults {
    return this.#state.faults
  }

  /** false after the receiver failed for the whole schedule of repetitions. */
  get subscribed(): boolean {
    return this.#state.world.webhook.subscribed
  }

  /** Builders of event bodies; see `deliver` and `signed`. */
  get event(): ZaloEvents {
    return this.eventsOf(this.#firstOaId)
  }

  eventsOf(oaId: string): ZaloEvents {
    return this.#oa(oaId).events
  }

  person(userId: string, oaId?: string): ZaloPerson {
    return new ZaloPerson(userId, this.#oa(oaId))
  }

  anonymous(id: string, oaId?: string): AnonymousPerson {
    return new AnonymousPerson(id, this.#oa(oaId))
  }

  /** Staff types an answer in the OA's own chat tool: an echo with `admin_id`. Returns the receiver's status. */
  staffWrites(userId: string, text: string, oaId?: string): Promise<number> {
    const { events, world } = this.#oa(oaId)
    const message = { msg_id: world.sequence.hex(), text }
    return this.deliver(events.echo('oa_send_text', userId, message, { adminId: ADMIN_ID }), oaId)
  }

  /** Posts an event as it is, signed; returns the receiver's status. */
  deliver(event: ZaloEvent, oaId?: string): Promise<number> {
    return this.#state.world.webhook.post(this.#oa(oaId).app, event)
  }

  /** The headers with which the platform would post this body. */
  signed(body: string, oaId?: string): Record<string, string> {
    return signedHeaders(this.#oa(oaId).app, body)
  }

  /** Sets the receiver's address and switches events on again. */
  connectWebhook(url: string): void {
    this.#state.world.webhook.connect(url)
  }

  /** An administrator accepts the app: a code for the OAuth host's exchange. */
  consent(options: { readonly oaId?: string; readonly codeChallenge?: string } = {}): string {
    return this.#state.oauth.consent(this.#oa(options.oaId).app.oaId, options.codeChallenge ?? null)
  }

  /** Resolves when no event, echo or repetition is under way. */
  settled(): Promise<void> {
    return this.#state.world.webhook.settled()
  }

  async close(): Promise<void> {
    await this.#server.close()
    await this.#state.world.webhook.close()
  }

  #oa(oaId: string = this.#firstOaId): OfficialAccount {
    const oa = this.#state.oas.get(oaId)
    if (!oa) throw new AppError('sandbox:unknown_oa', `The fake Zalo has no OA ${oaId}: list it under "apps".`)
    return oa
  }
}
