import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Channel, WebhookReading } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { assertNever } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Inbox, Receipt } from '../inbox/receive.ts'
import type { Metrics } from './metrics.ts'

/** A POST of Messenger holds up to 1,000 updates; a real one is below a few hundred kilobytes. */
const MAX_BODY = '2mb'
const OVERLOADED_RETRY_SECONDS = 5
const STORAGE_RETRY_SECONDS = 30
const OK = 'ok'
const OK_HEADERS = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': OK.length }

export interface WebhookOptions {
  readonly channel: Channel
  readonly inbox: Inbox
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
}

/** The bytes as they were sent, for a signature covers bytes. Compressed bodies are refused: no platform sends them. */
export const rawBody: RequestHandler = express.raw({ type: () => true, limit: MAX_BODY, inflate: false })

/**
 * Takes in one platform's webhook (law 1): 200 once the events are on disk, 401 for a wrong signature, 400 for what the
 * platform would not send, 503 with Retry-After when it must come again later.
 */
export function webhookHandler(options: WebhookOptions): RequestHandler {
  const { channel, inbox, clock, log, metrics } = options

  return async (request: Request, response: Response) => {
    const receivedAt = clock.now()
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const reading = channel.readWebhook({ body, headers: request.headers, receivedAt })
    if (reading.type !== 'events') return refuse(response, reading)
    const receipt: Receipt =
      reading.events.length === 0 ? { type: 'stored', fresh: 0 } : await inbox.receive(reading.events, receivedAt)
    answer(response, receipt, reading.events.length)
  }

  function refuse(response: Response, reading: Exclude<WebhookReading, { type: 'events' }>): void {
    metrics.webhooks.inc({ channel: channel.type, result: reading.type })
    switch (reading.type) {
      case 'ignored':
        response.status(200).send('ignored')
        return
      case 'forged':
        log.warn({ channel: channel.type, cure: reading.reason }, 'a webhook with a wrong signature was refused')
        response.status(401).json({ error: 'signature' })
        return
      case 'malformed':
        log.warn({ channel: channel.type, reason: reading.reason }, 'a malformed webhook was refused')
        response.status(400).json({ error: reading.reason })
        return
      default:
        assertNever(reading)
    }
  }

  function answer(response: Response, receipt: Receipt, count: number): void {
    metrics.webhooks.inc({ channel: channel.type, result: receipt.type })
    switch (receipt.type) {
      case 'stored':
        metrics.events.inc({ channel: channel.type, fresh: 'yes' }, receipt.fresh)
        metrics.events.inc({ channel: channel.type, fresh: 'no' }, count - receipt.fresh)
        // Straight to Node: what express' `send` does beside it costs a fifth of the request.
        response.writeHead(200, OK_HEADERS).end(OK)
        return
      case 'overloaded':
        log.warn({ channel: channel.type }, 'a webhook was put off: too many wait for their commit')
        response.status(503).set('Retry-After', String(OVERLOADED_RETRY_SECONDS)).json({ error: 'overloaded' })
        return
      case 'storage_failed':
        log.error({ channel: channel.type, err: receipt.error }, 'a webhook was put off: the storage refused it')
        response.status(503).set('Retry-After', String(STORAGE_RETRY_SECONDS)).json({ error: 'storage' })
        return
      default:
        assertNever(receipt)
    }
  }
}

/** Messenger's verification handshake: the challenge as it came, or 403. */
export function subscriptionRoute(verify: (query: Readonly<Record<string, string>>) => string | null): Router {
  return Router().get('/', (request, response) => {
    // Read from the URL itself: Express' parser would make nested objects of names with dots.
    const query = Object.fromEntries(new URL(request.originalUrl, 'http://localhost').searchParams)
    const challenge = verify(query)
    if (challenge === null) response.status(403).json({ error: 'verify_token' })
    else response.status(200).type('text/plain').send(challenge)
  })
}
