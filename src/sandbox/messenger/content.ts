import { DAY_MS } from '../../core/durations.ts'
import type { SentButton } from '../sent-log.ts'
import { fail, type GraphResult, invalid } from './answers.ts'
import type { MessageSchema, ParsedMessage } from './message-schema.ts'
import type { Page } from './page.ts'
import { fillTemplate } from './utility-templates.ts'

/** The kind of a message that asks for the consent to paid messages. */
export const CONSENT_REQUEST = 'consent_request'
const ATTACHMENT_LIFE_MS = 90 * DAY_MS

/** A message as the person sees it. */
export interface Content {
  readonly kind: string
  readonly text: string
  readonly buttons: readonly SentButton[]
  readonly metadata: string | null
  /** `is_reusable`: the platform keeps it and answers with an id. */
  readonly keeps: string | null
}

export type ContentReading =
  | { readonly type: 'content'; readonly content: Content }
  | { readonly type: 'refused'; readonly refusal: GraphResult }

/** Reads and judges the `message` of a send call: exactly one kind of content, within the platform's limits. */
export function readContent(page: Page, schema: MessageSchema, message: unknown): ContentReading {
  const parsed = schema.safeParse(message)
  if (!parsed.success) return no(invalid(parsed.error))
  const { text, attachment, attachments, template, sticker_id } = parsed.data
  const kinds = [text, attachment, attachments, template, sticker_id].filter((kind) => kind !== undefined)
  if (kinds.length === 0) return no(fail(100, 2018034))
  if (kinds.length > 1) return no(fail(100))
  if (template !== undefined) return readUtility(page, template, parsed.data)
  const refusal = attachmentRefusal(page, parsed.data)
  if (refusal) return no(refusal)
  const content = seen(parsed.data)
  // Without the permission for paid messages, nobody may be asked for the consent.
  if (content.kind === CONSENT_REQUEST && page.app.paid === undefined) return no(fail(10))
  return { type: 'content', content: { ...content, ...extrasOf(parsed.data) } }
}

function readUtility(page: Page, template: unknown, message: ParsedMessage): ContentReading {
  const filled = fillTemplate(page.templates, template)
  if (filled.type === 'refused') return no(filled.refusal)
  const { text, buttons } = filled
  return { type: 'content', content: { kind: 'utility', text, buttons, ...extrasOf(message) } }
}

function no(refusal: GraphResult): ContentReading {
  return { type: 'refused', refusal }
}

/** What is not seen by the person. */
function extrasOf(message: ParsedMessage): Pick<Content, 'metadata' | 'keeps'> {
  const { attachment } = message
  const isKept = attachment && attachment.type !== 'template' && attachment.payload.is_reusable === true
  return { metadata: message.metadata ?? null, keeps: isKept ? attachment.type : null }
}

function seen(message: ParsedMessage): Pick<Content, 'kind' | 'text' | 'buttons'> {
  const quickReplies = (message.quick_replies ?? []).map(quickReplyButton)
  if (message.text !== undefined) return { kind: 'text', text: message.text, buttons: quickReplies }
  const { attachment } = message
  if (!attachment) return { kind: message.attachments ? 'images' : 'sticker', text: '', buttons: quickReplies }
  if (attachment.type !== 'template') return { kind: attachment.type, text: '', buttons: quickReplies }
  const template = attachment.payload
  if (template.template_type === 'button')
    return { kind: 'button', text: template.text, buttons: [...template.buttons.map(sentButton), ...quickReplies] }
  if (template.template_type === 'notification_messages')
    return { kind: CONSENT_REQUEST, text: template.title, buttons: [] }
  const elements: readonly TemplateElement[] = template.elements
  const text = elements.map((element) => [element.title, element.subtitle].filter(Boolean).join('\n')).join('\n')
  const buttons = elements.flatMap((element) => (element.buttons ?? []).map(sentButton))
  return { kind: template.template_type, text, buttons: [...buttons, ...quickReplies] }
}

type Button =
  | { readonly type: 'web_url'; readonly title: string; readonly url: string }
  | { readonly type: 'postback' | 'phone_number'; readonly title: string; readonly payload: string }

interface TemplateElement {
  readonly title?: string
  readonly subtitle?: string | undefined
  readonly buttons?: readonly Button[] | undefined
}

function sentButton(button: Button): SentButton {
  return { title: button.title, type: button.type, payload: button.type === 'web_url' ? button.url : button.payload }
}

function quickReplyButton(reply: NonNullable<ParsedMessage['quick_replies']>[number]): SentButton {
  if (reply.content_type !== 'text') return { title: reply.content_type, type: reply.content_type, payload: '' }
  return { title: reply.title, type: 'quick_reply', payload: reply.payload }
}

/** Uploaded attachments must be this Page's and younger than 90 days. */
function attachmentRefusal(page: Page, message: ParsedMessage): GraphResult | null {
  const id = attachmentIdOf(message)
  if (id === undefined) return null
  const kept = page.attachments.get(id)
  return kept && page.world.clock.now() - kept.at <= ATTACHMENT_LIFE_MS
    ? null
    : fail(100, undefined, 'Invalid parameter: attachment_id')
}

function attachmentIdOf({ attachment }: ParsedMessage): string | undefined {
  if (attachment?.type !== 'template') return attachment?.payload.attachment_id
  return attachment.payload.template_type === 'media' ? attachment.payload.elements[0]?.attachment_id : undefined
}
