import { z } from 'zod'
import type { InboundEvent } from '../../core/events.ts'
import { readAttachments } from './attachments.ts'
import { fields, flag, id, list, mid, text } from './event-fields.ts'
import { eventBase, keyOf, type PersonEvent, unknownEvent } from './messaging-event.ts'
import { keyOfMetadata } from './own-key.ts'

const message = z.object({
  mid,
  text,
  attachments: list,
  quick_reply: fields({ payload: text }),
  reply_to: fields({ mid }),
  referral: fields({ ref: text }),
  is_echo: flag,
  is_deleted: flag,
  app_id: id,
  metadata: text,
})
type PlatformMessage = z.infer<typeof message>

/** Reads `message`: what a person wrote, tapped or took back, or the echo of what the Page sent. */
export function readMessage(event: PersonEvent): InboundEvent | null {
  const read = message.safeParse(event.content).data
  if (!read) return null
  // Echoes come first: taken for a person's words they would make the assistant talk to itself.
  if (read.is_echo) return readEcho(event, read)
  if (event.fromPage) return null
  if (event.standby) return unknownEvent(event, 'standby')
  if (read.is_deleted) {
    return read.mid === null
      ? null
      : { ...eventBase(event, `deleted:${read.mid}`), type: 'deleted', messageId: read.mid }
  }
  return readPersonsMessage(event, read)
}

/** Ours by its key, or by our app's id (a message of ours sent by other means); everything else was staff's. */
function readEcho(event: PersonEvent, read: PlatformMessage): InboundEvent | null {
  if (read.mid === null) return null
  const base = eventBase(event, `echo:${read.mid}`)
  const key = keyOfMetadata(read.metadata)
  const ourApp = event.appId !== null && read.app_id === event.appId
  if (key !== null || ourApp) return { ...base, type: 'own_echo', messageId: read.mid, metadata: key }
  return { ...base, type: 'staff_wrote', messageId: read.mid, text: read.text ?? '' }
}

function readPersonsMessage(event: PersonEvent, read: PlatformMessage): InboundEvent | null {
  const base = eventBase(event, read.mid ?? keyOf(event))
  const ref = read.referral?.ref ?? null
  const payload = read.quick_reply?.payload ?? null
  const words = read.text ?? payload ?? ''
  if (payload !== null && !isContactDetail(payload, words)) {
    return { ...base, type: 'button', payload, label: read.text ?? '', ref }
  }
  const attachments = readAttachments(read.attachments)
  if (words === '' && attachments.length === 0) return null
  const quotedId = read.reply_to?.mid ?? null
  return { ...base, type: 'message', text: words, attachments, quotedId, ref, anonymous: false }
}

/**
 * Quick replies of the types `user_phone_number` and `user_email` come back with the number or address as payload, which
 * the text repeats: the person's words, not a payload of ours.
 */
function isContactDetail(payload: string, words: string): boolean {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(payload)) return payload === words
  // The country code may stand in one and not in the other.
  return /^\+?[\d\s().-]{8,20}$/.test(payload) && digitsOf(words).endsWith(digitsOf(payload).slice(-8))
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}
