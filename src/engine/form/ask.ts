import { fill } from '../../core/fill.ts'
import { channelOf } from '../../core/ids.ts'
import type { Choice, ListItem, Message } from '../../core/messages.ts'
import type { AskStep } from '../flow/step.schema.ts'
import { type FormMove, payloadOf } from '../payload.ts'
import type { Frame } from '../session.ts'
import { type Asking, type Draft, givenOptions, textFor } from './draft.ts'

/** Asks: the question with its buttons. `lead` stands before it. */
export function ask(draft: Draft, { frame, step }: Pick<Asking, 'frame' | 'step'>, lead: string | null = null): void {
  const { formTexts } = draft.conversation
  const question = textFor(draft, step.ask, frame.values)
  const optional = step.optional ? ` ${formTexts.optional}` : ''
  const text = `${lead === null ? '' : `${lead}\n`}${question}${optional}`
  draft.messages.push(asCards(frame, step, text) ?? messageOf(draft, step, text, choicesOf(draft, frame, step)))
}

/** The options as cards, where all of them come as such. */
function asCards(frame: Frame, step: AskStep, text: string): Message | null {
  const items = givenOptions(step, frame.values).flatMap(({ label, card }): ListItem[] => {
    if (!card) return []
    const pick = { ...answerChoice(frame, step, label), label: card.button }
    const link: Choice[] = card.link ? [{ type: 'url', ...card.link }] : []
    return [{ title: card.title, subtitle: card.subtitle, choices: [pick, ...link] }]
  })
  return items.length > 0 && items.length === step.options?.length ? { type: 'list', text, items } : null
}

/** One line that says what is still asked, after something came between. `lead` stands before it. */
export function remind(
  draft: Draft,
  { frame, step }: Pick<Asking, 'frame' | 'step'>,
  lead: string | null = null,
): void {
  const { formTexts } = draft.conversation
  const text = fill(formTexts.resume, { ask: lastLineOf(textFor(draft, step.ask, frame.values)) })
  draft.messages.push(withChoices(lead === null ? text : `${lead}\n${text}`, choicesOf(draft, frame, step)))
}

/** What is asked stands last; what was told before it need not be read twice. */
function lastLineOf(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1)
}

/** The buttons with which an ask can be answered. */
export function choicesOf({ conversation }: Draft, frame: Frame, step: AskStep): Choice[] {
  const { yes_no, labels } = conversation.formTexts
  const answer = (label: string): Choice => answerChoice(frame, step, label)
  const skip = step.optional ? [moveChoice(labels.skip, 'skip', frame, step)] : []
  if (step.expects === 'choice') return [...(step.options ?? []).map(({ label }) => answer(label)), ...skip]
  const more = (step.options ?? []).map(({ label }) => answer(label))
  if (step.expects === 'yes_no') return [answer(yes_no.yes), answer(yes_no.no), ...more, ...skip]
  if (step.expects === 'commune') return [...more, ...skip]
  return skip
}

/** A button that answers this step and no other, in words that are read as if typed. */
export function answerChoice(frame: Frame, step: AskStep, text: string): Choice {
  return { type: 'reply', label: text, payload: payloadOf({ type: 'answer', flow: frame.flow, step: step.id, text }) }
}

/** A button that does something with this form, and with `step` at this step of it alone. */
export function moveChoice(label: string, move: FormMove, frame: Frame, step: AskStep | null = null): Choice {
  const payload = payloadOf({ type: 'form', move, flow: frame.flow, step: step?.id ?? null })
  return { type: 'reply', label, payload }
}

export function withChoices(text: string, choices: readonly Choice[]): Message {
  return { type: 'text', text, ...(choices.length > 0 ? { choices } : {}) }
}

/** Zalo has a form of its own for name and phone number, with the person's consent. */
function messageOf(draft: Draft, step: AskStep, text: string, choices: readonly Choice[]): Message {
  const hasForm = step.expects === 'contact' && channelOf(draft.input.event.account) === 'zalo-oa'
  if (hasForm) return { type: 'form_request', title: draft.conversation.formTexts.contact_title, text }
  return withChoices(text, choices)
}
