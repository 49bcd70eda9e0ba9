import type { TopicId } from '../../core/ids.ts'
import { flowFor } from '../conversation.ts'
import type { Draft } from '../form/draft.ts'
import { payloadOf, type Target } from '../payload.ts'

/** Remembers with what the last question was answered: the person may say that it was wrong. */
export function noteAnswered(draft: Draft, topic: TopicId): void {
  draft.session = { ...draft.session, met: { how: 'answered', topic } }
}

/** A question that nothing answered, for staff to see. */
export function noteDeclined(draft: Draft): void {
  note(draft, 'declined')
}

/** Unanswered until something is chosen: many never choose, and no turn would tell. */
export function noteAskedBack(draft: Draft): void {
  note(draft, 'not_picked')
  draft.session = { ...draft.session, met: { how: 'asked_back' } }
}

function note(draft: Draft, why: 'declined' | 'not_picked'): void {
  const { lastQuestion: question } = draft.session
  if (question !== null) draft.effects.push({ type: 'unanswered', question, why, topic: null })
}

/** A button that was offered when the question was asked back answers it, but for the one that says "none of these". */
export function notePick(draft: Draft, target: Target): void {
  const { met, lastQuestion, choices } = draft.session
  if (met?.how !== 'asked_back' || lastQuestion === null) return
  if (!choices.some(({ payload }) => payload === payloadOf(target))) return
  const none = flowFor(draft.conversation, 'no_answer').id
  if (target.type !== 'topic' && (target.type !== 'flow' || target.flow === none)) return
  draft.effects.push({ type: 'picked', question: lastQuestion })
  draft.session = { ...draft.session, met: null }
  if (target.type === 'topic') noteAnswered(draft, target.topic)
}
