import type { ComposedAnswer } from '../answers/compose.ts'
import type { Attachment, InboundEvent, MessageReceived } from '../core/events.ts'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import { type Message, replyChoices } from '../core/messages.ts'
import { answerQuestion, showArticle, showMore } from './answer-question.ts'
import { type Conversation, flowFor, sayFlow } from './conversation.ts'
import type { Flow } from './flow.schema.ts'
import { readPayload } from './payload.ts'
import { rememberChoices, type Session } from './session.ts'

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
  readonly decision: Decision
  /** null where nothing was looked up. */
  readonly findings: Findings | null
}

export type Effect =
  | { readonly type: 'opt_out' }
  | { readonly type: 'opt_in' }
  | { readonly type: 'mute'; readonly until: number }
  /** `question`: what the person asked last, for whoever takes over. */
  | { readonly type: 'request_person'; readonly question: string | null }
  | { readonly type: 'erase_person' }

/** What kind of turn it was. `flow`: something was done at the person's word; `silent`: there was nothing to say. */
export type Decision = 'answer' | 'clarify' | 'decline' | 'chitchat' | 'flow' | 'handover' | 'silent'

/** What a question was found to be about. */
export interface Findings {
  /** Best first. */
  readonly topics: readonly TopicId[]
  /** How certain the decision is, 0 to 1. */
  readonly score: number
  readonly sources: ComposedAnswer['sources']
}

/** What a turn says, before the session is brought up to date. */
export interface Reply {
  readonly messages: readonly Message[]
  readonly effects: readonly Effect[]
  readonly decision: Decision
  readonly findings?: Findings
}

const SILENT: Reply = { messages: [], effects: [], decision: 'silent' }

/** Decides one turn: pure but for `answers`, which may take its time. */
export async function runTurn(conversation: Conversation, input: TurnInput): Promise<TurnResult> {
  const reply = await decide(conversation, input)
  const muted = input.mutedUntil !== null && input.mutedUntil > input.now
  const messages = muted ? [] : reply.messages
  return { ...reply, messages, findings: reply.findings ?? null, session: nextSession(input, messages) }
}

async function decide(conversation: Conversation, input: TurnInput): Promise<Reply> {
  const { event } = input
  switch (event.type) {
    case 'message':
      return onMessage(conversation, input, event)
    case 'button':
      return follow(conversation, input, event.payload, event.label)
    case 'chat_opened':
      return startFlow(conversation, input, flowFor(conversation, 'chat_opened'))
    case 'followed':
      return startFlow(conversation, input, flowFor(conversation, 'followed'))
    case 'subscription':
      return { ...SILENT, effects: [{ type: event.status === 'granted' ? 'opt_in' : 'opt_out' }] }
    case 'staff_wrote':
      return { ...SILENT, effects: [{ type: 'mute', until: input.now + STAFF_SILENCE_MS }] }
    case 'data_withdrawn':
      return { ...SILENT, effects: [{ type: 'erase_person' }] }
    default:
      return SILENT
  }
}

async function onMessage(conversation: Conversation, input: TurnInput, event: MessageReceived): Promise<Reply> {
  const text = event.text.trim()
  if (text === '') return onAttachments(conversation, input, event.attachments)
  const payload = conversation.pickChoice(text, input.session.choices)
  if (payload !== null) return follow(conversation, input, payload, text)
  const flow = conversation.matchPhrase(text)
  if (flow) return startFlow(conversation, input, flow)
  return answerQuestion(conversation, input, text)
}

function onAttachments(conversation: Conversation, input: TurnInput, attachments: readonly Attachment[]): Reply {
  const kind = attachments[0]?.type ?? 'other'
  for (const flow of conversation.flows.values())
    if (flow.starts.attachments.includes(kind)) return startFlow(conversation, input, flow)
  return startFlow(conversation, input, flowFor(conversation, 'no_answer'))
}

/** Goes where a payload leads; one that leads nowhere any more is read as the words on its button. */
async function follow(conversation: Conversation, input: TurnInput, payload: string, label: string): Promise<Reply> {
  const target = readPayload(payload)
  if (target?.type === 'flow') {
    const flow = conversation.flows.get(target.flow)
    if (flow) return startFlow(conversation, input, flow)
  }
  if (target?.type === 'topic' || target?.type === 'more') {
    const article = conversation.answers.article(target.topic)
    if (article)
      return target.type === 'topic'
        ? showArticle(conversation, input, article)
        : showMore(conversation, input, article)
  }
  return answerQuestion(conversation, input, label)
}

function startFlow(conversation: Conversation, input: TurnInput, flow: Flow): Reply {
  const effects: Effect[] = []
  if (flow.does === 'opt_out' || flow.does === 'opt_in') effects.push({ type: flow.does })
  if (flow.does === 'request_person') effects.push({ type: 'request_person', question: input.session.lastQuestion })
  return { messages: sayFlow(conversation, flow, input.province), effects, decision: decisionOf(flow) }
}

function decisionOf(flow: Flow): Decision {
  if (flow.does === 'request_person') return 'handover'
  if (flow.does) return 'flow'
  return flow.starts.events.includes('no_answer') ? 'decline' : 'chitchat'
}

/** The choices of what was said last stay open until something else is said. */
function nextSession(input: TurnInput, messages: readonly Message[]): Session {
  const question =
    input.event.type === 'message' && input.event.text.trim() !== '' ? input.event.text.trim().slice(0, 500) : null
  const choices = messages.length === 0 ? input.session.choices : rememberChoices(messages.flatMap(replyChoices))
  return { v: 1, choices, lastQuestion: question ?? input.session.lastQuestion }
}
