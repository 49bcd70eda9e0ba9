import { type MessengerAccount, messengerAccountSchema } from '../../../src/channels/messenger/settings.ts'
import { signatureOf } from '../../../src/channels/messenger/signature.ts'
import type { WebhookRequest } from '../../../src/core/channel.ts'
import { contactIdOf } from '../../../src/core/ids.ts'

/** The Page, person and app of the sample payloads. */
export const PAGE_ID = '100200300400500'
export const PERSON_ID = '24681012141618202'
export const APP_SECRET = 'test-app-secret-0001'
/** 20 November 2026, 12:00 in Hanoi. */
export const NOON = 1795150800000

export const page: MessengerAccount = messengerAccountSchema.parse({
  page_id: PAGE_ID,
  page_token: 'EAAFAKEPAGETOKEN0001',
  app_secret: APP_SECRET,
  app_id: '1122334455667788',
  verify_token: 'chosen-by-the-operator',
  province: 'gia-lai',
})
export const person = contactIdOf(page.id, PERSON_ID)

/** A webhook call as the platform makes it: `payload` as JSON text or as an object, signed with the app's secret. */
export function webhookCall(payload: unknown, appSecret = APP_SECRET): WebhookRequest {
  const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
  return { body, headers: { 'x-hub-signature-256': signatureOf(body, appSecret) }, receivedAt: NOON + 60_000 }
}
