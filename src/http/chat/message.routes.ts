import express, { type NextFunction, type Request, type Response, Router } from 'express'
import { personKey, type WebHub } from '../../channels/web/hub.ts'
import type { Clock } from '../../core/clock.ts'
import type { ProvinceId } from '../../core/ids.ts'
import type { Log } from '../../core/log.ts'
import type { Inbox } from '../../inbox/receive.ts'
import { AttemptWindow } from '../browser/attempt-window.ts'
import { publicNetworkOf } from '../browser/network.ts'
import { isSameOrigin } from '../browser/same-origin.ts'
import { readIncoming } from './incoming.ts'
import { RETRY_AFTER_SECONDS, type Refuse } from './refuse.ts'
import type { Visitors } from './visitor.ts'

const MESSAGES_A_MINUTE = 30
/** Whoever writes under ever new visitors is known by their network. A hall full of people writes less. */
const MESSAGES_A_MINUTE_OF_NETWORK = 300
/** A text of 2,000 characters of three bytes, escaped in JSON, with its frame. */
const MAX_BODY = '32kb'

export interface MessageRoutesOptions {
  readonly inbox: Inbox
  readonly hub: WebHub
  readonly clock: Clock
  readonly log: Log
  readonly provinces: ReadonlySet<ProvinceId>
  readonly visitors: Visitors
  readonly publicUrl: string
  readonly refuse: Refuse
}

/**
 * What a page may do: `POST /messages` takes what the visitor says into the inbox, `POST /reset` makes them a new one.
 * 400 what is no message, 401 no visitor, 403 another site's page, 429 too many in a minute, of them or of their network, 503 not stored: come again.
 */
export function createMessageRoutes(options: MessageRoutesOptions): Router {
  const { inbox, hub, clock, log, provinces, visitors, refuse } = options
  const pace = new AttemptWindow({ clock, max: MESSAGES_A_MINUTE, windowMs: 60_000 })
  const networkPace = new AttemptWindow({ clock, max: MESSAGES_A_MINUTE_OF_NETWORK, windowMs: 60_000 })

  function ownPagesOnly(request: Request, response: Response, next: NextFunction): void {
    if (isSameOrigin(request, options.publicUrl)) next()
    else refuse(response, 403, 'cross_site')
  }

  /** Stands right behind the body's parser, so that it hears of its errors alone. */
  function refuseBody(_error: unknown, _request: Request, response: Response, _next: NextFunction): void {
    refuse(response, 400, 'wrong')
  }

  async function takeMessage(request: Request, response: Response): Promise<void> {
    const visitor = visitors.find(request)
    if (visitor === null) return refuse(response, 401, 'visitor')
    const network = publicNetworkOf(request.ip ?? '')
    const waitSeconds = Math.max(pace.waitSeconds(visitor), network === null ? 0 : networkPace.waitSeconds(network))
    if (waitSeconds > 0) return refuse(response, 429, 'too_fast', waitSeconds)
    pace.record(visitor)
    if (network !== null) networkPace.record(network)
    const now = clock.now()
    const incoming = readIncoming(request.body, { visitor, provinces, now })
    if (incoming.type === 'refused') return refuse(response, 400, incoming.error)
    const { event, clientId } = incoming
    const receipt = await inbox.receive([event], now)
    if (receipt.type !== 'stored') {
      if (receipt.type === 'storage_failed') log.error({ err: receipt.error }, 'a chat message could not be stored')
      return refuse(response, 503, 'busy', RETRY_AFTER_SECONDS)
    }
    const text = event.type === 'message' ? event.text : event.label
    // For the visitor's other open pages; a repeated post is told no second time.
    if (receipt.fresh > 0) hub.publish(event.contact, { key: personKey(clientId), at: now, from: 'person', text })
    response.status(202).json({ accepted: true, at: now })
  }

  const router = Router()
  router.post('/messages', ownPagesOnly, express.json({ limit: MAX_BODY }), refuseBody, takeMessage)
  router.post('/reset', ownPagesOnly, (_request, response) => {
    visitors.create(response)
    response.status(204).end()
  })
  return router
}
