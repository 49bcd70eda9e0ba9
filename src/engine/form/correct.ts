import { fill } from '../../core/fill.ts'
import type { Choice } from '../../core/messages.ts'
import type { Flow } from '../flow/flow.schema.ts'
import type { AskStep, Expected } from '../flow/step.schema.ts'
import { payloadOf } from '../payload.ts'
import type { Frame, Saved } from '../session.ts'
import { remind, withChoices } from './ask.ts'
import { type Command, namedField } from './commands.ts'
import { type Asking, type Draft, stepIdOf } from './draft.ts'
import { pop, replaceTop } from './stack.ts'
import { walk } from './walk.ts'

/** Answers that are found within the sentence that corrects them: "sửa số điện thoại thành 0987 654 321". */
const FOUND_WITHIN: ReadonlySet<Expected> = new Set(['phone'])
/** Answers that any words may be: only behind "thành" or "là" they are one. */
const FOUND_BEHIND: ReadonlySet<Expected> = new Set(['name'])
/** Answers that are told from a yes, a no and each other by their form. */
const TOLD_BY_KIND: ReadonlySet<Expected> = new Set(['phone', 'date', 'time', 'date_time', 'contact'])
const MAX_OFFERED = 6

/**
 * "sửa số điện thoại": the answer of that name is asked again, and then the flow goes on where it was. A bare "sửa" is
 * asked which; false when the words name nothing that was answered.
 */
export async function correct(
  draft: Draft,
  asking: Asking,
  { what, into }: Extract<Command, { type: 'correct' }>,
  text: string,
): Promise<boolean> {
  const { frame, flow, step } = asking
  const { formTexts } = draft.conversation
  const answered = flow.steps.filter((one) => 'ask' in one).filter((one) => one.save in frame.values)
  const meant = namedField(what, answered)
  if (meant) {
    await correctStep(draft, asking, meant, text, into)
    return true
  }
  // What is being asked now needs no correction.
  if (namedField(what, [step]) !== null && step.expects !== 'text') {
    remind(draft, asking)
    return true
  }
  const example = answered.at(-1)
  if (what !== '') return false
  if (!example) {
    remind(draft, asking)
    return true
  }
  const choices = answered.slice(-MAX_OFFERED).map(({ id, label }): Choice => {
    const payload = payloadOf({ type: 'correct', flow: flow.id, step: id })
    return { type: 'reply', label: fill(formTexts.labels.correct, { label }), payload }
  })
  draft.messages.push(withChoices(fill(formTexts.nothing_to_correct, { example: example.label }), choices))
  return true
}

/** Takes the corrected answer out of `text` where it stands there, a name out of `into`; else asks for it. */
export async function correctStep(
  draft: Draft,
  asking: Asking,
  meant: AskStep,
  text: string,
  into: string | null = null,
): Promise<void> {
  const { conversation, input } = draft
  const { frame, flow } = asking
  const told = FOUND_WITHIN.has(meant.expects) ? text : FOUND_BEHIND.has(meant.expects) ? into : null
  const found = told === null ? null : conversation.readAnswer(meant, told, input)
  if (found?.type === 'understood') {
    keep(draft, asking, meant, found.saved)
    return
  }
  draft.messages.push(withChoices(fill(conversation.formTexts.corrected, { label: meant.label }), []))
  // Given before its turn, it is asked when that comes: from there on nothing before it would be asked any more.
  if (flow.steps.indexOf(meant) > asking.at) forget(draft, asking, meant)
  else await askAgain(draft, frame, flow, meant.id)
}

/**
 * Where a yes or no is asked after all was read back, an answer to another ask corrects that one: "chiều thứ tư" the day.
 * What was found out from it is found out anew, and all is read back again. false when it fits none of them, or several.
 */
export async function correctByKind(draft: Draft, asking: Asking, text: string): Promise<boolean> {
  const { conversation, input } = draft
  const { frame, flow, step, at } = asking
  if (step.expects !== 'yes_no') return false
  const fitting = flow.steps.slice(0, at).flatMap((one, place) => {
    if (!('ask' in one) || !(one.save in frame.values) || !TOLD_BY_KIND.has(one.expects)) return []
    const answer = conversation.readAnswer(one, text, input)
    return answer.type === 'understood' ? [{ meant: one, place, saved: answer.saved }] : []
  })
  const [only, other] = fitting
  if (!only || other) return false
  const { meant, place, saved } = only
  draft.messages.push(withChoices(fill(conversation.formTexts.changed, { label: meant.label, said: saved.said }), []))
  pop(draft)
  await walk(draft, { ...frame, values: { ...frame.values, [meant.save]: saved }, tries: 0 }, place)
  return true
}

function forget(draft: Draft, asking: Asking, meant: AskStep): void {
  const { [meant.save]: _, ...values } = asking.frame.values
  const answered = asking.frame.answered.filter((id) => id !== meant.id)
  const frame = { ...asking.frame, values, answered, tries: 0 }
  replaceTop(draft, frame)
  remind(draft, { ...asking, frame })
}

function keep(draft: Draft, asking: Asking, meant: AskStep, saved: Saved): void {
  const { formTexts } = draft.conversation
  const frame = { ...asking.frame, values: { ...asking.frame.values, [meant.save]: saved }, tries: 0 }
  const known = meant.remember ? { ...draft.session.known, [meant.save]: saved } : draft.session.known
  draft.session = { ...draft.session, known }
  replaceTop(draft, frame)
  remind(draft, { ...asking, frame }, fill(formTexts.changed, { label: meant.label, said: saved.said }))
}

/** Asks once more what was answered already; the answers after it are kept. */
export async function askAgain(draft: Draft, frame: Frame, flow: Flow, id: string): Promise<void> {
  const at = flow.steps.findIndex((step, index) => stepIdOf(step, index) === id)
  const step = flow.steps[at]
  if (!step || !('ask' in step)) throw new Error(`${flow.id} has no ask ${id}`)
  pop(draft)
  const { [step.save]: _, ...values } = frame.values
  if (step.remember) {
    const { [step.save]: _forgotten, ...known } = draft.session.known
    draft.session = { ...draft.session, known }
  }
  const answered = frame.answered.filter((answer) => answer !== id)
  await walk(draft, { ...frame, values, answered, tries: 0 }, at)
}
