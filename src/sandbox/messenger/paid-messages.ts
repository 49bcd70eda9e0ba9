import { z } from 'zod'
import { HOUR_MS } from '../../core/durations.ts'
import { fail, type GraphResult, invalid, ok } from './answers.ts'
import { type Content, readContent } from './content.ts'
import type { MessengerEvent } from './events.ts'
import type { MessageSchema } from './message-schema.ts'
import type { Page, Subscriber } from './page.ts'
import { numericId } from './wire.ts'

/** A new campaign sends nothing yet. */
const WARM_UP_MS = HOUR_MS
/** One message of this kind a person. */
const PAUSE_MS = 12 * HOUR_MS
const MAX_TEXT = 640
const KINDS: readonly string[] = ['text', 'button', 'generic', 'media']

const campaignSchema = z
  .object({
    name: z.string().min(1),
    page_id: z.string(),
    daily_budget: z.coerce.number().positive().optional(),
    lifetime_budget: z.coerce.number().positive().optional(),
  })
  .refine((one) => (one.daily_budget === undefined) !== (one.lifetime_budget === undefined))

const sendSchema = z.strictObject({
  message_id: z.string(),
  messenger_delivery_data: z.strictObject({ subscription_token: z.string() }),
  message: z.record(z.string(), z.unknown()),
})

/** Everything under `/act_{ad account}/…`; only a Page that is set up for paid messages has such an account. */
export function answerAds(
  page: Page,
  schema: MessageSchema,
  { node, edge, method }: { readonly node: string; readonly edge: string; readonly method: string },
  values: unknown,
): GraphResult {
  if (node !== `act_${page.app.paid?.adAccount}`) return fail(100, 33)
  if (method !== 'POST') return fail(2500)
  if (edge === 'message_campaign') return createCampaign(page, values)
  return edge === 'messages' ? sendPaid(page, schema, values) : fail(2500)
}

function createCampaign(page: Page, values: unknown): GraphResult {
  const parsed = campaignSchema.safeParse(values)
  if (!parsed.success) return invalid(parsed.error)
  if (parsed.data.page_id !== page.id) return fail(100, undefined, 'Invalid parameter: page_id')
  const id = page.world.sequence.digits()
  page.campaigns.set(id, page.world.clock.now())
  return ok({ id })
}

/** Rate, shape, campaign, consent, one message in twelve hours, and the budget; whether it arrives is told by webhook. */
function sendPaid(page: Page, schema: MessageSchema, values: unknown): GraphResult {
  const { clock, rates, sequence } = page.world
  if (!rates.allowsSend(page.id)) return fail(613)
  const { appsecret_proof: _proof, access_token: _token, ...body } = z.looseObject({}).parse(values)
  const parsed = sendSchema.safeParse(body)
  if (!parsed.success) return invalid(parsed.error)
  const { message_id: campaign, messenger_delivery_data: to, message } = parsed.data
  const reading = readContent(page, schema, message)
  if (reading.type === 'refused') return reading.refusal
  if (!suits(reading.content) || 'quick_replies' in message) return fail(100, undefined, 'Invalid parameter: message')
  const createdAt = page.campaigns.get(campaign)
  if (createdAt === undefined) return fail(2300001)
  const now = clock.now()
  if (now - createdAt < WARM_UP_MS) return fail(2300028)
  const subscriber = page.subscribers.get(to.subscription_token)
  if (!subscriber || subscriber.stopped || subscriber.until <= now) return fail(2300052)
  if (subscriber.sentAt !== null && now - subscriber.sentAt < PAUSE_MS) return fail(4, 2018354)
  if (page.paidLeft <= 0) return fail(2300070)
  page.paidLeft -= 1
  subscriber.sentAt = now
  const trackingId = `track-${sequence.hex()}`
  deliver(page, subscriber, { content: reading.content, campaign, trackingId, body })
  return ok({ success: true, marketing_message_tracking_id: trackingId })
}

function suits({ kind, text }: Content): boolean {
  return KINDS.includes(kind) && Array.from(text).length <= MAX_TEXT
}

interface Accepted {
  readonly content: Content
  readonly campaign: string
  readonly trackingId: string
  readonly body: unknown
}

function deliver(page: Page, { psid }: Subscriber, { content, campaign, trackingId, body }: Accepted): void {
  const { clock, sent, webhook } = page.world
  const at = clock.now()
  const about = {
    app_id: numericId(page.app.appId),
    page_id: numericId(page.id),
    message_id: campaign,
    marketing_message_tracking_id: trackingId,
    timestamp: Math.floor(at / 1000),
  }
  const blocked = page.people.get(psid)?.blocked === true
  if (!blocked) {
    const { text, buttons } = content
    const message = { id: trackingId, at, account: page.id, to: psid, kind: 'paid', text, buttons, body }
    sent.add(message)
    page.meet(psid).lastReceived = message
  }
  if (webhook.url === null) return
  const event: MessengerEvent = blocked
    ? told('marketing_message_delivery_failed', { ...about, error_message: 'Recipient unavailable' })
    : told('marketing_message_deliveries', { ...about, recipient_id: numericId(psid) })
  webhook.track(webhook.post(page, [event]))
}

function told(field: MessengerEvent['field'], value: object): MessengerEvent {
  return { field, body: { field, value } }
}
