import type { Actions } from '../action.ts'
import type { FlowFile, FlowMistake } from './read-flows.ts'
import type { Step } from './step.schema.ts'
import { targetsOf } from './step-parts.ts'

/** Steps that nothing leads to, and rounds. */
export function checkReach({ file, flow, lineOf }: FlowFile, actions: Actions): FlowMistake[] {
  const { steps } = flow
  const next = steps.map((step, at) => nextOf(steps, step, at, actions))
  const reached = reachedFrom(0, next)
  const mistake = (at: number, message: string): FlowMistake => ({ file, line: lineOf(['steps', at]), message })
  const unreached = steps.flatMap((_, at) =>
    reached.has(at) ? [] : [mistake(at, 'nothing leads to this step: remove it, or lead to it')],
  )
  const round = steps.findIndex((_, at) => (next[at] ?? []).some((one) => reachedFrom(one, next).has(at)))
  // An ask that is answered is passed over, so a second time round nothing would stop the flow.
  const rounds =
    round < 0
      ? []
      : [
          mistake(
            round,
            'is come to again and again, for what is answered is not asked twice: lead to a step below, or end',
          ),
        ]
  return [...unreached, ...rounds]
}

/** The indexes a step may lead to; `steps.length` is the end. Targets that do not exist are left out. */
export function nextOf(steps: readonly Step[], step: Step, at: number, actions: Actions): number[] {
  const named = targetsOf(step)
    .map(({ text }) => placeOf(steps, text, at))
    .filter((index) => index >= 0)
  if ('go' in step) return named
  if ('choose' in step) return step.else === undefined ? [...named, at + 1] : named
  if ('call' in step) {
    const outcomes = actions.get(step.call)?.outcomes ?? []
    const all = outcomes.length > 0 && outcomes.every((name) => name in (step.outcomes ?? {}))
    return all ? named : [...named, at + 1]
  }
  return [at + 1]
}

/** The index a target stands for, seen from the step `at`; -1 when there is no such step. */
function placeOf(steps: readonly Step[], target: string, at: number): number {
  if (target === 'next') return at + 1
  return target === 'end' ? steps.length : steps.findIndex(({ id }) => id === target)
}

function reachedFrom(start: number, next: readonly (readonly number[])[]): Set<number> {
  const reached = new Set<number>()
  const queue = [start]
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (reached.has(at)) continue
    reached.add(at)
    queue.push(...(next[at] ?? []))
  }
  return reached
}
