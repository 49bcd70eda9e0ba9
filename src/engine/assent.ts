import type { AskStep } from './flow/step.schema.ts'
import type { Draft } from './form/draft.ts'

const YES_OR_NO: AskStep = { id: 'assent', ask: 'assent', expects: 'yes_no', save: 'assent', label: 'assent' }

/** Whether a message says yes or no, whatever it was said to; null when it says neither. */
export function assentOf({ conversation, input }: Draft, text: string): boolean | null {
  const answer = conversation.readAnswer(YES_OR_NO, text, input)
  return answer.type === 'understood' ? answer.saved.value === true : null
}
