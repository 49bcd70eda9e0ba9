import type { RenderedPart } from '../../core/channel.ts'
import type { Choice, FileMessage, FormRequest, ImageMessage, Message, TextMessage } from '../../core/messages.ts'
import { cutAtWord, lengthOf } from '../text-limits.ts'
import { actionOf, buttonsOf } from './buttons.ts'
import { choiceBlocks, MAX_TEXT, saidInWords, textBody } from './plain-text.ts'
import { renderList } from './render-list.ts'
import { formBody, headingOf, imageBody, listBody } from './templates.ts'

export type Parts = readonly [RenderedPart, ...RenderedPart[]]

/** The calls that say `message`: bodies of Zalo's message call, without their recipient. */
export function renderMessage(message: Message): Parts {
  switch (message.type) {
    case 'text':
      return renderText(message)
    case 'list':
      return renderList(message)
    case 'image':
      return renderImage(message)
    case 'file':
      return renderFile(message)
    case 'form_request':
      return renderForm(message)
  }
}

/**
 * A short text with up to five choices becomes a list template with buttons. Anything longer is said in words: more than
 * five choices could be had only as list elements, whose small pictures we lack, and every OA accepts words.
 */
function renderText({ text, choices = [] }: TextMessage): Parts {
  const [first, ...rest] = saidInWords(text, choices)
  const template = rest.length === 0 ? templateWithButtons(text, choices) : null
  if (template !== null) return [{ body: template, plain: textBody(first) }]
  return [{ body: textBody(first) }, ...rest.map((piece) => ({ body: textBody(piece) }))]
}

/** Hotlines, which have no button, stand in the text beside the buttons of the others. */
function templateWithButtons(text: string, choices: readonly Choice[]) {
  const inWords = choices.filter((choice) => choice.type === 'phone' && actionOf(choice) === null)
  const buttons = buttonsOf(choices.filter((choice) => !inWords.includes(choice)))
  const heading = headingOf([text, ...choiceBlocks(inWords)].join('\n'))
  return heading === null || buttons === null || buttons.length === 0 ? null : listBody([heading], buttons)
}

function renderImage({ url, alt, choices = [] }: ImageMessage): Parts {
  const blocks = choiceBlocks(choices)
  const caption = blocks.length > 0 ? within(MAX_TEXT, alt, blocks) : null
  return [{ body: imageBody(url, caption), plain: textBody(within(MAX_TEXT, alt, [url, ...blocks])) }]
}

/** `text` cut so that the blocks under it fit too. */
function within(maxChars: number, text: string, blocks: readonly string[]): string {
  const tail = blocks.map((block) => `\n\n${block}`).join('')
  return cutAtWord(text, Math.max(maxChars - lengthOf(tail), 1)) + tail
}

/**
 * As a link: Zalo takes files only as uploads, of four kinds, 5 MB and 5,000 a month, which expire after 7 days.
 */
function renderFile({ name, url }: FileMessage): Parts {
  return [{ body: textBody(`${name}\n${url}`) }]
}

/** Zalo's form needs a picture; without one the request is made in words. */
function renderForm({ title, text, imageUrl }: FormRequest): Parts {
  const [first, ...rest] = saidInWords(`${title}\n${text}`, [])
  if (imageUrl && rest.length === 0) return [{ body: formBody(title, text, imageUrl), plain: textBody(first) }]
  return [{ body: textBody(first) }, ...rest.map((piece) => ({ body: textBody(piece) }))]
}
