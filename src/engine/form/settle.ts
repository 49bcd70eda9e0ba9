import type { Frame } from '../session.ts'
import { askingOf, type Draft } from './draft.ts'
import { park, startAnew } from './moves.ts'
import { pop } from './stack.ts'

/**
 * Before anything is read: what waits for nobody any more is dropped, what was changed in the files meanwhile begins anew,
 * and what was left for too long is put aside. Gives the frame that was left, to be offered at the end of the turn.
 */
export async function settle(draft: Draft): Promise<Frame | null> {
  const { conversation, input } = draft
  for (let top = draft.session.stack.at(-1); top; top = draft.session.stack.at(-1)) {
    const flow = conversation.flows.get(top.flow)
    if (!flow || top.state === 'waiting') pop(draft)
    else break
  }
  const top = draft.session.stack.at(-1)
  if (top?.state !== 'asking') return null
  const flow = conversation.flows.get(top.flow)
  if (flow && input.now - top.at > flow.park_after) {
    park(draft)
    return top
  }
  if (!askingOf(draft)) await startAnew(draft, top)
  return null
}
