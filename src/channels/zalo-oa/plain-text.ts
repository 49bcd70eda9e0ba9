import type { RenderedPart } from '../../core/channel.ts'
import type { Choice } from '../../core/messages.ts'
import { lengthOf } from '../../core/text-length.ts'
import { splitText } from '../text-limits.ts'

/** At least one call, as every message must be. */
export type Parts = readonly [RenderedPart, ...RenderedPart[]]

/** Zalo's limit of a text message, in code points of the NFC form. */
export const MAX_TEXT = 2_000

/** The body of a message that is a text alone. */
export function textBody(text: string) {
  return { message: { text: text.normalize('NFC') } }
}

export function textParts([first, ...rest]: readonly [string, ...string[]]): Parts {
  return [{ body: textBody(first) }, ...rest.map((text) => ({ body: textBody(text) }))]
}

/**
 * Choices as blocks of lines: links and phone numbers first (a tap on either works in the chat), then the replies, numbered
 * from `firstNumber` in the order of `replyChoices`, so that each can be picked by typing its number.
 */
export function choiceBlocks(choices: readonly Choice[], firstNumber = 1): string[] {
  const links = choices
    .filter((choice) => choice.type !== 'reply')
    .map((choice) => `${choice.label}: ${choice.type === 'url' ? choice.url : choice.phone}`)
  const replies = choices
    .filter((choice) => choice.type === 'reply')
    .map((choice, index) => `${firstNumber + index}. ${choice.label}`)
  return [links, replies].filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
}

/** The text and its choices in words alone: as many texts as the limit asks for, the choices whole in the last one. */
export function saidInWords(text: string, choices: readonly Choice[]): [string, ...string[]] {
  const tail = choiceBlocks(choices)
    .map((block) => `\n\n${block}`)
    .join('')
    .normalize('NFC')
  const room = MAX_TEXT - lengthOf(tail)
  // Choices that fill half a message cannot be kept together with a text: all is parted as one.
  if (room < MAX_TEXT / 2) return splitText(text + tail, MAX_TEXT)
  const pieces = splitText(text, MAX_TEXT)
  const closing = splitText(pieces.pop() ?? '', room)
  const last = closing.pop() ?? ''
  const [first, ...rest] = [...pieces, ...closing, (last + tail).trimStart()]
  return [first ?? '', ...rest]
}
