import type { RenderedPart } from '../../core/channel.ts'
import { type ListItem, type ListMessage, replyChoices } from '../../core/messages.ts'
import { lengthOf } from '../../core/text-length.ts'
import { isWebAddress } from '../../core/web-address.ts'
import { cutAtWord } from '../text-limits.ts'
import { buttonOf, choiceLines, isLink, isReply, needLines, type QuickReply, quickReplies } from './choices.ts'
import {
  MAX_BUTTONS,
  MAX_TEXT,
  type Parts,
  paragraphs,
  renderText,
  textBody,
  textParts,
  withQuickReplies,
} from './render-text.ts'

const MAX_CARDS = 10
const MAX_CARD_TEXT = 80

type Card = NonNullable<ReturnType<typeof cardOf>>

interface NumberedItem {
  readonly item: ListItem
  /** The number of its first reply among all replies of the message. */
  readonly firstNumber: number
}

interface NumberedCard extends NumberedItem {
  readonly card: Card
}

/**
 * A list as a carousel under its text, ten cards a message. Where the platform would refuse a card (more than three
 * buttons, or nothing but a title) the whole list is written out as text instead.
 */
export function renderList(message: ListMessage): Parts {
  const items = numberItems(message.items)
  const cards = items.flatMap((numbered) => {
    const card = cardOf(numbered.item)
    return card === null ? [] : [{ ...numbered, card }]
  })
  if (cards.length < items.length) return listAsText(message, items)
  const choices = message.choices ?? []
  const replies = choices.filter(isReply)
  const closing = needLines(replies) ? renderText('', replies, firstOwnNumber(message)) : []
  const quick = closing.length > 0 ? [] : quickReplies(replies)
  const carousels = pagesOf(cards)
  const rendered = carousels.map((page, index) => carouselPart(page, index === carousels.length - 1 ? quick : []))
  const links = choices.filter(isLink)
  const heading = message.text.trim() === '' && links.length === 0 ? [] : renderText(message.text, links)
  const [first, ...rest] = [...heading, ...rendered, ...closing]
  return cards.length === 0 || first === undefined ? listAsText(message, items) : [first, ...rest]
}

function numberItems(items: readonly ListItem[]): NumberedItem[] {
  let next = 1
  return items.map((item) => {
    const firstNumber = next
    next += item.choices.filter(isReply).length
    return { item, firstNumber }
  })
}

/** The number of the first reply that belongs to the message itself: those of its items come before. */
function firstOwnNumber(message: ListMessage): number {
  return 1 + replyChoices({ ...message, choices: [] }).length
}

/** A card needs something beside its title. Titles and subtitles that are too long are cut after a word. */
function cardOf(item: ListItem) {
  const buttons = item.choices.map(buttonOf).filter((button) => button !== null)
  const more = {
    ...(item.subtitle ? { subtitle: cutAtWord(item.subtitle, MAX_CARD_TEXT) } : {}),
    ...(item.imageUrl !== undefined && isWebAddress(item.imageUrl) ? { image_url: item.imageUrl } : {}),
    ...(buttons.length > 0 ? { buttons } : {}),
  }
  const fits = buttons.length === item.choices.length && buttons.length <= MAX_BUTTONS && Object.keys(more).length > 0
  return fits ? { title: cutAtWord(item.title, MAX_CARD_TEXT), ...more } : null
}

function pagesOf(cards: readonly NumberedCard[]): NumberedCard[][] {
  const pages: NumberedCard[][] = []
  for (let start = 0; start < cards.length; start += MAX_CARDS) pages.push(cards.slice(start, start + MAX_CARDS))
  return pages
}

/** A list too long for one text message has no stand-in: it is the carousel or nothing. */
function carouselPart(page: readonly NumberedCard[], quick: readonly QuickReply[]): RenderedPart {
  const payload = { template_type: 'generic', elements: page.map(({ card }) => card) }
  const plain = paragraphs(...page.map(itemAsText))
  return {
    body: withQuickReplies({ attachment: { type: 'template', payload } }, quick),
    ...(lengthOf(plain) <= MAX_TEXT ? { plain: textBody(plain, quick) } : {}),
  }
}

function listAsText(message: ListMessage, items: readonly NumberedItem[]): Parts {
  const ownLines = choiceLines(message.choices ?? [], firstOwnNumber(message)).join('\n')
  return textParts(paragraphs(message.text, ...items.map(itemAsText), ownLines), quickReplies(replyChoices(message), 1))
}

function itemAsText({ item, firstNumber }: NumberedItem): string {
  return [item.title, ...(item.subtitle ? [item.subtitle] : []), ...choiceLines(item.choices, firstNumber)].join('\n')
}
