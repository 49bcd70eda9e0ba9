import { normalise, tokens } from '../../core/text.ts'
import type { Conversation } from '../conversation.ts'
import type { Flow } from '../flow/flow.schema.ts'
import { askingOf, type Draft } from '../form/draft.ts'
import { onAnswer } from '../on-answer.ts'
import { readPayload, type Target } from '../payload.ts'
import { start } from '../start.ts'
import { notePick } from './note-unanswered.ts'

/** More words say more than where somebody lives. */
const MOST_WORDS = 8

/** The flow that a button begins, or that stands under the article it shows. */
function flowBehind({ flows }: Conversation, target: Target): Flow | undefined {
  if (target.type === 'flow') return flows.get(target.flow)
  if (target.type !== 'topic') return undefined
  return [...flows.values()].find(({ about, offered }) => offered === true && about === target.topic)
}

/**
 * A commune behind a question back, or behind an article with a button to sign up ("Chư Sê"): the first of the offered
 * flows that asks for one begins with the text as its answer. false when the text is none, or nothing offered asks so.
 */
export async function startAtPlace(draft: Draft, text: string): Promise<boolean> {
  const { conversation, input, session } = draft
  if (session.met === null || tokens(normalise(text)).length > MOST_WORDS) return false
  if (conversation.continuing.asks(text)) return false
  for (const { payload } of session.choices) {
    const target = readPayload(payload)
    const flow = target ? flowBehind(conversation, target) : undefined
    const step = flow?.steps.find((one) => 'ask' in one)
    if (!target || !flow || !step || step.expects !== 'commune') continue
    const answer = conversation.readAnswer(step, text, input)
    if (answer.type === 'unclear' && answer.options.length === 0) return false
    notePick(draft, target)
    // Where somebody lived when it was last asked does not answer for them now.
    const { [step.save]: _, ...known } = draft.session.known
    draft.session = { ...draft.session, known }
    await start(draft, flow)
    const asking = askingOf(draft)
    if (asking?.step.id !== step.id) return true
    draft.messages.length = 0
    await onAnswer(draft, asking, text)
    return true
  }
  return false
}
