import express, { type NextFunction, type Request, type Response, Router } from 'express'
import { webContactOf } from '../../channels/web/channel.ts'
import { personKey, type WebHub } from '../../channels/web/hub.ts'
import type { Clock } from '../../core/clock.ts'
import type { ProvinceId } from '../../core/ids.ts'
import type { Log } from '../../core/log.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import type { Inbox } from '../../inbox/receive.ts'
import { loadAssets } from './browser/assets.ts'
import { AttemptWindow } from './browser/attempt-window.ts'
import { readCookie } from './browser/cookies.ts'
import { pageHeaders } from './browser/page-headers.ts'
import { isSameOrigin } from './browser/same-origin.ts'
import { readIncoming } from './incoming.ts'
import { createOutboxPoll, NO_POLL } from './outbox-poll.ts'
import { type ChatProvince, LOOKS, renderChatPage } from './page.ts'
import { ChatStreams } from './streams.ts'
import type { ChatError, ChatTexts } from './texts.ts'
import { createVisitors } from './visitor.ts'

const MESSAGES_A_MINUTE = 30
const MAX_STREAMS = 1_000
const MAX_STREAMS_OF_VISITOR = 4
/** A text of 2,000 characters of three bytes, escaped in JSON, with its frame. */
const MAX_BODY = '32kb'
const RETRY_AFTER_SECONDS = '5'

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
}

/**
 * The chat page, to be mounted at `/chat`: the page itself, `POST /messages`, the event stream `GET /stream`, and
 * `POST /reset`. What a person writes goes through the inbox as any platform's event does.
 */
export function createChatRouter(options: ChatOptions): Router {
  const { db, sealer, hub, log, clock, texts, inbox, provinces, closing, publicUrl } = options
  const visitors = createVisitors({ key: options.cookieKey, secure: publicUrl.startsWith('https:') })
  const assets = loadAssets('/chat/assets', {
    'chat.js': new URL('assets/chat.js', import.meta.url),
    'chat.css': new URL('assets/chat.css', import.meta.url),
  })
  const poll =
    options.pollMs === null
      ? NO_POLL
      : createOutboxPoll({ db, sealer, hub, log, everyMs: options.pollMs, closing })
  const streams = new ChatStreams({
    db,
    sealer,
    hub,
    poll,
    log,
    closing,
    maxStreams: options.maxStreams ?? MAX_STREAMS,
    maxStreamsOfVisitor: MAX_STREAMS_OF_VISITOR,
  })
  const pace = new AttemptWindow({ clock, max: MESSAGES_A_MINUTE, windowMs: 60_000 })
  const known = new Set(provinces.map((province) => province.id))
  const provinceOf = (given: unknown) => provinces.find((province) => province.id === given)?.id

  const refuse = (response: Response, status: number, error: ChatError): void => {
    response.status(status).json({ error: texts.errors[error] })
  }
  const ownPagesOnly = (request: Request, response: Response, next: NextFunction): void => {
    if (isSameOrigin(request, publicUrl)) next()
    else refuse(response, 403, 'cross_site')
  }
  const answerBadBody = (_error: unknown, _request: Request, response: Response, _next: NextFunction): void =>
    refuse(response, 400, 'wrong')

  const router = Router()
  router.use('/assets', assets.router)

  router.get('/', pageHeaders("'self' https: http: data:"), async (request, response) => {
    if (visitors.find(request) === null) visitors.create(response)
    const page = renderChatPage({
      texts,
      provinces,
      province:
        provinceOf(request.query.province) ??
        provinceOf(readCookie(request, 'gd_province')) ??
        options.defaultProvince,
      look: LOOKS.find((look) => look === readCookie(request, 'gd_look')) ?? 'zalo',
      sandbox: options.sandbox,
      scriptUrl: assets.url('chat.js'),
      styleUrl: assets.url('chat.css'),
    })
    response.type('html').send(String(await page))
  })

  router.post(
    '/messages',
    ownPagesOnly,
    express.json({ limit: MAX_BODY }),
    answerBadBody,
    async (request: Request, response: Response) => {
      const visitor = visitors.find(request)
      if (visitor === null) return refuse(response, 401, 'visitor')
      const waitSeconds = pace.waitSeconds(visitor)
      if (waitSeconds > 0) return refuse(response.set('Retry-After', String(waitSeconds)), 429, 'too_fast')
      pace.record(visitor)
      const now = clock.now()
      const incoming = readIncoming(request.body, { visitor, provinces: known, now })
      if (incoming.type === 'refused') return refuse(response, 400, incoming.error)
      const { event, clientId } = incoming
      const receipt = await inbox.receive([event], now)
      if (receipt.type !== 'stored') {
        if (receipt.type === 'storage_failed') log.error({ err: receipt.error }, 'a chat message could not be stored')
        return refuse(response.set('Retry-After', RETRY_AFTER_SECONDS), 503, 'busy')
      }
      const text = event.type === 'message' ? event.text : event.label
      // For the visitor's other open pages; a repeated post is told no second time.
      if (receipt.fresh > 0) hub.publish(event.contact, { key: personKey(clientId), at: now, from: 'person', text })
      response.status(202).json({ accepted: true, at: now })
    },
  )

  router.get('/stream', async (request, response) => {
    const province = provinceOf(request.query.province)
    if (province === undefined) return refuse(response, 400, 'wrong')
    const visitor = visitors.find(request) ?? visitors.create(response)
    const room = streams.roomFor(visitor)
    if (room === 'full') return refuse(response.set('Retry-After', RETRY_AFTER_SECONDS), 503, 'busy')
    if (room === 'visitor_full') return refuse(response, 429, 'too_many_pages')
    await streams.serve(response, visitor, webContactOf(province, visitor))
  })

  router.post('/reset', ownPagesOnly, (_request, response) => {
    visitors.create(response)
    response.status(204).end()
  })

  return router
}
