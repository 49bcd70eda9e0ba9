import { AppError } from '../../core/errors.ts'
import { CallCounts } from '../call-counts.ts'
import { startPlatformServer } from '../platform-server.ts'
import { SentLog, type SentMessage } from '../sent-log.ts'
import { createSequence } from '../sequence.ts'
import { createZaloApi } from './api.ts'
import type { Broadcast } from './broadcast.ts'
import type { ZaloEvent, ZaloEvents } from './events.ts'
import { ZaloFaults } from './faults.ts'
import { ZaloLimits } from './limits.ts'
import { OAUTH_PATH, OAuthHost } from './oauth.ts'
import { callLimitsOf, type FakeZaloOptions, rulesOf } from './options.ts'
import { AnonymousPerson, ZaloPerson } from './person.ts'
import { ZALO_ROUTES } from './routes.ts'
import { TokenBook } from './tokens.ts'
import { signedHeaders, ZaloWebhook } from './webhook.ts'
import { OfficialAccount, type ZaloWorld } from './world.ts'

/** Wherever an OA is not named, the first of `apps` is meant. */
export interface FakeZalo {
  /** Serves the paths of openapi.zalo.me, oauth.zaloapp.com and business.openapi.zalo.me. */
  readonly url: string
  readonly sent: readonly SentMessage[]
  readonly sentLog: SentLog
  readonly broadcasts: readonly Broadcast[]
  readonly calls: CallCounts
  /** How many token refreshes succeeded. */
  readonly refreshes: number
  readonly faults: ZaloFaults
  /** false after the receiver failed for the whole schedule of repetitions. */
  readonly subscribed: boolean
  /** Builders of event bodies; see `deliver` and `signed`. */
  readonly event: ZaloEvents
  eventsOf(oaId: string): ZaloEvents
  person(userId: string, oaId?: string): ZaloPerson
  anonymous(id: string, oaId?: string): AnonymousPerson
  /** Staff types an answer in the OA's own chat tool: an echo with `admin_id`. */
  staffWrites(userId: string, text: string, oaId?: string): Promise<number>
  /** Posts a hand-made event, signed; returns the receiver's status. */
  deliver(event: ZaloEvent, oaId?: string): Promise<number>
  /** The headers with which the platform would post this body. */
  signed(body: string, oaId?: string): Record<string, string>
  /** Sets the receiver's address and switches events on again. */
  connectWebhook(url: string): void
  /** An administrator accepts the app: a code for the OAuth host's exchange. */
  consent(options?: { readonly oaId?: string; readonly codeChallenge?: string }): string
  /** Resolves when no event, echo or repetition is under way. */
  settled(): Promise<void>
  close(): Promise<void>
}

const ADMIN_ID = '5000000000000000005'

/** Starts the fake of the Zalo OA platform on a free port of this machine. */
export async function startFakeZalo(options: FakeZaloOptions): Promise<FakeZalo> {
  const { clock, apps } = options
  const firstOaId = apps[0].oaId
  const sent = new SentLog(options.keepSent ?? 10_000)
  const webhook = new ZaloWebhook({
    url: options.webhookUrl,
    speedUp: options.retrySpeedUp ?? 1,
    ...(options.answerDeadlineMs === undefined ? {} : { deadlineMs: options.answerDeadlineMs }),
  })
  const world: ZaloWorld = { clock, sequence: createSequence(), rules: rulesOf(options), sent, webhook }
  const oas = new Map(
    apps.map((app) => [app.oaId, new OfficialAccount(app, world, options.articleProcessingMs ?? 2_000)]),
  )
  const tokens = new TokenBook(clock, options.trustsEarlierRuns ?? false)
  for (const app of apps) tokens.register(app.oaId, app.tokens)
  const oauth = new OAuthHost(apps, tokens, clock)
  const faults = new ZaloFaults(tokens, firstOaId)
  const calls = new CallCounts()
  const server = await startPlatformServer({
    port: options.port ?? 0,
    faults,
    calls,
    routeOf: (path) => (KNOWN_PATHS.has(path) ? path : 'unknown'),
    handle: createZaloApi({
      oas,
      tokens,
      oauth,
      limits: new ZaloLimits(clock),
      callLimits: () => callLimitsOf(options, faults.perMinute),
    }),
  })
  const oaOf = (oaId = firstOaId) => oaOrThrow(oas, oaId)
  return {
    url: server.url,
    sent: sent.kept,
    sentLog: sent,
    get broadcasts() {
      return [...oas.values()].flatMap((oa) => oa.broadcasts)
    },
    calls,
    get refreshes() {
      return oauth.refreshes
    },
    faults,
    get subscribed() {
      return webhook.subscribed
    },
    event: oaOf().events,
    eventsOf: (oaId) => oaOf(oaId).events,
    person: (userId, oaId) => new ZaloPerson(userId, oaOf(oaId)),
    anonymous: (id, oaId) => new AnonymousPerson(id, oaOf(oaId)),
    staffWrites(userId, text, oaId) {
      const { app, events } = oaOf(oaId)
      const message = { msg_id: world.sequence.hex(), text }
      return webhook.post(app, events.echo('oa_send_text', userId, message, { adminId: ADMIN_ID }))
    },
    deliver: (event, oaId) => webhook.post(oaOf(oaId).app, event),
    signed: (body, oaId) => signedHeaders(oaOf(oaId).app, body),
    connectWebhook: (url) => webhook.connect(url),
    consent: ({ oaId, codeChallenge } = {}) => oauth.consent(oaOf(oaId).app.oaId, codeChallenge ?? null),
    settled: () => webhook.settled(),
    async close() {
      await server.close()
      await webhook.close()
    },
  }
}

const KNOWN_PATHS = new Set([OAUTH_PATH, ...[...ZALO_ROUTES.keys()].map((key) => key.slice(key.indexOf(' ') + 1))])

function oaOrThrow(oas: ReadonlyMap<string, OfficialAccount>, oaId: string): OfficialAccount {
  const oa = oas.get(oaId)
  if (!oa) throw new AppError('sandbox:unknown_oa', `The fake Zalo has no OA ${oaId}: list it under "apps".`)
  return oa
}
