import { request } from 'undici'
import { z } from 'zod'
import { fail, type GraphResult, invalid, ok } from './answers.ts'
import type { Page, PageApp } from './page.ts'

const CHALLENGE = '1158201444'

export interface Handshake {
  readonly status: number
  readonly body: string
  /** 200 with the challenge as the whole body. */
  readonly accepted: boolean
}

/** The GET with which Meta verifies a callback: it wants the challenge back, as it is. */
export async function verifyCallback(url: string, verifyToken: string): Promise<Handshake> {
  const target = new URL(url)
  target.searchParams.set('hub.mode', 'subscribe')
  target.searchParams.set('hub.challenge', CHALLENGE)
  target.searchParams.set('hub.verify_token', verifyToken)
  const answer = await request(target)
  const body = await answer.body.text()
  return { status: answer.statusCode, body, accepted: answer.statusCode === 200 && body === CHALLENGE }
}

const subscriptionSchema = z.object({
  object: z.literal('page'),
  callback_url: z.url(),
  verify_token: z.string().min(1),
  fields: z.union([z.string(), z.array(z.string())]),
})

/** `POST /{app}/subscriptions`: verifies the callback before it is taken. */
export async function subscribeApp(page: Page, values: unknown): Promise<GraphResult> {
  const parsed = subscriptionSchema.safeParse(values)
  if (!parsed.success) return invalid(parsed.error)
  const handshake = await verifyCallback(parsed.data.callback_url, parsed.data.verify_token)
  if (!handshake.accepted) return fail(2200, undefined, 'callback verification failed')
  page.world.webhook.connect(parsed.data.callback_url)
  return ok({ success: true })
}

export function appSubscriptions(page: Page): GraphResult {
  const { url } = page.world.webhook
  const fields = [...page.subscribedFields].map((name) => ({ name, version: 'v25.0' }))
  return ok({ data: url === null ? [] : [{ object: 'page', callback_url: url, active: true, fields }] })
}

/** `GET /debug_token?input_token=`, asked with an app token. Times are in seconds; 0 is never. */
export function debugToken(page: Page | undefined, app: PageApp): GraphResult {
  if (!page) return ok({ data: { app_id: app.appId, is_valid: false, scopes: [] } })
  const soon = Math.floor(page.world.clock.now() / 1000) + 90 * 86_400
  return ok({
    data: {
      app_id: page.app.appId,
      type: 'PAGE',
      application: 'Sandbox',
      is_valid: page.tokenTrouble === null,
      expires_at: 0,
      data_access_expires_at: soon,
      profile_id: page.id,
      scopes: ['pages_messaging', 'pages_manage_metadata', 'pages_show_list', 'page_utility_messaging'],
    },
  })
}
