import type { Frame, Session } from '../session.ts'
import type { Draft } from './draft.ts'

/** Past so many, the flow that was put aside longest ago is forgotten, with those that it runs. */
const MAX_STACK = 5

export function push(draft: Draft, frame: Frame): void {
  const stack = [...draft.session.stack, frame]
  const bottom = stack.findIndex(({ state }) => state !== 'waiting') + 1
  draft.session = { ...draft.session, stack: stack.length > MAX_STACK ? stack.slice(bottom) : stack }
}

export function pop(draft: Draft): void {
  draft.session = { ...draft.session, stack: draft.session.stack.slice(0, -1) }
}

/** Puts `frame` in the place of the one on top. */
export function replaceTop(draft: Draft, frame: Frame): void {
  draft.session = { ...draft.session, stack: [...draft.session.stack.slice(0, -1), frame] }
}

/** Takes off the flow on top together with those that run it; the outermost comes first. */
export function popGroup(draft: Draft): readonly Frame[] {
  const { stack } = draft.session
  const from = groupStart(stack, stack.length - 1)
  draft.session = { ...draft.session, stack: stack.slice(0, from) }
  return stack.slice(from)
}

/** Puts the flow that was left, with those that run it, on top; false when it is not there. */
export function bringUp(draft: Draft, flow: string): boolean {
  const { stack } = draft.session
  const at = stack.findLastIndex((frame) => frame.flow === flow && frame.state !== 'waiting')
  if (at < 0) return false
  const from = groupStart(stack, at)
  const rest = [...stack.slice(0, from), ...stack.slice(at + 1)]
  draft.session = { ...draft.session, stack: [...rest, ...stack.slice(from, at + 1)] }
  return true
}

/** The flows under way on top: the one that asks, and those that run it. */
export function groupOnTop(stack: Session['stack']): readonly Frame[] {
  return stack.slice(groupStart(stack, stack.length - 1))
}

function groupStart(stack: Session['stack'], at: number): number {
  let from = Math.max(at, 0)
  while (from > 0 && stack[from - 1]?.state === 'waiting') from--
  return from
}
