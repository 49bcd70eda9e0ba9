import type { RenderedPart } from '../../core/channel.ts'
import type { Choice, ListItem, ListMessage } from '../../core/messages.ts'
import { lengthOf } from '../../core/text-length.ts'
import { splitText } from '../text-limits.ts'
import { buttonsOf, defaultActionOf } from './buttons.ts'
import { choiceBlocks, MAX_TEXT, type Parts, saidInWords, textBody, textParts } from './plain-text.ts'
import { type Element, elementOf, headingOf, listBody, MAX_ELEMENTS } from './templates.ts'

/** One line of the list: as an element of Zalo's template and in words. */
interface Entry {
  readonly element: Element
  readonly words: string
}

/** As list templates of five elements each, or in words where an item offers more than the one tap an element has. */
export function renderList(message: ListMessage): Parts {
  const blocks = wordsOf(message.items)
  const closing = choiceBlocks(message.choices ?? [], replyCount(message.items) + 1)
  return asTemplates(message, blocks, closing) ?? textParts(inWords(message.text, [...blocks, ...closing]))
}

function asTemplates(message: ListMessage, blocks: readonly string[], closing: readonly string[]): Parts | null {
  const { items, links } = withLinksBelow(message.items)
  const buttons = buttonsOf([...links, ...(message.choices ?? [])])
  const entries = entriesOf(items, blocks)
  if (buttons === null || entries === null) return null
  const heading = headingOf(message.text)
  const pages = pagesOf(heading === null ? entries : [{ element: heading, words: message.text }, ...entries])
  const parts = pages.map((page, index) => {
    const isLast = index === pages.length - 1
    const words = [...page.map((entry) => entry.words), ...(isLast ? closing : [])].join('\n\n')
    const elements = page.map((entry) => entry.element)
    return { words, part: { body: listBody(elements, isLast ? buttons : []), plain: textBody(words) } }
  })
  if (parts.some(({ words }) => lengthOf(words) > MAX_TEXT)) return null
  return withIntroduction(
    heading === null ? message.text : '',
    parts.map(({ part }) => part),
  )
}

/**
 * An element has one tap: a link beside it becomes a button below the list, with the number of its item where there are
 * several.
 */
function withLinksBelow(items: readonly ListItem[]): { items: readonly ListItem[]; links: readonly Choice[] } {
  const parted = items.map((item, index) => {
    const [first, link, another] = item.choices
    if (first?.type === 'url' || link?.type !== 'url' || another) return { item, links: [] }
    const label = items.length > 1 ? `${link.label} ${index + 1}` : link.label
    return { item: { ...item, choices: item.choices.slice(0, 1) }, links: [{ ...link, label }] }
  })
  return { items: parted.map(({ item }) => item), links: parted.flatMap(({ links }) => links) }
}

/** An introduction too long to be an element goes ahead as a text of its own. */
function withIntroduction(introduction: string, parts: readonly RenderedPart[]): Parts | null {
  const [first, ...rest] = [...(introduction.trim() === '' ? [] : textParts(saidInWords(introduction, []))), ...parts]
  return first === undefined ? null : [first, ...rest]
}

/** Null when an item has two choices, or one that Zalo has no action for. */
function entriesOf(items: readonly ListItem[], blocks: readonly string[]): Entry[] | null {
  const entries = items.flatMap((item, index): Entry[] => {
    const [choice, another] = item.choices
    const action = choice ? defaultActionOf(choice) : null
    if (another || (choice && action === null)) return []
    const element = {
      ...elementOf(item.title, item.subtitle),
      ...(item.imageUrl !== undefined && { image_url: item.imageUrl }),
      ...(action !== null && { default_action: action }),
    }
    return [{ element, words: blocks[index] ?? item.title }]
  })
  return entries.length === items.length && entries.length > 0 ? entries : null
}

function pagesOf(entries: readonly Entry[]): Entry[][] {
  const pages: Entry[][] = []
  for (let start = 0; start < entries.length; start += MAX_ELEMENTS) {
    pages.push(entries.slice(start, start + MAX_ELEMENTS))
  }
  return pages
}

/** Each item as a block of lines; numbers run on from item to item. */
function wordsOf(items: readonly ListItem[]): string[] {
  return items.map((item, index) => {
    const firstNumber = replyCount(items.slice(0, index)) + 1
    const lines = [item.title, item.subtitle, ...choiceBlocks(item.choices, firstNumber)]
    return lines.filter((line) => line !== undefined && line.trim() !== '').join('\n')
  })
}

function replyCount(items: readonly ListItem[]): number {
  return items.flatMap((item) => item.choices).filter((choice) => choice.type === 'reply').length
}

function inWords(text: string, blocks: readonly string[]): [string, ...string[]] {
  return splitText([text, ...blocks].join('\n\n'), MAX_TEXT)
}
