import { z } from 'zod'
import { chars } from '../bounded-text.ts'

const httpUrl = z.url({ protocol: /^https?$/ })
const phoneCode = z.string().regex(/^84\d{8,11}$/)
const query = chars(1000)
const phone = z.object({ phone_code: phoneCode })
const sms = phone.extend({ content: chars(160) })

const titled = { title: chars(100), image_icon: z.string().optional() }
const buttonSchema = z.discriminatedUnion('type', [
  z.object({ ...titled, type: z.literal('oa.open.url'), payload: z.object({ url: httpUrl }) }),
  z.object({ ...titled, type: z.literal('oa.query.show'), payload: query }),
  z.object({ ...titled, type: z.literal('oa.query.hide'), payload: query }),
  z.object({ ...titled, type: z.literal('oa.open.phone'), payload: phone }),
  z.object({ ...titled, type: z.literal('oa.open.sms'), payload: sms }),
])
export type Button = z.infer<typeof buttonSchema>

/** What a tap on a list element does: as a button, but its address stands flat beside the type. */
const defaultAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('oa.open.url'), url: httpUrl }),
  z.object({ type: z.literal('oa.query.show'), payload: query }),
  z.object({ type: z.literal('oa.query.hide'), payload: query }),
  z.object({ type: z.literal('oa.open.phone'), payload: phone }),
  z.object({ type: z.literal('oa.open.sms'), payload: sms }),
])

const listElement = z.object({
  title: chars(100),
  subtitle: chars(500).optional(),
  image_url: httpUrl.optional(),
  default_action: defaultAction.optional(),
})

/** Elements and buttons, at most five of each; the first element needs a subtitle. */
export const listSchema = z
  .object({
    elements: z.array(listElement).max(5).default([]),
    buttons: z.array(buttonSchema).max(5).default([]),
  })
  .check((context) => {
    const { elements, buttons } = context.value
    if (elements.length + buttons.length === 0)
      context.issues.push({ code: 'custom', message: 'is empty', input: elements, path: ['elements'] })
    if (elements[0] && elements[0].subtitle === undefined)
      context.issues.push({
        code: 'custom',
        message: 'is missing',
        input: undefined,
        path: ['elements', 0, 'subtitle'],
      })
  })

export const buttonTemplateSchema = z.object({ text: chars(2000), buttons: z.array(buttonSchema).min(1).max(5) })

export const formRequestSchema = z.object({
  elements: z.array(z.object({ title: chars(100), subtitle: chars(500), image_url: httpUrl })).length(1),
})

const uploadId = z.string().min(1)
const size = z.coerce.number().int().positive()
const image = z
  .object({ media_type: z.literal('image'), url: httpUrl.optional(), attachment_id: uploadId.optional() })
  .check((context) => {
    const { url, attachment_id } = context.value
    if ((url === undefined) === (attachment_id === undefined))
      context.issues.push({ code: 'custom', message: 'needs one of both', input: url, path: ['attachment_id'] })
  })
const gif = z.object({ media_type: z.literal('gif'), attachment_id: uploadId, width: size, height: size })
const sticker = z.object({ media_type: z.literal('sticker'), attachment_id: uploadId })

export const mediaSchema = z.object({
  elements: z.array(z.discriminatedUnion('media_type', [image, gif, sticker])).length(1),
})

const fileSchema = z.object({ token: z.string().min(1) })

export const articlesSchema = z.object({
  elements: z
    .array(z.object({ media_type: z.literal('article'), attachment_id: z.string().min(1) }))
    .min(1)
    .max(5),
})

/** The outside of a message: which of the shapes above is to be read. */
export const messageSchema = z.object({
  text: chars(2000).optional(),
  quote_message_id: z.string().min(1).optional(),
  attachment: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('template'), payload: z.looseObject({ template_type: z.string() }) }),
      z.object({ type: z.literal('file'), payload: fileSchema }),
    ])
    .optional(),
})
