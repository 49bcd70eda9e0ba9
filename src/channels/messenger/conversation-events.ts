import { z } from 'zod'
import type { InboundEvent } from '../../core/events.ts'
import { fields, id, instant, mid, text } from './event-fields.ts'
import { eventBase, keyOf, type PersonEvent } from './messaging-event.ts'

/** The payload that the Page's Get Started button is set up with. */
const GET_STARTED = 'GET_STARTED'

const postback = z.object({ mid, title: text, payload: text, referral: fields({ ref: text }) })
const referral = z.object({ ref: text })
const optin = z.object({
  type: text,
  ref: text,
  title: text,
  notification_messages_token: text,
  notification_messages_status: text,
  token_expiry_timestamp: instant,
})
const threadControl = z.object({ new_owner_app_id: id })

/** Reads the tap of a button, menu item or ice breaker. Only the app that sent the button is told its payload. */
export function readPostback(event: PersonEvent): InboundEvent | null {
  const tap = postback.safeParse(event.content).data
  if (!tap || tap.payload === null) return null
  const base = eventBase(event, tap.mid ?? keyOf(event))
  const ref = tap.referral?.ref ?? null
  if (tap.payload === GET_STARTED) return { ...base, type: 'chat_opened', ref }
  return { ...base, type: 'button', payload: tap.payload, label: tap.title ?? '', ref }
}

/** Reads the entry into an existing conversation through an m.me link, an ad or a plugin. */
export function readReferral(event: PersonEvent): InboundEvent | null {
  const entry = referral.safeParse(event.content).data
  return entry ? { ...eventBase(event), type: 'chat_opened', ref: entry.ref } : null
}

/** Reads both shapes of `optin`: a plugin on a web page, and the consent to paid announcements. */
export function readOptin(event: PersonEvent): InboundEvent | null {
  const consent = optin.safeParse(event.content).data
  if (!consent) return null
  if (consent.type === null) return { ...eventBase(event), type: 'chat_opened', ref: consent.ref }
  if (consent.type !== 'notification_messages') return null
  return {
    ...eventBase(event),
    type: 'subscription',
    // STOP_NOTIFICATIONS or RESUME_NOTIFICATIONS; absent on the first consent.
    status: /^stop/i.test(consent.notification_messages_status ?? '') ? 'stopped' : 'granted',
    token: consent.notification_messages_token,
    tokenExpiresAt: consent.token_expiry_timestamp,
    title: consent.title,
  }
}

const CHANGES = {
  pass_thread_control: 'given',
  take_thread_control: 'taken',
  request_thread_control: 'requested',
  app_roles: 'roles',
} as const

/** The kinds of event that tell who may write in the conversation. */
export const THREAD_CONTROL_KINDS = Object.keys(CHANGES) as readonly (keyof typeof CHANGES)[]

/** Reads a change of conversation routing. A request names who asks, not who owns. */
export function readThreadControl(event: PersonEvent): InboundEvent | null {
  const control = threadControl.safeParse(event.content).data
  const change = THREAD_CONTROL_KINDS.find((kind) => kind === event.kind)
  if (!control || !change) return null
  return {
    ...eventBase(event),
    type: 'thread_control',
    change: CHANGES[change],
    ownerAppId: control.new_owner_app_id,
  }
}
