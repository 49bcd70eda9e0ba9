import { fill } from '../../core/fill.ts'
import type { TopicId } from '../../core/ids.ts'
import type { Choice } from '../../core/messages.ts'
import type { Action, ActionResult } from '../action.ts'
import type { Flow } from '../flow/flow.schema.ts'
import type { AskStep, CallStep, ChooseStep, FlowChoice, SayStep } from '../flow/step.schema.ts'
import { payloadOf } from '../payload.ts'
import type { Frame, Saved, Session } from '../session.ts'
import { ask, moveChoice, remind, withChoices } from './ask.ts'
import { askingOf, contextOf, type Draft, meaningOf, newFrame, stepIdOf, textFor, withOptions } from './draft.ts'
import { nudge } from './nudge.ts'
import { pop, push } from './stack.ts'

/** A flow that goes in circles without asking anything is wrong; the check of flows finds most of these. */
const MAX_STEPS = 200
const END = Number.POSITIVE_INFINITY

/** Goes through a flow from its step `from` until it asks something or ends; then on with the flow it was run by. */
export async function walk(draft: Draft, start: Frame, from = 0): Promise<void> {
  let frame = start
  let at = from
  for (let taken = 0; taken < MAX_STEPS; taken++) {
    const flow = flowOf(draft, frame)
    const step = flow.steps[at]
    if (step === undefined) {
      const below = draft.session.stack.at(-1)
      if (below?.state !== 'waiting') return comeBack(draft, { afterForm: frame.answered.length > 0 })
      pop(draft)
      const outer = draft.conversation.flows.get(below.flow)
      if (!outer) return comeBack(draft, { afterForm: true })
      at = placeAfter(outer, below)
      if (at === 0) draft.messages.push(withChoices(draft.conversation.formTexts.restarted, []))
      frame = { ...below, values: { ...below.values, ...frame.values }, state: 'asking', at: draft.input.now }
    } else if ('say' in step) {
      say(draft, frame, step)
      at += 1
    } else if ('ask' in step) {
      const known = filledIn(draft.session, frame, step)
      if (known === null) {
        const asking = {
          ...frame,
          step: stepIdOf(step, at),
          meaning: meaningOf(step),
          state: 'asking',
          at: draft.input.now,
        } as const
        push(draft, asking)
        ask(draft, { frame: asking, step: withOptions(step, frame.values) })
        return
      }
      frame = known
      at += 1
    } else if ('call' in step) {
      const outcome = await call(draft, frame, step)
      frame = outcome.frame
      at = targetOf(flow, at, step.outcomes?.[outcome.name])
    } else if ('choose' in step) {
      at = targetOf(flow, at, chosen(frame, step))
    } else if ('go' in step) {
      at = targetOf(flow, at, step.go)
    } else {
      const next = draft.conversation.flows.get(step.run)
      if (!next) throw new Error(`${flow.id} runs the flow ${step.run}, which does not exist`)
      push(draft, { ...frame, step: stepIdOf(step, at), meaning: meaningOf(step), state: 'waiting' })
      frame = newFrame(next, frame.values, draft.input.now)
      at = 0
    }
  }
  throw new Error(`the flow ${start.flow} takes ${MAX_STEPS} steps without asking anything`)
}

/** After a flow has ended: what it came between is taken up again; what was put aside for a form is offered. */
export function comeBack(draft: Draft, { afterForm }: { readonly afterForm: boolean }): void {
  const below = draft.session.stack.at(-1)
  const asking = askingOf(draft)
  if (asking && afterForm) remind(draft, asking)
  else if (asking) nudge(draft, asking)
  else if (afterForm && below?.state === 'parked') offerParked(draft, below)
}

/** Asks whether to go on with what was left. */
export function offerParked(draft: Draft, frame: Frame): void {
  const { formTexts, flows } = draft.conversation
  const { labels } = formTexts
  const text = fill(formTexts.parked, { title: flows.get(frame.flow)?.title ?? '' })
  draft.messages.push(
    withChoices(text, [moveChoice(labels.resume, 'resume', frame), moveChoice(labels.drop, 'drop', frame)]),
  )
}

function flowOf(draft: Draft, frame: Frame): Flow {
  const flow = draft.conversation.flows.get(frame.flow)
  if (!flow) throw new Error(`the flow ${frame.flow} does not exist`)
  return flow
}

/** Where a flow goes on after the one it ran: at its beginning when its file has changed so that nobody can tell. */
function placeAfter(flow: Flow, frame: Frame): number {
  const at = indexOf(flow, frame.step)
  const step = flow.steps[at]
  return step && meaningOf(step) === frame.meaning ? at + 1 : 0
}

function indexOf(flow: Flow, id: string): number {
  return flow.steps.findIndex((step, index) => stepIdOf(step, index) === id)
}

function targetOf(flow: Flow, at: number, target: string | undefined): number {
  if (target === undefined || target === 'next') return at + 1
  if (target === 'end') return END
  const found = indexOf(flow, target)
  if (found < 0) throw new Error(`${flow.id} leads to the step ${target}, which does not exist`)
  return found
}

/** The frame with the ask's answer where it is known already; null when it must be asked. */
function filledIn(session: Session, frame: Frame, step: AskStep): Frame | null {
  if (step.save in frame.values) return frame
  const known = step.remember ? session.known[step.save] : undefined
  return known ? { ...frame, values: { ...frame.values, [step.save]: known } } : null
}

function say(draft: Draft, frame: Frame, step: SayStep): void {
  const text = textFor(draft, step.say, frame.values)
  draft.messages.push(withChoices(text, (step.choices ?? []).map(toChoice)))
  if (step.image) draft.messages.push({ type: 'image', ...step.image })
  if (step.file) draft.messages.push({ type: 'file', ...step.file })
}

function toChoice(choice: FlowChoice): Choice {
  const { label } = choice
  if ('topic' in choice)
    return { type: 'reply', label, payload: payloadOf({ type: 'topic', topic: choice.topic as TopicId }) }
  if ('flow' in choice) return { type: 'reply', label, payload: payloadOf({ type: 'flow', flow: choice.flow }) }
  if ('url' in choice) return { type: 'url', label, url: choice.url }
  return { type: 'phone', label, phone: choice.phone }
}

async function call(draft: Draft, frame: Frame, step: CallStep): Promise<{ frame: Frame; name: string }> {
  const action = draft.conversation.actions.get(step.call)
  if (!action) throw new Error(`${frame.flow} calls ${step.call}, which is no action`)
  const params = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([name, text]) => [name, parameter(draft, frame, text)]),
  )
  const result = await carryOut(draft, action, params)
  return { frame: { ...frame, values: { ...frame.values, ...result.values } }, name: result.outcome }
}

/** Has an action done, and takes into the turn all that became of it but its values. */
export async function carryOut(
  draft: Draft,
  action: Action,
  params: Readonly<Record<string, string>>,
): Promise<ActionResult> {
  const result = await action.run(action.params.parse(params), contextOf(draft))
  draft.messages.push(...(result.messages ?? []))
  draft.effects.push(...(result.effects ?? []))
  draft.writes.push(...(result.writes ?? []))
  if (result.handedOver) draft.handedOver = true
  if (result.known) draft.session = { ...draft.session, known: updated(draft.session.known, result.known) }
  if (result.listens !== undefined) draft.session = { ...draft.session, listening: result.listens }
  return result
}

/** `{{name}}` alone gives the value itself, as text or JSON, empty when it was left out; anything else is the text, filled in. */
function parameter(draft: Draft, frame: Frame, text: string): string {
  const name = /^\{\{(\w+)\}\}$/.exec(text)?.[1]
  if (name === undefined) return textFor(draft, text, frame.values)
  const saved = frame.values[name] ?? draft.session.known[name]
  if (!saved) return ''
  return typeof saved.value === 'string' ? saved.value : JSON.stringify(saved.value)
}

function chosen(frame: Frame, step: ChooseStep): string | undefined {
  const value = frame.values[step.choose]?.value
  const key = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '')
  return step.cases[key] ?? step.else
}

function updated(known: Session['known'], changes: Readonly<Record<string, Saved | null>>): Session['known'] {
  const all = Object.entries({ ...known, ...changes })
  return Object.fromEntries(all.filter((entry): entry is [string, Saved] => entry[1] !== null))
}
