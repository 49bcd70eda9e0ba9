import { channelOf } from '../core/ids.ts'
import { flowFor } from './conversation.ts'
import type { Flow } from './flow/flow.schema.ts'
import { askingOf, type Draft } from './form/draft.ts'
import { type Beginning, begin, park } from './form/moves.ts'
import { offerParked } from './form/walk.ts'
import { readPayload } from './payload.ts'
import type { Frame } from './session.ts'

/** Begins a flow, and says what kind of turn that makes. One that is not for this channel is as good as none. */
export async function start(draft: Draft, flow: Flow, options?: Beginning): Promise<void> {
  const here = flow.channels?.includes(channelOf(draft.input.event.account)) ?? true
  const begun = here ? flow : flowFor(draft.conversation, 'no_answer')
  const effectsBefore = draft.effects.length
  await begin(draft, begun, options)
  draft.decision = decisionOf(draft, begun, effectsBefore)
}

/** A small flow is gone through in between; a hand-over puts the form aside. */
export async function startWithin(draft: Draft, flow: Flow): Promise<void> {
  if (flow.id === draft.conversation.humanFlow?.id) park(draft)
  await start(draft, flow)
}

function decisionOf(draft: Draft, flow: Flow, effectsBefore: number): Draft['decision'] {
  if (draft.handedOver) return 'handover'
  if (draft.effects.length > effectsBefore || draft.writes.length > 0 || askingOf(draft)) return 'flow'
  if (flow.steps.some((step) => !('say' in step))) return 'flow'
  return flow.starts.events.includes('no_answer') ? 'decline' : 'chitchat'
}

/** Offers the form that was left for long, at the end of a turn that was about something else, or in its place. */
export function offerLeft(draft: Draft, left: Frame | null, { alone } = { alone: false }): void {
  const top = draft.session.stack.at(-1)
  if (!left || top?.state !== 'parked' || draft.messages.length === 0 || offersToGoOn(draft)) return
  if (alone) {
    draft.messages.length = 0
    draft.decision = 'flow'
  }
  offerParked(draft, top)
}

function offersToGoOn({ messages }: Draft): boolean {
  const last = messages.at(-1)
  const choices = last?.type === 'text' ? (last.choices ?? []) : []
  return choices.some((choice) => {
    const target = choice.type === 'reply' ? readPayload(choice.payload) : null
    return target?.type === 'form' && target.move === 'resume'
  })
}
