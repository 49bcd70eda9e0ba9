import { z } from 'zod'
import { parseLossless } from '../lossless-json.ts'
import { eventName, id, lenient, messageId, text } from './fields.ts'

const party = lenient(z.object({ id, admin_id: id }))
const change = lenient(z.object({ prev_status: text, new_status: text, prev_value: text, new_value: text }))

const message = lenient(
  z.object({
    msg_id: messageId,
    msg_ids: lenient(z.array(messageId)),
    text,
    attachments: lenient(z.array(z.unknown())),
    quote_msg_id: messageId,
    conversation_id: id,
    react_icon: text,
    location: z.unknown().optional(),
    // Only in events of approved templates (ZBS):
    tracking_id: text,
    delivery_time: text,
    submit_time: text,
    data: text,
    rate: text,
    note: text,
  }),
)

const info = lenient(
  z.object({
    name: text,
    phone: text,
    user_dob: text,
    gender: text,
    full_address: lenient(z.object({ user_city: text, user_ward: text, user_address: text })),
    // The older shape of the form:
    address: text,
    city: text,
    district: text,
    ward: text,
  }),
)

const zaloPayload = z.object({
  event_name: eventName,
  app_id: id,
  timestamp: text,
  sender: party,
  recipient: party,
  follower: party,
  oa_id: id,
  oaId: id,
  user_id: id,
  group_id: id,
  message,
  info,
  data: lenient(z.object({ user_id: id })),
  source: text,
  tag: lenient(z.object({ name: text })),
  // Template events that are about no conversation, and the flat shape of their receipts:
  msg_id: messageId,
  tracking_id: text,
  delivery_time: text,
  template_id: text,
  reason: text,
  status: change,
  quota: change,
  extension_id: text,
  call_id: text,
})

/** Every field of any event we read, each null when it is absent or of a wrong type; only `event_name` is sure. */
export type ZaloPayload = z.output<typeof zaloPayload>

export type PayloadReading =
  | { readonly type: 'payload'; readonly payload: ZaloPayload; readonly signedTimestamp: string }
  | { readonly type: 'malformed'; readonly reason: string }

/** Reads a webhook's bytes; never throws. */
export function readPayload(body: Buffer): PayloadReading {
  const raw = body.toString('utf8')
  let json: unknown
  try {
    json = parseLossless(raw)
  } catch {
    return { type: 'malformed', reason: 'the body is not JSON' }
  }
  const parsed = zaloPayload.safeParse(json)
  if (!parsed.success) return { type: 'malformed', reason: 'the body is not a JSON object with a text `event_name`' }
  const { timestamp } = json as { timestamp?: unknown }
  return { type: 'payload', payload: parsed.data, signedTimestamp: signedTimestampOf(timestamp, raw) }
}

/** The timestamp's text as it was signed: a bare number is taken from the raw body, where `1.79e12` is still `1.79e12`. */
function signedTimestampOf(timestamp: unknown, raw: string): string {
  if (typeof timestamp === 'string') return timestamp
  if (typeof timestamp !== 'number') return ''
  for (const match of raw.matchAll(/"timestamp"\s*:\s*(-?[\d.eE+-]+)/g)) {
    if (match[1] !== undefined && Number(match[1]) === timestamp) return match[1]
  }
  return String(timestamp)
}

/** Zalo writes milliseconds; ten-digit values are seconds. */
const FIRST_MILLISECONDS = 1e12
/** Before Zalo existed (2012-01-01): a time earlier than this is no time of an event. */
const EARLIEST = Date.UTC(2012, 0, 1)
const CLOCK_SKEW_MS = 24 * 60 * 60 * 1000

/**
 * An event's instant in UTC ms from its text; `receivedAt` where it is missing or absurd. A time far ahead would keep the
 * person's answering window open for as long.
 */
export function instantOf(text: string | null, receivedAt: number): number {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text)
  const instant = Math.trunc(value < FIRST_MILLISECONDS ? value * 1000 : value)
  return instant >= EARLIEST && instant <= receivedAt + CLOCK_SKEW_MS ? instant : receivedAt
}
