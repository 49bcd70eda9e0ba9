import { z } from 'zod'
import { fail, type GraphResult, invalid, ok } from './answers.ts'
import type { Page } from './page.ts'

const localized = z.array(z.object({ locale: z.string(), text: z.string().min(1).max(160) })).min(1)
const question = z.object({ question: z.string().min(1), payload: z.string().min(1).max(1000) })
const menuItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('postback'), title: z.string().min(1).max(30), payload: z.string().min(1).max(1000) }),
  z.object({
    type: z.literal('web_url'),
    title: z.string().min(1).max(30),
    url: z.url({ protocol: /^https?$/ }),
    webview_height_ratio: z.enum(['compact', 'tall', 'full']).optional(),
  }),
])

/** The properties of a Page's Messenger profile. */
const profileSchema = z.object({
  get_started: z.object({ payload: z.string().min(1).max(1000) }).optional(),
  greeting: localized.optional(),
  ice_breakers: z
    .union([
      z.array(question).min(1).max(4),
      z.array(z.object({ locale: z.string(), call_to_actions: z.array(question).min(1).max(4) })).min(1),
    ])
    .optional(),
  persistent_menu: z
    .array(
      z.object({
        locale: z.string(),
        composer_input_disabled: z.boolean().optional(),
        call_to_actions: z.array(menuItem).min(1).max(20).optional(),
      }),
    )
    .refine((menus) => menus.some((menu) => menu.locale === 'default'))
    .optional(),
  whitelisted_domains: z.array(z.url()).optional(),
  commands: z.unknown().optional(),
  account_linking_url: z.url().optional(),
})
const deleteSchema = z.object({ fields: z.array(z.string()).min(1) })

/** `GET messenger_profile?fields=`: one object with what is set, or none. */
export function readProfile(page: Page, fields: string): GraphResult {
  const wanted = fields.split(',').filter((field) => page.profile.has(field))
  const found = Object.fromEntries(wanted.map((field) => [field, page.profile.get(field)]))
  return ok({ data: wanted.length > 0 ? [found] : [] })
}

/** `POST messenger_profile`; a menu needs a Get Started button. */
export function writeProfile(page: Page, body: unknown): GraphResult {
  const parsed = profileSchema.safeParse(body)
  if (!parsed.success) return invalid(parsed.error)
  const changes = Object.entries(parsed.data).filter(([, value]) => value !== undefined)
  if (changes.length === 0) return fail(100)
  if (parsed.data.persistent_menu && !parsed.data.get_started && !page.profile.has('get_started'))
    return fail(100, undefined, 'You must set a Get Started button if you also wish to use persistent menu')
  for (const [field, value] of changes) page.profile.set(field, value)
  return ok({ result: 'success' })
}

/** `DELETE messenger_profile {fields}`; Get Started stays as long as there is a menu. */
export function deleteProfile(page: Page, body: unknown): GraphResult {
  const parsed = deleteSchema.safeParse(body)
  if (!parsed.success) return invalid(parsed.error)
  const { fields } = parsed.data
  const keepsMenu = page.profile.has('persistent_menu') && !fields.includes('persistent_menu')
  if (fields.includes('get_started') && keepsMenu)
    return fail(100, undefined, 'You must delete the persistent menu before the Get Started button')
  for (const field of fields) page.profile.delete(field)
  return ok({ result: 'success' })
}
