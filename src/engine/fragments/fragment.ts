import type { InboundEvent, MessageReceived } from '../../core/events.ts'
import { assentOf } from '../assent.ts'
import type { Conversation } from '../conversation.ts'
import { withoutMasks } from '../delicate/mask.ts'
import { askingOf, type Draft, newDraft } from '../form/draft.ts'
import { isSure } from '../question/sure.ts'
import { understand } from '../question/understand.ts'
import type { TurnInput } from '../run-turn.ts'

/** A longer message says something, however it ends. */
const MAX_CHARS = 80
const MAX_OPEN_WORDS = 8
/** So many words that say something may be a subject of which nothing is said yet: "cái vneid ấy". */
const MAX_UNCLEAR_WORDS = 3
/** Fewer where nothing fits them: a longer text is most likely about something that no article knows. */
const MAX_UNKNOWN_WORDS = 2
/** "hồ sơ của em..." goes on. */
const OPEN_END = /(?:\.{2,}|…|[,:–-])\s*$/u

/**
 * Whether a message says nothing alone, so that the next one is worth waiting for: it only announces a question, breaks
 * off, or names something about which nothing can be said yet. Never what the assistant is sure of, a whole phrase of a
 * flow, a choice, an answer to a form, or a delicate matter.
 */
export function isFragment(conversation: Conversation, input: TurnInput): boolean {
  const text = wordsOf(input.event)
  if (text === null || isWhole(conversation, text)) return false
  const draft = newDraft(conversation, input)
  // What costs most is looked at last: nearly every message is known for a whole one before.
  return mayWait(draft, text) && saysNothing(draft, text) && !mustStandAlone(draft, text)
}

/** A quick look, without the person's state: true for nearly all events and most questions, which then are no fragments. */
export function isSurelyWhole(conversation: Conversation, event: InboundEvent): boolean {
  const text = wordsOf(event)
  return text === null || isWhole(conversation, text)
}

function isWhole({ continuing, fragments }: Conversation, text: string): boolean {
  return text.length > MAX_CHARS || (continuing.asks(text) && !fragments.announces(text))
}

function saysNothing(draft: Draft, text: string): boolean {
  const { conversation } = draft
  const { fragments } = conversation
  if (fragments.announces(text)) return true
  if (conversation.matchPhrase(text) !== null) return false
  const found = understand(draft, text)
  if (isSure(found)) return false
  if (fragments.isEmpty(text)) return true
  const words = fragments.weightOf(text)
  if (OPEN_END.test(text)) return words <= MAX_OPEN_WORDS
  if (found.decision.kind === 'clarify') return words <= MAX_UNCLEAR_WORDS
  return found.ranked.length > 0 && words <= MAX_UNKNOWN_WORDS
}

/**
 * The words of several messages as one, to be read in place of the last; null when the last must be read by itself.
 * What was only announced is dropped where it would be in the way.
 */
export function joinWords(conversation: Conversation, parts: readonly TurnInput[]): string | null {
  const words = parts.map(({ event }) => wordsOf(event))
  const last = parts.at(-1)
  const alone = words.at(-1)
  if (!last || alone === null || alone === undefined || words.includes(null)) return null
  const before = words.slice(0, -1).filter((text) => text !== null)
  const draft = newDraft(conversation, last)
  if (!mayWait(draft, alone)) return null
  const { announces, isEmpty } = conversation.fragments
  if (mustStandAlone(draft, alone) || isWholePhrase(conversation, alone))
    return before.every((text) => announces(text) || isEmpty(text)) ? alone : null
  const together = [...before, alone].join(' ')
  const clearer = isSure(understand(draft, alone)) && !isSure(understand(draft, together))
  return clearer ? alone : together
}

/** What a message says in words, when it is nothing but words. */
function wordsOf(event: InboundEvent): string | null {
  if (event.type !== 'message' || !isPlain(event)) return null
  const text = event.text.trim()
  return /\p{L}/u.test(text) ? text : null
}

function isPlain({ attachments, ref, quotedId }: MessageReceived): boolean {
  return attachments.length === 0 && ref === null && quotedId === null
}

/** Not while a form waits for an answer, or staff for what the person says. */
function mayWait(draft: Draft, text: string): boolean {
  const { conversation, input, session } = draft
  if (input.mutedUntil !== null && input.mutedUntil > input.now) return false
  return askingOf(draft) === null && conversation.pickChoice(text, session.choices) === null
}

function mustStandAlone(draft: Draft, text: string): boolean {
  const { conversation } = draft
  return (
    conversation.readCommand(text) !== null ||
    withoutMasks(conversation.delicate.mask(text)) !== null ||
    conversation.delicate.kindOf(text) !== null ||
    assentOf(draft, text) !== null
  )
}

function isWholePhrase({ matchPhrase, fragments }: Conversation, text: string): boolean {
  return matchPhrase(text) !== null && !fragments.announces(text)
}
