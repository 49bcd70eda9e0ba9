import { z } from 'zod'
import { fail, type GraphResult, invalid, ok } from './answers.ts'
import { SUBSCRIPTION_FIELDS } from './events.ts'
import type { Page } from './page.ts'
import type { Parameters } from './parameters.ts'

const fieldList = z
  .union([z.string().transform((text) => text.split(',')), z.array(z.string())])
  .pipe(z.array(z.enum(SUBSCRIPTION_FIELDS)))
const subscribeSchema = z.object({ subscribed_fields: fieldList })

/** `GET subscribed_apps` */
export function readSubscription(page: Page): GraphResult {
  const subscribed_fields = [...page.subscribedFields]
  const app = {
    id: page.app.appId,
    name: 'Sandbox',
    category: 'Business',
    link: 'https://sandbox.test',
    subscribed_fields,
  }
  return ok({ data: subscribed_fields.length > 0 ? [app] : [] })
}

/** `POST subscribed_apps?subscribed_fields=a,b` */
export function subscribe(page: Page, values: unknown): GraphResult {
  const parsed = subscribeSchema.safeParse(values)
  if (!parsed.success) return invalid(parsed.error)
  page.subscribedFields = new Set(parsed.data.subscribed_fields)
  return ok({ success: true })
}

/** `DELETE subscribed_apps`. */
export function unsubscribe(page: Page): GraphResult {
  page.subscribedFields = new Set()
  return ok({ success: true })
}

const MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024
const uploadSchema = z.object({
  message: z.object({
    attachment: z.object({
      type: z.enum(['image', 'audio', 'video', 'file']),
      payload: z.object({ url: z.url({ protocol: /^https?$/ }).optional(), is_reusable: z.literal(true) }),
    }),
  }),
})

/** `POST message_attachments`: from an address or with a file of at most 25 MB (else 100/2018109). */
export function uploadAttachment(page: Page, { values, file }: Parameters): GraphResult {
  const parsed = uploadSchema.safeParse(values)
  if (!parsed.success) return invalid(parsed.error)
  const { type, payload } = parsed.data.message.attachment
  if ((payload.url === undefined) === (file === null))
    return fail(100, undefined, 'Invalid parameter: message[attachment][payload][url]')
  if (file && file.size > MAX_ATTACHMENT_BYTES) return fail(100, 2018109)
  const id = page.world.sequence.digits()
  page.attachments.set(id, { type, at: page.world.clock.now() })
  return ok({ attachment_id: id })
}

const personaSchema = z.object({ name: z.string().min(1).max(50), profile_picture_url: z.url() })

/** `POST personas`. */
export function createPersona(page: Page, values: unknown): GraphResult {
  const parsed = personaSchema.safeParse(values)
  if (!parsed.success) return invalid(parsed.error)
  const id = page.world.sequence.digits()
  page.personas.set(id, { id, ...parsed.data })
  return ok({ id })
}

/** `GET /{psid}?fields=`: a name only for people who began a conversation and an app with the feature for it. */
export function personProfile(page: Page, psid: string, fields: string): GraphResult {
  if (!page.people.has(psid)) return fail(100, 33)
  if (!page.world.rules.profileAccess) return fail(100, 2018218)
  const profile: Readonly<Record<string, string>> = {
    first_name: 'An',
    last_name: `Mẫu ${psid.slice(-4)}`,
    name: `An Mẫu ${psid.slice(-4)}`,
    profile_pic: `https://cdn.sandbox.test/p/${psid}.jpg`,
  }
  const wanted = fields.split(',').filter((field) => field in profile)
  return ok({ id: psid, ...Object.fromEntries(wanted.map((field) => [field, profile[field]])) })
}
