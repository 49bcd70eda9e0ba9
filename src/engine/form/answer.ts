import { fill } from '../../core/fill.ts'
import type { Saved } from '../session.ts'
import { withPart } from './answer-parts.ts'
import { answerChoice, choicesOf, withChoices } from './ask.ts'
import { type Asking, type Draft, textFor } from './draft.ts'
import { HUMAN_AT, offerHuman, waysOut } from './nudge.ts'
import type { Answer } from './read-answer.ts'
import { pop, replaceTop } from './stack.ts'
import { walk } from './walk.ts'

/** After so many wrong answers in a row an easier way is offered. */
const EASIER_AT = 2

/** Keeps what was answered, the asked one among it, and goes on. */
export async function accept(
  draft: Draft,
  { frame, step, at }: Asking,
  answers: ReadonlyMap<{ readonly id: string; readonly save: string; readonly remember?: true | undefined }, Saved>,
): Promise<void> {
  pop(draft)
  const values = { ...frame.values }
  for (const [asked, saved] of answers) {
    values[asked.save] = saved
    if (asked.remember) draft.session = { ...draft.session, known: { ...draft.session.known, [asked.save]: saved } }
  }
  const ids = [...answers.keys()].map(({ id }) => id)
  const answered = [...frame.answered.filter((id) => !ids.includes(id)), ...ids]
  // Answers to later asks alone leave this one open: it is asked again.
  const from = step.save in values ? at + 1 : at
  await walk(draft, { ...frame, values, answered, tries: 0, step: step.id }, from)
}

/** Leaves an optional ask unanswered: kept as an empty answer, so that it is not asked again. */
export async function skip(draft: Draft, asking: Asking): Promise<void> {
  await accept(draft, asking, new Map([[asking.step, { value: null, said: '' }]]))
}

/** A wrong answer: first a hint, then an easier way, then a person. `lead` stands before the hint. */
export function refuse(
  draft: Draft,
  { frame, step }: Asking,
  answer: Extract<Answer, { type: 'unclear' }>,
  lead: string | null = null,
): void {
  const { formTexts } = draft.conversation
  const tries = frame.tries + 1
  replaceTop(draft, { ...frame, values: withPart(step, frame.values, answer.part), tries, at: draft.input.now })
  if (tries >= HUMAN_AT) {
    offerHuman(draft, frame)
    return
  }
  const hints = formTexts.hints[step.expects]
  const own = answer.options.length === 0 ? step.hint : undefined
  const said = textFor(draft, own ?? hints[answer.why] ?? hints.other ?? '', frame.values)
  const hint = lead === null ? said : `${lead} ${said}`
  if (answer.options.length > 0) {
    const text = answer.why in hints ? hint : formTexts.choose
    const offered = answer.options.map(({ said }) => answerChoice(frame, step, said))
    // One of the buttons alone would look as if the others were gone.
    const choices = step.expects === 'choice' && offered.length === 1 ? choicesOf(draft, frame, step) : offered
    draft.messages.push(withChoices(text, choices))
    return
  }
  const choices = choicesOf(draft, frame, step)
  if (tries < EASIER_AT) draft.messages.push(withChoices(hint, choices))
  else {
    const invitation = choices.length > 0 ? formTexts.easier : formTexts.stuck
    draft.messages.push(withChoices(`${hint}\n${invitation}`, [...choices, ...waysOut(draft, frame)]))
  }
}

/** What is said when the person stops a flow. */
export function cancelledText({ conversation }: Draft, title: string): string {
  return fill(conversation.formTexts.cancelled, { title })
}
