import { z } from 'zod'
import { chars } from '../bounded-text.ts'

/** Cut rather than refused. */
function cutTo(max: number) {
  return z
    .string()
    .min(1)
    .transform((text) => Array.from(text.normalize('NFC')).slice(0, max).join(''))
}

const httpUrl = z.url({ protocol: /^https?$/ })
const payload = z.string().min(1).max(1000)
const METADATA_MAX = 1000
const media = z.enum(['image', 'audio', 'video', 'file'])

/** The shapes of a message; `strict` decides what becomes of titles that are too long. */
export function messageSchemas(strict: boolean) {
  const title = (max: number) => (strict ? chars(max) : cutTo(max))

  const webUrl = {
    type: z.literal('web_url'),
    url: httpUrl,
    webview_height_ratio: z.enum(['compact', 'tall', 'full']).optional(),
  }
  const button = z.discriminatedUnion('type', [
    z.object({ ...webUrl, title: title(20) }),
    z.object({ type: z.literal('postback'), title: title(20), payload }),
    z.object({ type: z.literal('phone_number'), title: title(20), payload: z.string().regex(/^\+\d{8,15}$/) }),
  ])
  const buttons = z.array(button).min(1).max(3)

  const genericElement = z
    .object({
      title: title(80),
      subtitle: title(80).optional(),
      image_url: httpUrl.optional(),
      default_action: z.object(webUrl).strict().optional(),
      buttons: buttons.optional(),
    })
    .refine((element) => Object.values(element).filter((value) => value !== undefined).length > 1, {
      error: 'needs one more property than its title',
    })

  const template = z.discriminatedUnion('template_type', [
    z.object({
      template_type: z.literal('generic'),
      elements: z.array(genericElement).min(1).max(10),
      sharable: z.boolean().optional(),
    }),
    z.object({ template_type: z.literal('button'), text: chars(640), buttons }),
    z.object({
      template_type: z.literal('notification_messages'),
      title: chars(65),
      image_url: httpUrl.optional(),
      payload,
      notification_messages_timezone: z.string().optional(),
    }),
    z.object({
      template_type: z.literal('media'),
      elements: z
        .array(
          z
            .object({
              media_type: z.enum(['image', 'video']),
              attachment_id: z.string().optional(),
              url: httpUrl.optional(),
              buttons: z.array(button).max(1).optional(),
            })
            .refine((element) => (element.attachment_id === undefined) !== (element.url === undefined)),
        )
        .length(1),
    }),
  ])

  const attachment = z.discriminatedUnion('type', [
    z.object({ type: z.literal('template'), payload: template }),
    ...media.options.map((type) =>
      z.object({
        type: z.literal(type),
        payload: z
          .object({
            url: httpUrl.optional(),
            attachment_id: z.string().optional(),
            is_reusable: z.boolean().optional(),
          })
          .refine((one) => (one.url === undefined) !== (one.attachment_id === undefined)),
      }),
    ),
  ])

  const quickReply = z.discriminatedUnion('content_type', [
    z.object({ content_type: z.literal('text'), title: title(20), payload, image_url: httpUrl.optional() }),
    z.object({ content_type: z.literal('user_phone_number') }),
    z.object({ content_type: z.literal('user_email') }),
  ])

  return z
    .object({
      text: chars(2000).optional(),
      attachment: attachment.optional(),
      attachments: z
        .array(z.object({ type: z.literal('image'), payload: z.object({ url: httpUrl }) }))
        .min(1)
        .max(30)
        .optional(),
      quick_replies: z.array(quickReply).min(1).max(13).optional(),
      metadata: z.string().max(METADATA_MAX).optional(),
      sticker_id: z.coerce.string().optional(),
      template: z.unknown().optional(),
    })
    .refine(
      (message) =>
        message.quick_replies === undefined || message.text !== undefined || message.attachment !== undefined,
      {
        path: ['quick_replies'],
      },
    )
}
export type MessageSchema = ReturnType<typeof messageSchemas>
export type ParsedMessage = z.infer<MessageSchema>

const RETIRED_TAGS = ['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE']

/** The outside of a send call. Retired tags are refused here, with error 100 like any other wrong parameter. */
export const sendSchema = z.object({
  recipient: z.object({
    id: z.string().optional(),
    comment_id: z.string().optional(),
    post_id: z.string().optional(),
  }),
  messaging_type: z.enum(['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY']).default('RESPONSE'),
  message: z.record(z.string(), z.unknown()).optional(),
  sender_action: z.enum(['typing_on', 'typing_off', 'mark_seen', 'react', 'unreact']).optional(),
  payload: z.object({ message_id: z.string(), reaction: z.string().optional() }).optional(),
  tag: z
    .string()
    .refine((tag) => !RETIRED_TAGS.includes(tag) && tag === 'HUMAN_AGENT')
    .optional(),
  notification_type: z.enum(['REGULAR', 'SILENT_PUSH', 'NO_PUSH']).optional(),
  persona_id: z.string().optional(),
})
export type SendRequest = z.infer<typeof sendSchema>
