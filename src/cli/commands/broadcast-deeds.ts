import { approveBroadcast, rejectBroadcast } from '../../broadcasts/approve.ts'
import { getBroadcastOrThrow } from '../../broadcasts/broadcast.store.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import type { BroadcastId } from '../../broadcasts/broadcasts.schema.ts'
import { checkTemplates } from '../../broadcasts/check-templates.ts'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../../broadcasts/control.ts'
import { submitBroadcast } from '../../broadcasts/draft.ts'
import { hashOf } from '../../broadcasts/hash.ts'
import { allowOutsidePlan } from '../../broadcasts/outside-plan.ts'
import { staffOrThrow } from '../../broadcasts/rights.ts'
import { actorOf } from '../../staff/member.ts'
import type { BroadcastDesk } from '../broadcast-desk.ts'

export const DEEDS = ['submit', 'approve', 'reject', 'pause', 'resume', 'cancel'] as const

export interface Deed {
  readonly action: (typeof DEEDS)[number]
  /** Who does it, by name or id. */
  readonly by: string
  /** Of what they saw; without it, of what is there. */
  readonly hash?: string
  /** An admin lets it out beyond the dates of its plan. */
  readonly outsidePlan: boolean
}

/** Does it; gives the broadcast as it stands then. Throws an `AppError` for what stands against it. */
export async function perform(desk: BroadcastDesk, id: BroadcastId, deed: Deed): Promise<Broadcast> {
  const { db } = desk
  const now = desk.now()
  const broadcast = await getBroadcastOrThrow(db, id)
  const member = await staffOrThrow(desk, deed.by, broadcast)
  const by = actorOf(member)
  const shown = { hash: deed.hash ?? hashOf(broadcast) }
  const allow = () => allowOutsidePlan(db, id, { member, ...shown }, now)
  switch (deed.action) {
    case 'submit':
      if (deed.outsidePlan) await allow()
      await checkTemplates(desk, broadcast, now)
      await submitBroadcast(db, id, by, now)
      break
    case 'approve': {
      const hash = deed.outsidePlan ? hashOf(await allow()) : shown.hash
      await approveBroadcast(desk, id, { by, hash }, now)
      break
    }
    case 'reject':
      await rejectBroadcast(db, id, by, now)
      break
    case 'pause':
      await pauseBroadcast(db, id, { actor: by, now })
      break
    case 'resume':
      await resumeBroadcast(desk, id, { actor: by, now })
      break
    case 'cancel':
      await cancelBroadcast(db, id, { actor: by, now })
      break
  }
  return getBroadcastOrThrow(db, id)
}
