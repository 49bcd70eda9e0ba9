import { vietnamDate } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { inTransaction } from '../db/in-transaction.ts'
import type { Db } from '../db/open.ts'
import { actorOf, reaches, type StaffMember } from '../staff/member.ts'
import { auditBroadcast } from './audit.ts'
import { getBroadcastOrThrow, letOutsidePlan } from './broadcast.store.ts'
import type { Broadcast } from './broadcast.ts'
import type { BroadcastId } from './broadcasts.schema.ts'
import { changedSince, wrongStatus } from './draft.ts'
import { hashOf } from './hash.ts'
import { firstOutsidePlan } from './plan-dates.ts'

/** Who lets a broadcast out beyond its plan's dates; `hash`: of what they saw, where they saw something. */
export interface OutsidePlanWish {
  readonly member: Pick<StaffMember, 'id' | 'name' | 'role'>
  readonly hash?: string
}

/**
 * Lets a draft or submitted broadcast go out outside the dates of its plan; one that stays within them is left as it is.
 * Gives the broadcast as it stands then: its hash is another, and any change of it takes the leave back. Throws an
 * `AppError` when the member is no admin, or the broadcast was changed since they saw it, is approved or over.
 */
export async function allowOutsidePlan(
  db: Db,
  id: BroadcastId,
  { member, hash }: OutsidePlanWish,
  now: number,
): Promise<Broadcast> {
  const seen = await getBroadcastOrThrow(db, id)
  if (hash !== undefined && hash !== hashOf(seen)) throw changedSince(id)
  const { plan } = seen
  const outside = firstOutsidePlan(seen)
  if (plan === null || outside === null) return seen
  if (!reaches(member.role, 'admin'))
    throw new AppError(
      'not_admin',
      `${member.name} (${member.role}) cannot let broadcast ${id} out outside the dates of the plan ${plan.plan} (${plan.from}–${plan.to}): an admin must say so.`,
    )
  const actor = actorOf(member)
  return inTransaction(db, async (trx) => {
    if (!(await letOutsidePlan(trx, id, ['draft', 'submitted'], actor))) throw wrongStatus(seen, 'let out')
    const stored = await getBroadcastOrThrow(trx, id)
    if (hashOf(stored) !== hashOf({ ...seen, outsidePlanBy: actor })) throw changedSince(id)
    const detail = `${plan.plan} ${plan.from}–${plan.to}, first outside ${vietnamDate(outside)}`
    await auditBroadcast(trx, { at: now, actor, action: 'broadcast_let_outside_plan', id, detail })
    return stored
  })
}
