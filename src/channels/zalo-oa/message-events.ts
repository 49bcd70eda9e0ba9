import type { Attachment, InboundEvent } from '../../core/events.ts'
import type { ContactId } from '../../core/ids.ts'
import { readAttachment, readLocation } from './attachments.ts'
import { anonymousUserId } from './contact.ts'
import { PAYLOAD_MARK } from './payload-mark.ts'
import { contactOf, eventBase, isPhoneOrHash, type Reader, type Reading } from './reading.ts'

const PERSON_KINDS = ['image', 'gif', 'link', 'audio', 'video', 'sticker', 'location', 'file', 'business_card']
const ANONYMOUS_KINDS = ['image', 'file', 'sticker']
const ECHO_KINDS = ['text', 'image', 'gif', 'list', 'file', 'sticker', 'template']
const ANONYMOUS_ECHO_KINDS = ['text', 'image', 'file', 'sticker']

/** What people and the OA wrote, and what became of it. */
export const MESSAGE_READERS: readonly (readonly [string, Reader])[] = [
  ['user_send_text', readPersonText],
  ...PERSON_KINDS.map((kind) => [`user_send_${kind}`, readPersonAttachments(kind)] as const),
  ['anonymous_send_text', readAnonymous('text')],
  ...ANONYMOUS_KINDS.map((kind) => [`anonymous_send_${kind}`, readAnonymous(kind)] as const),
  ...ECHO_KINDS.map((kind) => [`oa_send_${kind}`, readEcho] as const),
  ...ANONYMOUS_ECHO_KINDS.map((kind) => [`oa_send_anonymous_${kind}`, readAnonymousEcho] as const),
  ['user_received_message', readDelivered],
  ['user_seen_message', readSeen],
  ['user_reacted_message', readReaction('person')],
  ['oa_reacted_message', readReaction('us')],
]

function readPersonText(reading: Reading): InboundEvent | null {
  const text = reading.payload.message?.text
  const contact = contactOf(reading, reading.payload.sender?.id)
  if (text == null || contact === null) return null
  const base = { ...messageBase(reading), contact }
  const payload = text.trim().slice(PAYLOAD_MARK.length)
  return text.trim().startsWith(PAYLOAD_MARK) && payload !== ''
    ? { ...base, type: 'button', payload, label: text, ref: null }
    : { ...base, type: 'message', ...content(reading, 'text'), anonymous: false }
}

function readPersonAttachments(kind: string): Reader {
  return (reading) => {
    const contact = contactOf(reading, reading.payload.sender?.id)
    if (reading.payload.message === null || contact === null) return null
    return { ...messageBase(reading), contact, type: 'message', ...content(reading, kind), anonymous: false }
  }
}

function readAnonymous(kind: string): Reader {
  return (reading) => {
    const contact = anonymousContactOf(reading, reading.payload.sender?.id)
    if (contact === null || (kind === 'text' && reading.payload.message?.text == null)) return null
    return { ...messageBase(reading), contact, type: 'message', ...content(reading, kind), anonymous: true }
  }
}

function readEcho(reading: Reading): InboundEvent | null {
  return echoOf(reading, contactOf(reading, reading.payload.recipient?.id))
}

function readAnonymousEcho(reading: Reading): InboundEvent | null {
  return echoOf(reading, anonymousContactOf(reading, reading.payload.recipient?.id))
}

/** Zalo names the administrator only when a person wrote the message in the OA's chat tool. */
function echoOf(reading: Reading, contact: ContactId | null): InboundEvent | null {
  const { sender, message } = reading.payload
  const messageId = message?.msg_id ?? null
  if (contact === null || messageId === null) return null
  const base = { ...eventBase(reading, { id: `echo:${messageId}` }), contact, messageId }
  return sender?.admin_id != null
    ? { ...base, type: 'staff_wrote', text: message?.text ?? '' }
    : { ...base, type: 'own_echo', metadata: null }
}

/**
 * A message reached a device. Templates sent by phone number report the number (or its hash) in the person's place: that
 * is nobody's conversation, and the number is not kept.
 */
function readDelivered(reading: Reading): InboundEvent | null {
  const { payload } = reading
  const recipient = payload.recipient?.id ?? null
  const messageId = payload.message?.msg_id ?? payload.msg_id
  if (messageId === null) return null
  const trackingId = payload.message?.tracking_id ?? payload.tracking_id
  const deliveredAt = payload.message?.delivery_time ?? payload.delivery_time
  const base = eventBase(reading, { id: `delivered:${messageId}`, time: deliveredAt })
  const contact = recipient === null || isPhoneOrHash(recipient) ? null : contactOf(reading, recipient)
  if (contact !== null) return { ...base, type: 'delivered', contact, messageIds: [messageId], upTo: null, trackingId }
  const detail = {
    event: payload.event_name,
    msg_id: messageId,
    ...(trackingId !== null && { tracking_id: trackingId }),
    ...(deliveredAt !== null && { delivery_time: deliveredAt }),
  }
  return { ...base, type: 'notice', contact: null, kind: 'delivery', detail }
}

function readSeen(reading: Reading): InboundEvent | null {
  const { message, recipient } = reading.payload
  const contact = contactOf(reading, recipient?.id)
  const messageIds = [...(message?.msg_ids ?? []), message?.msg_id ?? null].filter((id) => id !== null)
  if (contact === null || messageIds.length === 0) return null
  return { ...eventBase(reading, { subject: recipient?.id ?? null }), type: 'seen', contact, messageIds, upTo: null }
}

function readReaction(by: 'person' | 'us'): Reader {
  return (reading) => {
    const { message, sender, recipient } = reading.payload
    const contact = contactOf(reading, by === 'person' ? sender?.id : recipient?.id)
    const messageId = message?.msg_id ?? null
    const icon = message?.react_icon ?? null
    if (contact === null || messageId === null || icon === null) return null
    const base = eventBase(reading, { subject: messageId })
    return { ...base, type: 'reacted', contact, messageId, reaction: icon === '/-remove' ? null : icon, by }
  }
}

function messageBase(reading: Reading) {
  const { message, sender } = reading.payload
  return eventBase(reading, { id: message?.msg_id ?? null, subject: sender?.id ?? null })
}

/** Zalo gives no campaign code with a message, hence `ref: null`. */
function content(reading: Reading, kind: string) {
  const { message } = reading.payload
  return {
    text: message?.text ?? '',
    attachments: attachmentsOf(reading, kind),
    quotedId: message?.quote_msg_id ?? null,
    ref: null,
  }
}

/** The person did send something: when its details cannot be read, its kind still says what. */
function attachmentsOf(reading: Reading, kind: string): readonly Attachment[] {
  const { message } = reading.payload
  const attachments = (message?.attachments ?? []).map(readAttachment)
  if (attachments.length > 0 || kind === 'text') return attachments
  return [readLocation(message?.location) ?? { type: 'other', platformType: kind }]
}

function anonymousContactOf(reading: Reading, anonymousId: string | null | undefined): ContactId | null {
  const conversation = reading.payload.message?.conversation_id
  return anonymousId && conversation ? contactOf(reading, anonymousUserId(anonymousId, conversation)) : null
}
