import { fill } from '../../core/fill.ts'
import type { Flow } from '../flow/flow.schema.ts'
import { payloadOf } from '../payload.ts'
import type { Frame } from '../session.ts'
import { cancelledText, skip } from './answer.ts'
import { ask, moveChoice, remind, withChoices } from './ask.ts'
import type { Command } from './commands.ts'
import { askAgain, correct } from './correct.ts'
import { type Asking, askingOf, type Draft, newFrame } from './draft.ts'
import { bringUp, groupOnTop, pop, popGroup, replaceTop } from './stack.ts'
import { comeBack, walk } from './walk.ts'

/** Does what a command asks of the form under way; false when it asks nothing that can be done here. `text`: all of it. */
export async function obey(draft: Draft, asking: Asking, command: Command, text: string): Promise<boolean> {
  switch (command.type) {
    case 'cancel':
      cancel(draft)
      return true
    case 'restart':
      await restart(draft)
      return true
    case 'back':
      await goBack(draft, asking)
      return true
    case 'resume':
      return resume(draft)
    case 'skip':
      if (!asking.step.optional) return false
      await skip(draft, asking)
      return true
    case 'correct':
      return correct(draft, asking, command, text)
  }
}

/** Stops the flow on top with those that run it; what lay below is taken up again. */
export function cancel(draft: Draft): void {
  const [stopped] = popGroup(draft)
  if (!stopped) {
    sayNothingUnderWay(draft)
    return
  }
  const title = draft.conversation.flows.get(stopped.flow)?.title ?? ''
  draft.messages.push(withChoices(cancelledText(draft, title), []))
  comeBack(draft, { afterForm: true })
}

export function sayNothingUnderWay(draft: Draft): void {
  draft.messages.push(withChoices(draft.conversation.formTexts.nothing_to_cancel, []))
}

/** From the first question of the flow on top, with nothing answered. */
export async function restart(draft: Draft): Promise<void> {
  const [outermost] = popGroup(draft)
  const flow = outermost && draft.conversation.flows.get(outermost.flow)
  if (flow) await walk(draft, newFrame(flow, {}, draft.input.now))
  else sayNothingUnderWay(draft)
}

async function goBack(draft: Draft, asking: Asking): Promise<void> {
  const { frame, flow, at } = asking
  const before = new Set(flow.steps.slice(0, at).map(({ id }) => id))
  const last = frame.answered.findLast((id) => before.has(id))
  if (last !== undefined) return askAgain(draft, frame, flow, last)
  const outer = groupOnTop(draft.session.stack).at(-2)
  const outerLast = outer?.answered.at(-1)
  const outerFlow = outer && draft.conversation.flows.get(outer.flow)
  const isAsked = outerFlow?.steps.some((step) => 'ask' in step && step.id === outerLast) ?? false
  if (outer && outerFlow && outerLast !== undefined && isAsked) {
    pop(draft)
    return askAgain(draft, outer, outerFlow, outerLast)
  }
  ask(draft, asking, draft.conversation.formTexts.first_step)
}

/** `anyway`: though another asks. `said`: what was answered as it was asked for. */
export interface Beginning {
  readonly anyway?: boolean
  readonly said?: Frame['values']
}

/** Begins a flow; while another asks something, one that asks too is offered as a switch first. */
export async function begin(draft: Draft, flow: Flow, { anyway = false, said = {} }: Beginning = {}): Promise<void> {
  const { conversation } = draft
  const asking = askingOf(draft)
  if (asking && asks(conversation.flows, flow)) {
    if (groupOnTop(draft.session.stack).some((frame) => frame.flow === flow.id)) return remind(draft, asking)
    if (!anyway) return offerSwitch(draft, asking, flow)
    park(draft)
  }
  // Begun anew, it takes the place of itself where it was left.
  const left = draft.session.stack.some((frame) => frame.flow === flow.id && frame.state === 'parked')
  if (left && bringUp(draft, flow.id)) popGroup(draft)
  await walk(draft, newFrame(flow, said, draft.input.now))
}

function offerSwitch(draft: Draft, { flow, frame }: Asking, other: Flow): void {
  const { formTexts } = draft.conversation
  replaceTop(draft, { ...frame, at: draft.input.now })
  const text = fill(formTexts.switch, { title: flow.title, other: other.title })
  draft.messages.push(
    withChoices(text, [
      {
        type: 'reply',
        label: fill(formTexts.labels.switch, { other: other.title }),
        payload: payloadOf({ type: 'switch', flow: other.id }),
      },
      moveChoice(formTexts.labels.resume, 'resume', frame),
    ]),
  )
}

/** Whether a flow, or one that it runs, asks anything. */
function asks(flows: ReadonlyMap<string, Flow>, flow: Flow, seen: ReadonlySet<string> = new Set()): boolean {
  if (seen.has(flow.id)) return false
  return flow.steps.some((step) => {
    if ('ask' in step) return true
    const run = 'run' in step ? flows.get(step.run) : undefined
    return run !== undefined && asks(flows, run, new Set([...seen, flow.id]))
  })
}

/** Puts what is asked aside; it is offered again later. */
export function park(draft: Draft): void {
  const frame = draft.session.stack.at(-1)
  if (frame) replaceTop(draft, { ...frame, state: 'parked' })
}

/** Takes up what was put aside: true when there was something. */
export async function resume(draft: Draft): Promise<boolean> {
  const frame = draft.session.stack.at(-1)
  if (!frame || frame.state === 'waiting') return false
  replaceTop(draft, { ...frame, state: 'asking', at: draft.input.now, tries: 0 })
  const asking = askingOf(draft)
  if (asking) remind(draft, asking)
  else await startAnew(draft, frame)
  return true
}

/** The flow was changed meanwhile: it begins anew, with what was already said filled in. */
export async function startAnew(draft: Draft, frame: Frame): Promise<void> {
  const flow = draft.conversation.flows.get(frame.flow)
  pop(draft)
  if (!flow) return
  draft.messages.push(withChoices(draft.conversation.formTexts.restarted, []))
  await walk(draft, newFrame(flow, frame.values, draft.input.now))
}
