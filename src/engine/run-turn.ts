import type { ComposedAnswer } from '../answers/compose.ts'
import type { InboundEvent } from '../core/events.ts'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import { type Message, replyChoices } from '../core/messages.ts'
import type { Write } from './action.ts'
import { type Conversation, flowFor } from './conversation.ts'
import { heedDelicate } from './delicate/heed-delicate.ts'
import { type Draft, newDraft, newFrame } from './form/draft.ts'
import { settle } from './form/settle.ts'
import { walk } from './form/walk.ts'
import { answerWithAttachments, onAttachments, onButton, onContactForm, onOpened, onText } from './inputs.ts'
import { rememberChoices, type Session } from './session.ts'
import { start } from './start.ts'

/** How long the assistant keeps silent after a member of staff wrote in the platform's own inbox. */
export const STAFF_SILENCE_MS = 4 * 3_600_000

export interface TurnInput {
  readonly event: InboundEvent
  readonly session: Session
  /** The person writes for the first time. */
  readonly first: boolean
  readonly mutedUntil: number | null
  readonly province: ProvinceId
  readonly now: number
}

/** What a turn decided; nothing has been written or sent yet. */
export interface TurnResult {
  readonly session: Session
  readonly messages: readonly Message[]
  readonly effects: readonly Effect[]
  /** What actions write, within the turn's transaction. */
  readonly writes: readonly Write[]
  readonly decision: Decision
  /** null where nothing was looked up. */
  readonly findings: Findings | null
}

export type Effect =
  | { readonly type: 'opt_out' }
  | { readonly type: 'opt_in' }
  | { readonly type: 'mute'; readonly until: number }
  | { readonly type: 'erase_person' }
  /** A question in words was not answered, or the person says that it was answered wrongly, with `topic`. */
  | { readonly type: 'unanswered'; readonly question: string; readonly why: Unanswered; readonly topic: TopicId | null }
  /** A question that was asked back is answered by the button that was chosen. */
  | { readonly type: 'picked'; readonly question: string }

/** Why a question counts as not answered. `not_picked`: it was asked back, and nothing was chosen since. */
export type Unanswered = 'declined' | 'not_picked' | 'rated_bad'

/** What kind of turn it was. `flow`: something was asked or done at the person's word; `silent`: there was nothing to say. */
export type Decision = 'answer' | 'clarify' | 'decline' | 'chitchat' | 'flow' | 'handover' | 'silent'

/** What a question was found to be about. */
export interface Findings {
  /** Best first. */
  readonly topics: readonly TopicId[]
  /** How certain the decision is, 0 to 1. */
  readonly score: number
  readonly sources: ComposedAnswer['sources']
}

/** Decides one turn: `(flows, session, event, now)` in, the new session, messages and effects out. Writes nothing. */
export async function runTurn(conversation: Conversation, input: TurnInput): Promise<TurnResult> {
  const draft = newDraft(conversation, input)
  const muted = input.mutedUntil !== null && input.mutedUntil > input.now
  const speaks = muted ? await decideMuted(draft) : true
  if (!muted) await decide(draft)
  const { session, effects, writes, decision, findings } = draft
  const messages = speaks ? draft.messages : []
  // Each message numbers its choices from one: a number means those of the last.
  const offered = messages.map(replyChoices).findLast((choices) => choices.length > 0) ?? []
  const choices = messages.length === 0 ? session.choices : rememberChoices(offered)
  return { session: { ...session, choices }, messages, effects, writes, decision, findings }
}

/** What a flow says when nobody has asked for it; for the word at the end of a turn that failed. */
export async function sayEvent(
  conversation: Conversation,
  input: TurnInput,
  event: 'failed',
): Promise<readonly Message[]> {
  const draft = newDraft(conversation, input)
  await walk(draft, newFrame(flowFor(conversation, event), {}, input.now))
  return draft.messages
}

const COUNTS_WHILE_MUTED: ReadonlySet<InboundEvent['type']> = new Set(['subscription', 'staff_wrote', 'data_withdrawn'])

/**
 * While a member of staff has the conversation, no form goes on and nothing is said, but to somebody in danger: staff may
 * read it too late. A "dừng" counts all the same. Gives whether to speak.
 */
async function decideMuted(draft: Draft): Promise<boolean> {
  const { conversation, input } = draft
  const { event } = input
  if (event.type === 'message') {
    const text = event.text.trim()
    if (conversation.delicate.kindOf(text)?.urgent) {
      await heedDelicate(draft, text)
      return true
    }
    const flow = conversation.matchPhrase(text)
    const opts = flow?.steps.some((step) => 'call' in step && (step.call === 'opt_out' || step.call === 'opt_in'))
    if (flow && opts) await walk(draft, newFrame(flow, {}, input.now))
    else if (text !== '') draft.session = { ...draft.session, lastQuestion: text.slice(0, 500), met: null }
  } else if (COUNTS_WHILE_MUTED.has(event.type)) await decide(draft)
  return false
}

async function decide(draft: Draft): Promise<void> {
  const { conversation, input } = draft
  const { event } = input
  switch (event.type) {
    case 'message': {
      const left = await settle(draft)
      const text = event.text.trim()
      if (text === '') return onAttachments(draft, event.attachments, left)
      if (await answerWithAttachments(draft, event.attachments)) return
      return onText(draft, text, left)
    }
    case 'button': {
      const left = await settle(draft)
      return onButton(draft, event.payload, event.label, left)
    }
    case 'form':
      await settle(draft)
      return onContactForm(draft, event)
    case 'chat_opened':
      return onOpened(draft, event.ref, flowFor(conversation, 'chat_opened'), await settle(draft))
    case 'followed':
      return onOpened(draft, null, flowFor(conversation, 'followed'), await settle(draft))
    case 'subscription':
      draft.effects.push({ type: event.status === 'granted' ? 'opt_in' : 'opt_out' })
      return
    case 'staff_wrote':
      draft.effects.push({ type: 'mute', until: input.now + STAFF_SILENCE_MS })
      return
    case 'follow_up': {
      const flow = conversation.flows.get(event.flow)
      if (flow) await start(draft, flow)
      return
    }
    case 'data_withdrawn':
      draft.effects.push({ type: 'erase_person' })
      return
    default:
      return
  }
}
