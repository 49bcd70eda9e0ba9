import type { RenderedPart } from '../../core/channel.ts'
import type { Choice } from '../../core/messages.ts'
import { lengthOf } from '../../core/text-length.ts'
import { splitText } from '../text-limits.ts'
import { buttonOf, choiceLines, isLink, isReply, needLines, type QuickReply, quickReplies } from './choices.ts'

/** The platform takes 2,000 characters, though no page of its says of which kind: the rest is a margin. */
export const MAX_TEXT = 1900
const MAX_BUTTON_TEXT = 640
export const MAX_BUTTONS = 3

export type Parts = [RenderedPart, ...RenderedPart[]]

/**
 * A text and its choices. Links and phones become buttons where they fit and lines of the text otherwise; replies become
 * quick replies, and numbered lines as well where the buttons alone would not show the whole labels. Quick replies hang
 * on the last part, since the next message makes them vanish.
 */
export function renderText(text: string, choices: readonly Choice[], firstNumber = 1): Parts {
  const replies = choices.filter(isReply)
  const links = choices.filter(isLink)
  const numbered = needLines(replies)
  const quick = quickReplies(replies, numbered ? firstNumber : undefined)
  const replyLines = numbered ? choiceLines(replies, firstNumber) : []
  const body = paragraphs(text, replyLines.join('\n'))
  const whole = paragraphs(text, choiceLines(links, 1).join('\n'), replyLines.join('\n'))
  const buttons = links.map(buttonOf).filter((button) => button !== null)
  const fits =
    links.length > 0 &&
    buttons.length === links.length &&
    buttons.length <= MAX_BUTTONS &&
    lengthOf(body) > 0 &&
    lengthOf(body) <= MAX_BUTTON_TEXT &&
    lengthOf(whole) <= MAX_TEXT
  if (!fits) return textParts(whole, quick)
  const template = { template_type: 'button', text: body.normalize('NFC'), buttons }
  return [
    {
      body: withQuickReplies({ attachment: { type: 'template', payload: template } }, quick),
      plain: textBody(whole, quick),
    },
  ]
}

/**
 * As many text messages as the length needs, the quick replies on the last; with `standIn` that one may also go without
 * them.
 */
export function textParts(text: string, quick: readonly QuickReply[], options: { standIn?: boolean } = {}): Parts {
  const pieces = splitText(text, MAX_TEXT)
  const last = pieces.pop() ?? ''
  const parts: Parts = [{ body: textBody(last, quick), ...(options.standIn ? { plain: textBody(last, []) } : {}) }]
  for (const piece of pieces.reverse()) parts.unshift({ body: textBody(piece, []) })
  return parts
}

/** The `message` object of a text, with its quick replies. */
export function textBody(text: string, quick: readonly QuickReply[]) {
  return withQuickReplies({ text: text.normalize('NFC') }, quick)
}

/** A `message` object with quick replies, where there are any: the platform refuses an empty list. */
export function withQuickReplies<Body extends object>(body: Body, quick: readonly QuickReply[]) {
  return quick.length === 0 ? body : { ...body, quick_replies: quick }
}

/** Texts with an empty line between them; empty ones are left out. */
export function paragraphs(...texts: readonly string[]): string {
  return texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join('\n\n')
}
