import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http'
import express, { type RequestHandler, Router } from 'express'
import type { Channel, WebhookReading } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { assertNever } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Inbox, Receipt } from '../inbox/receive.ts'
import type { Metrics } from './metrics.ts'

/** A POST of Messenger holds up to 1,000 updates; a real one is below a few hundred kilobytes. */
const MAX_BODY_BYTES = 2 * 1024 * 1024
const OVERLOADED_RETRY_SECONDS = 5
const STORAGE_RETRY_SECONDS = 30

export interface WebhookOptions {
  readonly channel: Channel
  readonly inbox: Inbox
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
}

/** Takes in one call of a platform, whose body was read, and answers it. Never rejects. */
export type Intake = (request: IncomingMessage, body: Buffer, response: ServerResponse) => Promise<void>

/**
 * Takes in one platform's webhooks (law 1): 200 once the events are on disk, 401 for a wrong signature, 400 for what the
 * platform would not send, 503 with Retry-After when it must come again later.
 */
export function createIntake(options: WebhookOptions): Intake {
  const { channel, inbox, clock, log, metrics } = options

  return async ({ headers }, body, response) => {
    try {
      const receivedAt = clock.now()
      const reading = channel.readWebhook({ body, headers, receivedAt })
      if (reading.type !== 'events') return refuse(response, reading)
      const receipt: Receipt =
        reading.events.length === 0 ? { type: 'stored', fresh: 0 } : await inbox.receive(reading.events, receivedAt)
      acknowledge(response, receipt, reading.events.length)
    } catch (error) {
      log.error({ channel: channel.type, err: error }, 'a webhook could not be read')
      if (!response.headersSent) answerJson(response, 500, { error: 'internal' })
    }
  }

  function refuse(response: ServerResponse, reading: Exclude<WebhookReading, { type: 'events' }>): void {
    metrics.webhooks.inc({ channel: channel.type, result: reading.type })
    switch (reading.type) {
      case 'ignored':
        answerText(response, 'ignored')
        return
      case 'forged':
        log.warn({ channel: channel.type, cure: reading.reason }, 'a webhook with a wrong signature was refused')
        answerJson(response, 401, { error: 'signature' })
        return
      case 'malformed':
        log.warn({ channel: channel.type, reason: reading.reason }, 'a malformed webhook was refused')
        answerJson(response, 400, { error: reading.reason })
        return
      default:
        assertNever(reading)
    }
  }

  function acknowledge(response: ServerResponse, receipt: Receipt, count: number): void {
    metrics.webhooks.inc({ channel: channel.type, result: receipt.type })
    switch (receipt.type) {
      case 'stored':
        if (receipt.fresh > 0) metrics.events.inc({ channel: channel.type, fresh: 'yes' }, receipt.fresh)
        if (receipt.fresh < count) metrics.events.inc({ channel: channel.type, fresh: 'no' }, count - receipt.fresh)
        answerText(response, 'ok')
        return
      case 'overloaded':
        log.warn({ channel: channel.type }, 'a webhook was put off: too many wait for their commit')
        answerJson(response, 503, { error: 'overloaded' }, { 'Retry-After': OVERLOADED_RETRY_SECONDS })
        return
      case 'storage_failed':
        log.error({ channel: channel.type, err: receipt.error }, 'a webhook was put off: the storage refused it')
        answerJson(response, 503, { error: 'storage' }, { 'Retry-After': STORAGE_RETRY_SECONDS })
        return
      default:
        assertNever(receipt)
    }
  }
}

function answerText(response: ServerResponse, text: string): void {
  answer(response, 200, text, { 'Content-Type': 'text/plain; charset=utf-8' })
}

function answerJson(response: ServerResponse, status: number, body: object, headers: OutgoingHttpHeaders = {}): void {
  answer(response, status, JSON.stringify(body), { ...headers, 'Content-Type': 'application/json; charset=utf-8' })
}

function answer(response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(text) }).end(text)
}

/** The bytes as they were sent, for a signature covers bytes. Compressed bodies are refused: no platform sends them. */
const rawBody: RequestHandler = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false })

/** An intake as one of Express' routes, which reads the body and knows what to refuse. */
export function intakeRoute(intake: Intake): RequestHandler[] {
  return [
    rawBody,
    (request, response) => intake(request, Buffer.isBuffer(request.body) ? request.body : NO_BODY, response),
  ]
}

const NO_BODY = Buffer.alloc(0)

/**
 * Hands usual webhooks, at the paths of `intakes`, past Express: finding the route and reading the body there takes as
 * long as reading what the platform says. Whatever is unusual goes to `site`.
 */
export function webhooksFirst(intakes: ReadonlyMap<string, Intake>, site: RequestListener): RequestListener {
  return (request, response) => {
    const intake = request.method === 'POST' ? intakes.get(request.url ?? '') : undefined
    if (!intake || !hasUsualBody(request)) return site(request, response)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    // A caller that goes away in the middle of its body is answered nothing, and nothing of it is kept.
    request.once(
      'end',
      () => void intake(request, chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks), response),
    )
  }
}

/** Of a length that it tells, to which Node keeps it, and that is not too much. */
function hasUsualBody({ headers }: IncomingMessage): boolean {
  const { 'content-length': length, 'content-encoding': encoding } = headers
  return length !== undefined && Number(length) <= MAX_BODY_BYTES && encoding === undefined
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
