import { z } from 'zod'
import type { WebhookReading, WebhookRequest } from '../../core/channel.ts'
import type { InboundEvent } from '../../core/events.ts'
import { parseLossless } from '../lossless-json.ts'
import { readChange } from './change-events.ts'
import { id, instant, list, text } from './event-fields.ts'
import { pageOfMarketing, readMarketing } from './marketing-events.ts'
import { readMessagingEvent } from './messaging-readers.ts'
import type { MessengerAccount } from './settings.ts'
import { sameSecret, signatureOf } from './signature.ts'

const bodySchema = z.record(z.string(), z.unknown())
const envelope = z.object({ object: text, entry: z.array(z.unknown()).nullable().catch(null) })
const entrySchema = z.object({ id, time: instant, messaging: list, standby: list, changes: list })
const messagingChange = z.object({ value: z.looseObject({ recipient: z.object({}) }) })

type Pages = ReadonlyMap<string, MessengerAccount>

/**
 * Gives what checks and reads one webhook call. Accounts may belong to different apps, each signing with its own secret: a
 * call speaks only for the Pages whose account holds the secret that signed it.
 */
export function createWebhookReader(
  accounts: readonly MessengerAccount[],
): (request: WebhookRequest) => WebhookReading {
  const pagesOf = new Map(
    [...Map.groupBy(accounts, ({ appSecret }) => appSecret)].map(([secret, signers]): [string, Pages] => [
      secret,
      new Map(signers.map((account) => [account.pageId, account])),
    ]),
  )
  return (request) => {
    const signature = request.headers['x-hub-signature-256']
    if (typeof signature !== 'string') return unsigned
    for (const [secret, pages] of pagesOf)
      if (sameSecret(signature, signatureOf(request.body, secret))) return readBody(request, pages)
    return wronglySigned
  }
}

const unsigned: WebhookReading = {
  type: 'forged',
  reason:
    'The header X-Hub-Signature-256 is missing: only Meta may call this address, straight or through a proxy that ' +
    'keeps headers.',
}

const wronglySigned: WebhookReading = {
  type: 'forged',
  reason:
    "Messenger's signature does not match. MESSENGER_APP_SECRET (app_secret in the accounts file) must be the " +
    'App secret of the app whose webhook this is (App settings > Basic), not the Page token or the verify token; ' +
    'and no proxy may change the body.',
}

function readBody(request: WebhookRequest, pages: Pages): WebhookReading {
  try {
    const body = bodySchema.safeParse(parseLossless(request.body.toString('utf8')))
    if (!body.success) return { type: 'malformed', reason: 'The body is not a JSON object.' }
    return readSigned(body.data, pages, request.receivedAt)
  } catch (error) {
    if (error instanceof SyntaxError) return { type: 'malformed', reason: 'The body is not JSON.' }
    // Parsing and hashing recurse: a few thousand levels end in a RangeError.
    if (error instanceof RangeError) return { type: 'malformed', reason: 'The JSON is nested too deeply.' }
    throw error
  }
}

function readSigned(body: Record<string, unknown>, pages: Pages, receivedAt: number): WebhookReading {
  const { object, entry } = envelope.parse(body)
  if (object === null) return readFlat(body, pages, receivedAt)
  if (object !== 'page') return { type: 'ignored', reason: 'The event is of another product of Meta, not of a Page.' }
  if (entry === null) return { type: 'malformed', reason: 'The field "entry" is not a list.' }
  const readings = entry.map((item) => readEntry(item, pages, receivedAt))
  if (readings.length > 0 && readings.every((events) => events === null)) return unknownPage
  return { type: 'events', events: readings.flatMap((events) => events ?? []) }
}

const unknownPage: WebhookReading = {
  type: 'ignored',
  reason: 'The event is of no Page in the accounts (or a test from the app dashboard).',
}

/** Paid messages report in flat objects; those that come without an envelope are read here. */
function readFlat(body: Record<string, unknown>, pages: Pages, receivedAt: number): WebhookReading {
  const account = pages.get(pageOfMarketing(body) ?? '')
  if (!account) return unknownPage
  return { type: 'events', events: [readMarketing(null, body, { account, standby: false, time: receivedAt })] }
}

/** The events of one entry; null when it is of no Page of ours. */
function readEntry(item: unknown, pages: Pages, receivedAt: number): InboundEvent[] | null {
  const entry = entrySchema.safeParse(item).data
  const account = pages.get(entry?.id ?? '')
  if (!entry || !account) return null
  const place = { account, standby: false, time: entry.time ?? receivedAt }
  return [
    ...entry.messaging.map((event) => readMessagingEvent(event, place)),
    ...entry.standby.map((event) => readMessagingEvent(event, { ...place, standby: true })),
    ...entry.changes.map((change) => {
      // Meta's pages show some messaging events as changes: `value` is then the event as it stands in `messaging[]`.
      const message = messagingChange.safeParse(change).data
      return message ? readMessagingEvent(message.value, place) : readChange(change, place)
    }),
  ].filter((event) => event !== null)
}
