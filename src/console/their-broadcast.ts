import { auditBroadcast } from '../broadcasts/audit.ts'
import { findBroadcast } from '../broadcasts/broadcast.store.ts'
import type { Broadcast } from '../broadcasts/broadcast.ts'
import type { BroadcastId } from '../broadcasts/broadcasts.schema.ts'
import { mayHandle } from '../broadcasts/rights.ts'
import type { Db } from '../db/open.ts'
import type { Units } from '../staff/units.ts'
import { actorAt, type Who } from './access.ts'

/** What somebody wants of a broadcast, by its name, and when (UTC ms). */
export interface Wish {
  readonly id: unknown
  readonly wish: string
  readonly now: number
}

/** The broadcast of that id; undefined where there is none that they may deal with, and the try is kept. */
export async function findTheirBroadcast(
  { db, units }: { readonly db: Db; readonly units: Units },
  who: Who,
  { id, wish, now }: Wish,
): Promise<Broadcast | undefined> {
  const broadcast = await findBroadcast(db, id as BroadcastId)
  if (!broadcast || who.role === 'admin' || mayHandle(units, who.member, broadcast)) return broadcast
  const entry = { at: now, actor: actorAt(who), id: broadcast.id, detail: wish }
  await auditBroadcast(db, { ...entry, action: 'broadcast_refused' })
  return undefined
}
