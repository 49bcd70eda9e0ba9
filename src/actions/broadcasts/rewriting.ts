import { isDeepStrictEqual } from 'node:util'
import { findBroadcast } from '../../broadcasts/broadcast.store.ts'
import type { Broadcast, Change } from '../../broadcasts/broadcast.ts'
import type { Composition } from '../../broadcasts/composition.store.ts'
import { hashOf } from '../../broadcasts/hash.ts'
import { resolveContent, rewordContent } from '../../broadcasts/templates.ts'
import type { Db } from '../../db/open.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import type { Announced } from './say-broadcast.ts'

/** What a broadcast says, to be rewritten. */
export function rewritingOf(broadcast: Broadcast): Composition {
  return { ...compositionOf(broadcast), rewrites: { id: broadcast.id, hash: hashOf(broadcast) } }
}

/** The broadcast that a composition is to take the place of, as it is stored by now; undefined for a new one. */
export async function findRewritten(db: Db, { rewrites }: Composition): Promise<Broadcast | undefined> {
  return rewrites && (await findBroadcast(db, rewrites.id))
}

/** Whether somebody else changed a broadcast since its rewriting was begun. */
export function isChangedSince(broadcast: Broadcast, { rewrites }: Composition): boolean {
  return rewrites?.hash !== hashOf(broadcast)
}

/** What a composition says otherwise than the broadcast it was made from; what it does not show stays. */
export function changeIn(broadcast: Broadcast, composition: Composition): Change {
  const before = compositionOf(broadcast)
  const differs = (name: keyof Composition) => !isDeepStrictEqual(composition[name], before[name])
  const { content, urgency, segment, schedule, budgetDong, training } = composition
  return {
    ...(content && differs('content') && { content: rewordContent(broadcast.content, content) }),
    ...(urgency && differs('urgency') && { urgency }),
    ...(segment && differs('segment') && { segment }),
    ...(schedule && differs('schedule') && { schedule }),
    ...(differs('budgetDong') && { budget_dong: budgetDong }),
    ...(differs('training') && { training }),
  }
}

/** The broadcast as it would be; null while something is missing. */
export function rewrittenAs(
  { texts }: Pick<BroadcastDesk, 'texts'>,
  broadcast: Broadcast,
  composition: Composition,
): (Broadcast & Announced) | null {
  const { content, urgency, segment, schedule, budgetDong, training } = composition
  if (content === null || urgency === null || segment === null || schedule === null) return null
  const change = changeIn(broadcast, composition)
  const said = change.content ? resolveContent(change.content, texts) : broadcast.content
  return { ...broadcast, content: said, urgency, segment, schedule, budgetDong, training }
}

function compositionOf({ content, urgency, segment, schedule, budgetDong, training }: Broadcast): Composition {
  const { template, values, text } = content
  return {
    content: template === null ? { text } : { template, values },
    urgency,
    segment,
    schedule,
    budgetDong,
    training,
  }
}
