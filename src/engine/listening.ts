import type { Action } from './action.ts'
import { answerQuestion } from './answer-question.ts'
import { assentOf } from './assent.ts'
import { withChoices } from './form/ask.ts'
import type { Draft } from './form/draft.ts'
import { carryOut } from './form/walk.ts'
import { isSure } from './question/sure.ts'
import { understand } from './question/understand.ts'

const MAX_REMEMBERED_CHARS = 500

/** The action that still listens; null when none does. */
function listenerOf({ conversation, session, input }: Draft): Action | null {
  const { listening } = session
  return listening && input.now < listening.until ? (conversation.actions.get(listening.action) ?? null) : null
}

/**
 * Gives free words to the action that listens, which says that it has them; what the assistant is sure of is answered as
 * well, and nothing is asked back. false when nobody listens, or it is only a yes or no.
 */
export async function hear(draft: Draft, text: string): Promise<boolean> {
  const listener = listenerOf(draft)
  if (!listener || assentOf(draft, text) !== null) return false
  // As they were left to be read: without the numbers that nobody should send.
  const { outcome } = await carryOut(draft, listener, { text })
  if (outcome !== 'added') return false
  draft.decision = 'handover'
  const found = understand(draft, text)
  if (isSure(found)) await answerQuestion(draft, text, found)
  else draft.session = { ...draft.session, lastQuestion: text.slice(0, MAX_REMEMBERED_CHARS), met: null }
  return true
}

/** The person has nothing to add: false when nobody listens. */
export function endListening(draft: Draft): boolean {
  if (!listenerOf(draft)) return false
  draft.session = { ...draft.session, listening: null }
  draft.messages.push(withChoices(draft.conversation.texts.nothingToAdd, []))
  draft.decision = 'flow'
  return true
}
