import type { ZodType } from 'zod'
import type { SentButton } from '../sent-log.ts'
import { invalid, refusalOf, refused, type ZaloAnswer } from './answers.ts'
import {
  type Button,
  buttonTemplateSchema,
  formRequestSchema,
  listSchema,
  mediaSchema,
  messageSchema,
} from './message-schema.ts'
import type { UploadKind } from './uploads.ts'

/** A message as the person sees it, and the upload it stands on, if any. */
export interface Content {
  readonly kind: 'text' | 'image' | 'gif' | 'sticker' | 'file' | 'list' | 'button' | 'request_user_info'
  readonly text: string
  readonly buttons: readonly SentButton[]
  readonly upload: { readonly id: string; readonly kind: UploadKind } | null
}

export type ContentReading =
  | { readonly type: 'content'; readonly content: Content }
  | { readonly type: 'refused'; readonly refusal: ZaloAnswer }

/** Reads and judges the `message` of a consultation message. `acceptsTemplates` false answers lists and buttons with -233. */
export function readContent(message: unknown, acceptsTemplates: boolean): ContentReading {
  const parsed = messageSchema.safeParse(message)
  if (!parsed.success) return no(refusalOf(parsed.error))
  const { text, attachment } = parsed.data
  if (!attachment) return text === undefined ? no(invalid('text')) : yes({ kind: 'text', text })
  if (attachment.type === 'file')
    return yes({ kind: 'file', text: text ?? '', upload: { id: attachment.payload.token, kind: 'file' } })
  switch (attachment.payload.template_type) {
    case 'media':
      return readMedia(attachment.payload, text ?? '')
    case 'request_user_info':
      return read(formRequestSchema, attachment.payload, ({ elements }) => ({
        kind: 'request_user_info',
        text: elements.map(cardText).join('\n'),
      }))
    case 'list':
      return acceptsTemplates ? readList(attachment.payload) : no(refused(-233))
    case 'button':
      return acceptsTemplates
        ? read(buttonTemplateSchema, attachment.payload, (template) => ({
            kind: 'button',
            text: template.text,
            buttons: template.buttons.map(sentButton),
          }))
        : no(refused(-233))
    default:
      return no(refused(-233))
  }
}

function readMedia(payload: unknown, text: string): ContentReading {
  return read(mediaSchema, payload, ({ elements: [element] }) => {
    if (!element) return { kind: 'image', text }
    const { media_type: kind, attachment_id: id } = element
    return { kind, text, ...(kind === 'sticker' || id === undefined ? {} : { upload: { id, kind } }) }
  })
}

function readList(payload: unknown): ContentReading {
  return read(listSchema, payload, (list) => ({
    kind: 'list',
    text: list.elements.map(cardText).join('\n'),
    buttons: [...list.elements.flatMap(actionOf), ...list.buttons.map(sentButton)],
  }))
}

function read<Shape>(
  schema: ZodType<Shape>,
  payload: unknown,
  write: (shape: Shape) => Partial<Content> & Pick<Content, 'kind' | 'text'>,
): ContentReading {
  const parsed = schema.safeParse(payload)
  return parsed.success ? yes(write(parsed.data)) : no(refusalOf(parsed.error))
}

function yes(content: Partial<Content> & Pick<Content, 'kind' | 'text'>): ContentReading {
  return { type: 'content', content: { buttons: [], upload: null, ...content } }
}

function no(refusal: ZaloAnswer): ContentReading {
  return { type: 'refused', refusal }
}

function cardText(card: { readonly title: string; readonly subtitle?: string | undefined }): string {
  return card.subtitle === undefined ? card.title : `${card.title}\n${card.subtitle}`
}

type ListElement = ReturnType<typeof listSchema.parse>['elements'][number]

function actionOf(element: ListElement): SentButton[] {
  const action = element.default_action
  if (!action) return []
  const payload = action.type === 'oa.open.url' ? action.url : payloadText(action.payload)
  return [{ title: element.title, type: action.type, payload }]
}

function sentButton(button: Button): SentButton {
  return { title: button.title, type: button.type, payload: payloadText(button.payload) }
}

function payloadText(payload: Button['payload']): string {
  if (typeof payload === 'string') return payload
  return 'url' in payload ? payload.url : payload.phone_code
}
