import { meaningOf, stepIdOf } from '../form/draft.ts'
import type { Frame, Session } from '../session.ts'
import type { Flow } from './flow.schema.ts'

const STRANDINGS = ['flow_gone', 'step_gone', 'meaning_changed'] as const
/** Why a form cannot go on where it was left: its file, its step, or what the step asks for is no longer the same. */
export type Stranding = (typeof STRANDINGS)[number]

export interface StrandedPlace {
  readonly flow: string
  readonly step: string
  readonly why: Stranding
}

/** The places of a session at which the files no longer have the step that waits, with the same meaning. */
export function strandedPlaces({ stack }: Session, flows: ReadonlyMap<string, Flow>): StrandedPlace[] {
  return stack.flatMap((frame) => {
    const why = strandingOf(frame, flows.get(frame.flow))
    return why === null ? [] : [{ flow: frame.flow, step: frame.step, why }]
  })
}

function strandingOf(frame: Frame, flow: Flow | undefined): Stranding | null {
  if (!flow) return 'flow_gone'
  const step = flow.steps.find((one, at) => stepIdOf(one, at) === frame.step)
  if (!step) return 'step_gone'
  return meaningOf(step) === frame.meaning ? null : 'meaning_changed'
}
