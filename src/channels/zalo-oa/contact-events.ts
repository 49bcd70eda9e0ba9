import type { InboundEvent } from '../../core/events.ts'
import type { ContactId } from '../../core/ids.ts'
import { contactOf, eventBase, type Reader, type Reading, userIdOf } from './reading.ts'

/** What happened between one person and the OA besides messages. */
export const CONTACT_READERS: readonly (readonly [string, Reader])[] = [
  ['follow', ofPerson((base, { payload }) => ({ ...base, type: 'followed', source: payload.source }))],
  ['unfollow', ofPerson((base) => ({ ...base, type: 'unfollowed' }))],
  ['user_click_chatnow', ofPerson((base) => ({ ...base, type: 'chat_opened', ref: null }))],
  ['user_withdraw', ofPerson((base) => ({ ...base, type: 'data_withdrawn' }))],
  ['user_submit_info', readForm],
  ['user_feedback', readFeedback],
  ['user_click_response_button', readTemplateAnswer],
  ...['oa_send_consent', 'user_reply_consent', 'user_call_oa', 'oa_call_user'].map((name) => [name, readCall] as const),
]

type ContactBase = ReturnType<typeof eventBase> & { readonly contact: ContactId }

function ofPerson(build: (base: ContactBase, reading: Reading) => InboundEvent): Reader {
  return (reading) => {
    const subject = userIdOf(reading)
    const contact = contactOf(reading, subject)
    return contact === null ? null : build({ ...eventBase(reading, { subject }), contact }, reading)
  }
}

function readForm(reading: Reading): InboundEvent | null {
  const { info } = reading.payload
  if (info === null) return null
  const { full_address: full } = info
  const place = full
    ? [full.user_address, full.user_ward, full.user_city]
    : [info.address, info.ward, info.district, info.city]
  const address = place.filter((part) => part !== null && part.trim() !== '').join(', ')
  return ofPerson((base) => ({
    ...base,
    type: 'form',
    name: info.name,
    phone: info.phone,
    birthDate: info.user_dob,
    gender: info.gender,
    address: address === '' ? null : address,
  }))(reading)
}

/**
 * A rating of a template message. Sent by phone number it names no person; then only the figures are kept, not the note,
 * for nobody's conversation could show it.
 */
function readFeedback(reading: Reading): InboundEvent | null {
  const { message, event_name } = reading.payload
  if (message === null) return null
  const { msg_id: messageId, rate, note, submit_time, tracking_id } = message
  const id = messageId === null ? null : `rating:${messageId}:${submit_time ?? ''}`
  const base = eventBase(reading, { id, time: submit_time })
  const contact = contactOf(reading, userIdOf(reading))
  if (contact !== null) return { ...base, type: 'rated', contact, messageId, stars: starsOf(rate), note }
  const detail = {
    event: event_name,
    ...(messageId !== null && { msg_id: messageId }),
    ...(rate !== null && { rate }),
    ...(tracking_id !== null && { tracking_id }),
  }
  return { ...base, type: 'notice', contact: null, kind: 'template', detail }
}

function starsOf(rate: string | null): number | null {
  return rate !== null && /^[1-5]$/.test(rate) ? Number(rate) : null
}

/** `submit_time` is part of the key: who presses the other answer later has changed their mind, and that counts. */
function readTemplateAnswer(reading: Reading): InboundEvent | null {
  const { msg_id: messageId, message } = reading.payload
  if (messageId === null || message?.data == null) return null
  return {
    ...eventBase(reading, { id: `answer:${messageId}:${message.submit_time ?? ''}`, time: message.submit_time }),
    type: 'template_answered',
    contact: contactOf(reading, userIdOf(reading)),
    messageId,
    label: message.data,
    trackingId: message.tracking_id,
  }
}

/** Calls of people known only by their phone number are kept as notices, without the number. */
function readCall(reading: Reading): InboundEvent {
  const { event_name, call_id } = reading.payload
  const subject = userIdOf(reading)
  const contact = contactOf(reading, subject)
  const base = eventBase(reading, { subject: call_id ?? subject })
  if (contact !== null) return { ...base, type: 'call', contact, kind: event_name }
  const detail = { event: event_name, ...(call_id !== null && { call_id }) }
  return { ...base, type: 'notice', contact: null, kind: 'other', detail }
}
