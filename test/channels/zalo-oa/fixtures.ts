import { createHash } from 'node:crypto'
import { type ZaloAccount, zaloAccountSchema } from '../../../src/channels/zalo-oa/settings.ts'
import { readWebhook } from '../../../src/channels/zalo-oa/webhook.ts'
import type { WebhookRequest } from '../../../src/core/channel.ts'
import type { InboundEvent } from '../../../src/core/events.ts'

export const APP_ID = '1000000000000000001'
export const USER_ID = '2000000000000000002'
export const OA_ID = '4000000000000000004'
export const OA_SECRET = 'demoOaSecretKey123'
export const ACCOUNT = `zalo-oa:${OA_ID}`
export const CONTACT = `${ACCOUNT}/${USER_ID}`
/** 2026-11-20 15:00 in Vietnam, as UTC ms. */
export const NOW = 1_795_161_600_000

export const SETTINGS = {
  oa_id: OA_ID,
  app_id: APP_ID,
  app_secret: 'demo-app-secret',
  oa_secret_key: OA_SECRET,
  province: 'gia-lai',
} as const

export function accountWith(settings: object = {}): ZaloAccount {
  return zaloAccountSchema.parse({ ...SETTINGS, ...settings })
}

/** Signs as Zalo does, written anew here so that the code under test is not its own measure. */
export function signatureFor(body: string | Buffer, timestamp: string, secret = OA_SECRET, appId = APP_ID): string {
  const signed = Buffer.concat([Buffer.from(appId), Buffer.from(body), Buffer.from(timestamp), Buffer.from(secret)])
  return `mac=${createHash('sha256').update(signed).digest('hex')}`
}

export function requestOf(body: string | Buffer, headers: Record<string, string> = {}): WebhookRequest {
  return { body: Buffer.from(body), headers, receivedAt: NOW + 5_000 }
}

/** A request signed with the timestamp that stands in it. */
export function signedRequest(event: Record<string, unknown>, headers: Record<string, string> = {}): WebhookRequest {
  const body = JSON.stringify(event)
  return requestOf(body, { 'x-zevent-signature': signatureFor(body, String(event.timestamp ?? '')), ...headers })
}

/** A person's text, changed as told. */
export function textEvent(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    app_id: APP_ID,
    event_name: 'user_send_text',
    sender: { id: USER_ID },
    recipient: { id: OA_ID },
    message: { msg_id: 'aa11', text: 'Xin chào' },
    timestamp: String(NOW),
    ...changes,
  }
}

/** Reads one signed event of the test account. */
export function readSigned(event_name: string, fields: object, headers: Record<string, string> = {}): InboundEvent {
  const event = { app_id: APP_ID, event_name, timestamp: String(NOW), ...fields }
  const reading = readWebhook([accountWith()], signedRequest(event, headers))
  const found = reading.type === 'events' ? reading.events[0] : undefined
  if (!found) throw new Error(JSON.stringify(reading))
  return found
}

export const FROM_PERSON = { sender: { id: USER_ID }, recipient: { id: OA_ID } }
export const FROM_OA = { sender: { id: OA_ID }, recipient: { id: USER_ID } }
export const GROUP_ID = 'gr001122334455667788'
