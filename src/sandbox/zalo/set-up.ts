import { CallCounts } from '../call-counts.ts'
import { SentLog } from '../sent-log.ts'
import { createSequence } from '../sequence.ts'
import { ZaloFaults } from './faults.ts'
import { OAuthHost } from './oauth.ts'
import { type FakeZaloOptions, rulesOf } from './options.ts'
import { TokenBook } from './tokens.ts'
import { ZaloWebhook } from './webhook.ts'
import { OfficialAccount, type ZaloWorld } from './world.ts'

const ARTICLE_PROCESSING_MS = 2_000
const KEPT_SENT = 10_000

/** All state of the fake platform, before it has a server. */
export interface ZaloState {
  readonly world: ZaloWorld
  readonly oas: ReadonlyMap<string, OfficialAccount>
  readonly tokens: TokenBook
  readonly oauth: OAuthHost
  readonly faults: ZaloFaults
  readonly calls: CallCounts
}

export function setUpZalo(options: FakeZaloOptions): ZaloState {
  const { clock, apps, articleProcessingMs = ARTICLE_PROCESSING_MS } = options
  const world: ZaloWorld = {
    clock,
    sequence: createSequence(),
    rules: rulesOf(options),
    sent: new SentLog(options.keepSent ?? KEPT_SENT, options.onSent),
    webhook: new ZaloWebhook({
      url: options.webhookUrl,
      speedUp: options.retrySpeedUp ?? 1,
      ...(options.answerDeadlineMs === undefined ? {} : { deadlineMs: options.answerDeadlineMs }),
    }),
  }
  const tokens = new TokenBook(clock, options.trustsEarlierRuns ?? false)
  for (const app of apps) tokens.register(app.oaId, app.tokens)
  return {
    world,
    oas: new Map(apps.map((app) => [app.oaId, new OfficialAccount(app, world, articleProcessingMs)])),
    tokens,
    oauth: new OAuthHost(apps, tokens, clock),
    faults: new ZaloFaults(tokens, apps[0].oaId),
    calls: new CallCounts(),
  }
}
