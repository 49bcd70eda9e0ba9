import type { Answers } from '../answers/answer.ts'
import { fill } from '../core/fill.ts'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import type { Message } from '../core/messages.ts'
import type { Flow, FlowChoice, FlowEvent } from './flow.schema.ts'
import { payloadOf } from './payload.ts'
import type { PhraseMatcher } from './phrases.ts'
import type { ChoicePicker } from './pick-choice.ts'

/** Short texts that frame answers (`data/messages/conversation.yaml`). */
export interface ConversationTexts {
  readonly intro: string
  readonly clarify: string
  readonly somethingElse: string
  readonly more: string
  readonly related: string
}

/** All that a turn decides with. Nothing of it changes while the system runs. */
export interface Conversation {
  readonly flows: ReadonlyMap<string, Flow>
  readonly matchPhrase: PhraseMatcher
  readonly pickChoice: ChoicePicker
  readonly answers: Answers
  readonly texts: ConversationTexts
  /** Values for `{{names}}` in texts, by province. */
  readonly values: (province: ProvinceId) => Readonly<Record<string, string>>
}

export function flowFor(conversation: Conversation, event: FlowEvent): Flow {
  for (const flow of conversation.flows.values()) if (flow.starts.events.includes(event)) return flow
  throw new Error(`no flow starts at ${event}`)
}

/** What a flow says, filled in for a province. */
export function sayFlow(conversation: Conversation, flow: Flow, province: ProvinceId): Message[] {
  return flow.say.map((say) => ({
    type: 'text',
    text: fill(say.text, conversation.values(province)),
    ...(say.choices ? { choices: say.choices.map(toChoice) } : {}),
  }))
}

function toChoice(choice: FlowChoice) {
  if ('topic' in choice)
    return {
      type: 'reply',
      label: choice.label,
      payload: payloadOf({ type: 'topic', topic: choice.topic as TopicId }),
    } as const
  if ('flow' in choice)
    return { type: 'reply', label: choice.label, payload: payloadOf({ type: 'flow', flow: choice.flow }) } as const
  if ('url' in choice) return { type: 'url', label: choice.label, url: choice.url } as const
  return { type: 'phone', label: choice.label, phone: choice.phone } as const
}
