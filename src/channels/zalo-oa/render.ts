import type { Choice, FileMessage, FormRequest, ImageMessage, Message, TextMessage } from '../../core/messages.ts'
import { actionOf, buttonsOf } from './buttons.ts'
import { choiceBlocks, type Parts, saidInWords, textBody, textParts } from './plain-text.ts'
import { renderList } from './render-list.ts'
import { formBody, headingOf, imageBody, listBody } from './templates.ts'

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
    case 'consent_request':
      return renderText({ type: 'text', text: message.title })
  }
}

/**
 * A short text with up to five choices becomes a list template with buttons. Anything longer is said in words, which every
 * OA accepts: more than five choices would have to be list elements, and those need pictures to look like anything.
 */
function renderText({ text, choices = [] }: TextMessage): Parts {
  const words = saidInWords(text, choices)
  const template = words.length === 1 ? templateWithButtons(text, choices) : null
  return template === null ? textParts(words) : [{ body: template, plain: textBody(words[0]) }]
}

/** Hotlines, which have no button, stand in the text beside the buttons of the others. */
function templateWithButtons(text: string, choices: readonly Choice[]) {
  const inWords = choices.filter((choice) => choice.type === 'phone' && actionOf(choice) === null)
  const buttons = buttonsOf(choices.filter((choice) => !inWords.includes(choice)))
  const heading = headingOf([text, ...choiceBlocks(inWords)].join('\n'))
  return heading === null || buttons === null || buttons.length === 0 ? null : listBody([heading], buttons)
}

/** Choices stand under the picture as its caption, or, when they are too long for that, in a text after it. */
function renderImage({ url, alt, choices = [] }: ImageMessage): Parts {
  const words = saidInWords(`${alt}\n${url}`, choices)
  if (words.length > 1) {
    return [{ body: imageBody(url, null), plain: textBody(url) }, ...textParts(saidInWords(alt, choices))]
  }
  const caption = choices.length > 0 ? saidInWords(alt, choices)[0] : null
  return [{ body: imageBody(url, caption), plain: textBody(words[0]) }]
}

/** As a link: Zalo takes files only as uploads of four kinds, of 5 MB and 5,000 a month, which expire after 7 days. */
function renderFile({ name, url }: FileMessage): Parts {
  return textParts(saidInWords(`${name}\n${url}`, []))
}

/** Zalo's form needs a picture; without one the request is made in words. */
function renderForm({ title, text, imageUrl }: FormRequest): Parts {
  const words = saidInWords(`${title}\n${text}`, [])
  const form = imageUrl !== undefined && words.length === 1 ? formBody(title, text, imageUrl) : null
  return form === null ? textParts(words) : [{ body: form, plain: textBody(words[0]) }]
}
