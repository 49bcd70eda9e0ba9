import type { Choice } from '../../core/messages.ts'
import { lengthOf, splitText } from '../text-limits.ts'

/** Zalo's limit of a text message, in code points of the NFC form. */
export const MAX_TEXT = 2_000

export function textBody(text: string) {
  return { message: { text: text.normalize('NFC') } }
}

/**
 * Choices as blocks of lines: links and phone numbers first (a tap on either works in the chat), then the replies, numbered
 * from `firstNumber` in the order of `replyChoices`, so that each can be picked by typing its number.
 */
export function choiceBlocks(choices: readonly Choice[], firstNumber = 1): string[] {
  const links = choices.flatMap((choice) => {
    if (choice.type === 'reply') return []
    return `${choice.label}: ${choice.type === 'url' ? choice.url : choice.phone}`
  })
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
  const room = MAX_TEXT - lengthOf(tail)
  const pieces = splitText(text, MAX_TEXT)
  const last = pieces[pieces.length - 1] ?? ''
  // Choices that fill half a message are a text of their own length, to be parted like one.
  if (room < MAX_TEXT / 2) return splitText(text + tail, MAX_TEXT)
  const [first, ...rest] = [...pieces.slice(0, -1), ...splitText(last, room)]
  if (first === undefined || rest.length === 0) return [(first ?? '') + tail]
  return [first, ...rest.slice(0, -1), rest[rest.length - 1] + tail]
}
