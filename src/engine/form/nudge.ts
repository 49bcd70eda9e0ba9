import type { Choice } from '../../core/messages.ts'
import { payloadOf } from '../payload.ts'
import type { Frame } from '../session.ts'
import { moveChoice, remind, withChoices } from './ask.ts'
import type { Asking, Draft } from './draft.ts'
import { replaceTop } from './stack.ts'

/** After so many tries in a row a person is offered: nobody is asked for ever. */
export const HUMAN_AT = 3

/**
 * Reminds of what is asked after something that was no question: small talk, a sticker, an old button. That counts like a
 * wrong answer, or the two could go on for ever; past the offer of a person the small talk is answered alone.
 */
export function nudge(draft: Draft, asking: Asking, lead: string | null = null): void {
  const frame = { ...asking.frame, tries: asking.frame.tries + 1, at: draft.input.now }
  replaceTop(draft, frame)
  if (frame.tries < HUMAN_AT) remind(draft, { ...asking, frame }, lead)
  else if (frame.tries === HUMAN_AT || draft.messages.length === 0) offerHuman(draft, frame)
}

/** Offers a person, a new beginning or an end. */
export function offerHuman(draft: Draft, frame: Frame): void {
  draft.messages.push(withChoices(draft.conversation.formTexts.human, waysOut(draft, frame)))
}

/** The buttons that lead out of an ask that is too hard. */
export function waysOut({ conversation }: Draft, frame: Frame): Choice[] {
  const { labels } = conversation.formTexts
  const human = conversation.humanFlow
  return [
    ...(human === null
      ? []
      : [{ type: 'reply', label: labels.human, payload: payloadOf({ type: 'flow', flow: human.id }) } as const]),
    moveChoice(labels.restart, 'restart', frame),
    moveChoice(labels.drop, 'drop', frame),
  ]
}
