import { fill } from '../core/fill.ts'
import type { Flow } from './flow/flow.schema.ts'
import { skip } from './form/answer.ts'
import { withChoices } from './form/ask.ts'
import { correctStep } from './form/correct.ts'
import { askingOf, type Draft } from './form/draft.ts'
import { cancel, restart, resume } from './form/moves.ts'
import { nudge } from './form/nudge.ts'
import { bringUp } from './form/stack.ts'
import { payloadOf, type Target } from './payload.ts'
import { start } from './start.ts'

/** What a button does with the form that it belongs to, under way or put aside. */
export async function moveForm(draft: Draft, target: Extract<Target, { type: 'form' }>): Promise<void> {
  draft.decision = 'flow'
  if (target.move === 'skip') {
    const asking = askingOf(draft)
    const isAsked = asking?.frame.flow === target.flow && asking.step.id === target.step
    if (asking && isAsked && asking.step.optional) return skip(draft, asking)
    return sayTooLate(draft, target.flow)
  }
  if (bringUp(draft, target.flow)) {
    if (target.move === 'drop') return cancel(draft)
    if (target.move === 'restart') return restart(draft)
    await resume(draft)
    return
  }
  const flow = draft.conversation.flows.get(target.flow)
  if (flow && target.move !== 'drop' && standsAlone(flow)) await start(draft, flow)
  else sayTooLate(draft, target.flow)
}

/** Asks again what a button "Sửa …" names. */
export async function correctByButton(draft: Draft, target: Extract<Target, { type: 'correct' }>): Promise<void> {
  draft.decision = 'flow'
  const asking = askingOf(draft)
  const step = asking?.flow.steps.find((one) => 'ask' in one && one.id === target.step)
  if (!asking || asking.frame.flow !== target.flow || !step || !('ask' in step)) return sayTooLate(draft, target.flow)
  await correctStep(draft, asking, step, '')
}

/** A button of a question that is no longer asked. */
export function sayTooLate(draft: Draft, flowId: string): void {
  const { formTexts, flows } = draft.conversation
  draft.decision = 'flow'
  const asking = askingOf(draft)
  const flow = flows.get(flowId)
  if (asking) nudge(draft, asking, formTexts.late)
  else if (!flow || !standsAlone(flow)) draft.messages.push(withChoices(formTexts.late, []))
  else {
    const again = { type: 'reply', label: flow.title, payload: payloadOf({ type: 'flow', flow: flow.id }) } as const
    draft.messages.push(withChoices(`${formTexts.late} ${fill(formTexts.again, { title: flow.title })}`, [again]))
  }
}

/** Whether a flow makes sense by itself; others are only run by flows. */
function standsAlone({ starts: { phrases, examples, refs } }: Flow): boolean {
  return phrases.length + examples.length + refs.length > 0
}
