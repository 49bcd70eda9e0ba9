import type { RenderedPart } from '../../core/channel.ts'
import type { ListItem, ListMessage } from '../../core/messages.ts'
import { lengthOf, splitText } from '../text-limits.ts'
import { type Button, buttonsOf, defaultActionOf } from './buttons.ts'
import { choiceBlocks, MAX_TEXT, textBody } from './plain-text.ts'
import { type Element, elementOf, headingOf, listBody, MAX_ELEMENTS } from './templates.ts'

/** One thing in the list, as Zalo's element and in words. */
interface Entry {
  readonly element: Element
  readonly words: string
}

/** List templates of five elements each; in words where an item offers more than the one tap that an element has. */
export function renderList(message: ListMessage): readonly [RenderedPart, ...RenderedPart[]] {
  const words = wordsOf(message)
  const elements = message.items.map(elementOfItem)
  const buttons = buttonsOf(message.choices ?? [])
  if (buttons === null || elements.length === 0 || elements.some((element) => element === null)) return inWords(words)
  const entries = elements.map((element, index) => ({ element, words: words.items[index] }))
}
