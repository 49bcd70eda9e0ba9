import { Router } from 'express'
import { webContactOf } from '../../channels/web/channel.ts'
import type { WebHub } from '../../channels/web/hub.ts'
import type { Clock } from '../../core/clock.ts'
import type { ProvinceId } from '../../core/ids.ts'
import type { Log } from '../../core/log.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import type { Inbox } from '../../inbox/receive.ts'
import { loadAssets } from '../browser/assets.ts'
import { readCookie } from '../browser/cookies.ts'
import { publicNetworkOf } from '../browser/network.ts'
import { pageHeaders } from '../browser/page-headers.ts'
import { createMessageRoutes } from './message.routes.ts'
import { createOutboxPoll, NO_POLL } from './outbox-poll.ts'
import { type ChatProvince, LOOKS, renderChatPage } from './page.ts'
import { createRefuse, RETRY_AFTER_SECONDS } from './refuse.ts'
import { ChatStreams } from './streams.ts'
import type { ChatTexts } from './texts.ts'
import { createVisitors } from './visitor.ts'

const MAX_STREAMS = 1_000
const MAX_STREAMS_OF_VISITOR = 4
const MAX_STREAMS_OF_NETWORK = 250
/** A link writes a code for the person, never a speech. */
const MAX_READY_CHARS = 60

const STYLES = ['page.css', 'frame.css', 'messages.css', 'looks.css', 'desktop.css']

export interface ChatOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly inbox: Inbox
  /** The hub of the web channel. */
  readonly hub: WebHub
  readonly clock: Clock
  readonly log: Log
  readonly provinces: readonly ChatProvince[]
  readonly defaultProvince: ProvinceId
  readonly texts: ChatTexts
  /** Signs the visitors' cookies; 32 bytes, the same in all processes. */
  readonly cookieKey: Buffer
  /** Says on the page that nothing reaches a real platform. */
  readonly sandbox: boolean
  readonly publicUrl: string
  /** How often the outbox is looked at for what other processes sent, in ms; null where one process does all. */
  readonly pollMs: number | null
  /** Ends the open pages' streams, so that the server can stop. */
  readonly closing: AbortSignal
  readonly maxStreams?: number
  readonly maxStreamsOfNetwork?: number
}

/**
 * The chat page, to be mounted at `/chat`: the page itself, the event stream `GET /stream`, and what the page posts. What
 * a person writes goes through the inbox as any platform's event does.
 */
export function createChatRouter(options: ChatOptions): Router {
  const { db, sealer, hub, log, texts, provinces, closing, publicUrl, pollMs } = options
  const visitors = createVisitors({ key: options.cookieKey, secure: publicUrl.startsWith('https:') })
  const refuse = createRefuse(texts)
  const streams = new ChatStreams({
    db,
    sealer,
    hub,
    poll: pollMs === null ? NO_POLL : createOutboxPoll({ db, sealer, hub, log, everyMs: pollMs, closing }),
    log,
    closing,
    maxStreams: options.maxStreams ?? MAX_STREAMS,
    maxStreamsOfVisitor: MAX_STREAMS_OF_VISITOR,
    maxStreamsOfNetwork: options.maxStreamsOfNetwork ?? MAX_STREAMS_OF_NETWORK,
  })
  const assets = loadAssets('/chat/assets', {
    'chat.js': [assetPath('chat.js')],
    'bubbles.js': [assetPath('bubbles.js')],
    'chat.css': STYLES.map(assetPath),
  })
  const provinceOf = (given: unknown) => provinces.find((province) => province.id === given)?.id

  const router = Router()
  router.use('/assets', assets.router)

  router.get('/', pageHeaders("'self' https: http: data:"), async (request, response) => {
    if (visitors.find(request) === null) visitors.create(response)
    const page = renderChatPage({
      texts,
      provinces,
      province:
        provinceOf(request.query.province) ?? provinceOf(readCookie(request, 'gd_province')) ?? options.defaultProvince,
      look: LOOKS.find((look) => look === readCookie(request, 'gd_look')) ?? 'zalo',
      sandbox: options.sandbox,
      ready: typeof request.query.text === 'string' ? request.query.text.slice(0, MAX_READY_CHARS) : '',
      scriptUrl: assets.url('chat.js'),
      styleUrl: assets.url('chat.css'),
    })
    response.type('html').send(String(await page))
  })

  router.get('/stream', async (request, response) => {
    const province = provinceOf(request.query.province)
    if (province === undefined) return refuse(response, 400, 'wrong')
    const visitor = visitors.find(request) ?? visitors.create(response)
    const owner = { visitor, network: publicNetworkOf(request.ip ?? '') }
    const room = streams.roomFor(owner)
    if (room === 'full') return refuse(response, 503, 'busy', RETRY_AFTER_SECONDS)
    if (room === 'too_many') return refuse(response, 429, 'too_many_pages', RETRY_AFTER_SECONDS)
    await streams.serve(response, owner, webContactOf(province, visitor))
  })

  router.use(
    createMessageRoutes({
      inbox: options.inbox,
      hub,
      clock: options.clock,
      log,
      provinces: new Set(provinces.map((province) => province.id)),
      visitors,
      publicUrl,
      refuse,
    }),
  )
  return router
}

function assetPath(name: string): URL {
  return new URL(`assets/${name}`, import.meta.url)
}
