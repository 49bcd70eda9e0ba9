import { z } from 'zod'
import { webContactOf } from '../../channels/web/channel.ts'
import type { ButtonPressed, MessageReceived } from '../../core/events.ts'
import { accountOf, type ProvinceId } from '../../core/ids.ts'
import { lengthOf } from '../../core/text-length.ts'
import type { ChatError } from './texts.ts'

/** As on Zalo and Messenger. */
export const MAX_TEXT_CHARS = 2_000
const MAX_PAYLOAD_CHARS = 1_000

const message = { id: z.uuid(), province: z.string() }
const bodySchema = z.union([
  z.strictObject({ ...message, text: z.string() }),
  z.strictObject({
    ...message,
    payload: z.string().min(1).max(MAX_PAYLOAD_CHARS),
    label: z.string().min(1).max(MAX_TEXT_CHARS),
  }),
])

export type Incoming =
  | { readonly type: 'event'; readonly event: MessageReceived | ButtonPressed; readonly clientId: string }
  | { readonly type: 'refused'; readonly error: ChatError }

/**
 * What the page posted, as an event. Its external id is made of the visitor and the page's own id of the message, so
 * that a repeated post is the same event. A visitor counts as reachable: the page shows what came while it was closed.
 */
export function readIncoming(
  body: unknown,
  from: { visitor: string; provinces: ReadonlySet<ProvinceId>; now: number },
): Incoming {
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success || !from.provinces.has(parsed.data.province as ProvinceId))
    return { type: 'refused', error: 'wrong' }
  const contact = webContactOf(parsed.data.province as ProvinceId, from.visitor)
  const clientId = parsed.data.id.toLowerCase()
  const base = {
    externalId: `${from.visitor}:${clientId}`,
    account: accountOf(contact),
    contact,
    sentAt: from.now,
    ref: null,
  }
  if ('payload' in parsed.data) {
    const { payload, label } = parsed.data
    return { type: 'event', clientId, event: { ...base, type: 'button', payload, label } }
  }
  const text = parsed.data.text.normalize('NFC').trim()
  if (text === '') return { type: 'refused', error: 'empty' }
  if (lengthOf(text) > MAX_TEXT_CHARS) return { type: 'refused', error: 'too_long' }
  const event = { ...base, type: 'message' as const, text, attachments: [], quotedId: null, anonymous: false }
  return { type: 'event', clientId, event }
}
