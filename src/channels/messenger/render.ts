import { assertNever } from '../../core/errors.ts'
import type { FileMessage, FormRequest, ImageMessage, Message } from '../../core/messages.ts'
import { isWebAddress } from '../../core/web-address.ts'
import { consentBody } from './paid-messages.ts'
import { renderList } from './render-list.ts'
import { type Parts, paragraphs, renderText, textBody, textParts } from './render-text.ts'

/**
 * The `message` objects of the Send API that say `message`, in order and within the platform's limits
 * (text 2,000 characters, 13 quick replies, 3 buttons, 10 cards). The recipient is added when sending.
 */
export function renderMessage(message: Message): Parts {
  switch (message.type) {
    case 'text':
      return renderText(message.text, message.choices ?? [])
    case 'list':
      return renderList(message)
    case 'image':
      return renderImage(message)
    case 'file':
      return renderFile(message)
    case 'form_request':
      return renderFormRequest(message)
    case 'consent_request':
      return [{ body: consentBody(message) }]
    default:
      return assertNever(message)
  }
}

/** Choices go under the picture's description, in a message of its own: quick replies on media stay hidden. */
function renderImage(message: ImageMessage): Parts {
  const choices = message.choices ?? []
  if (!isWebAddress(message.url)) return renderText(message.alt, choices)
  const body = mediaBody('image', message.url)
  if (choices.length === 0) return [{ body, plain: textBody(paragraphs(message.alt, message.url), []) }]
  return [{ body, plain: textBody(message.url, []) }, ...renderText(message.alt, choices)]
}

function renderFile(message: FileMessage): Parts {
  const asText = paragraphs(message.name, message.url)
  if (!isWebAddress(message.url)) return textParts(asText, [])
  return [{ body: mediaBody('file', message.url), plain: textBody(asText, []) }]
}

/** The platform has no form; its nearest is a button that sends the person's own phone number. */
function renderFormRequest(message: FormRequest): Parts {
  return textParts(paragraphs(message.title, message.text), [{ content_type: 'user_phone_number' }], { standIn: true })
}

/** The platform fetches the address itself, at most 8 MB for an image and 25 MB for a file. */
function mediaBody(type: 'image' | 'file', url: string) {
  return { attachment: { type, payload: { url, is_reusable: false } } }
}
