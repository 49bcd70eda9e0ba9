import { getBroadcastOrThrow } from '../../broadcasts/broadcast.store.ts'
import { type Broadcast, freshForMs } from '../../broadcasts/broadcast.ts'
import { checkTemplates } from '../../broadcasts/check-templates.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { type Composition, dropComposition } from '../../broadcasts/composition.store.ts'
import { CHANGEABLE, changeBroadcast, submitBroadcast } from '../../broadcasts/draft.ts'
import { hashOf } from '../../broadcasts/hash.ts'
import { checkPlanDates } from '../../broadcasts/plan-dates.ts'
import { audienceSize, previewAudience } from '../../broadcasts/preview.ts'
import { mayHandle } from '../../broadcasts/rights.ts'
import { nextDue } from '../../broadcasts/schedule.ts'
import { AppError } from '../../core/errors.ts'
import { fill } from '../../core/fill.ts'
import { actorOf } from '../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import { objection } from './approve-in-chat.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { inTurn } from './in-turn.ts'
import type { Writing } from './questions.ts'
import { changeIn, isChangedSince } from './rewriting.ts'
import { announcedSaid, whenSaid } from './say-broadcast.ts'
import { tellApprovers } from './tell-officers.ts'

/** A broadcast as it is stored, and as it would be. */
export interface Rewritten {
  readonly before: Broadcast
  readonly after: Broadcast
  readonly composition: Composition
}

/** Hands in a broadcast that a member has rewritten, or left as it was, and asks those with the right to approve it. */
export async function submitRewritten(
  desk: BroadcastDesk,
  { member, now }: Writing,
  { before, after, composition }: Rewritten,
): Promise<StaffTurn> {
  const { compose } = desk.says
  const { id } = before
  const code = codeOf(id)
  const change = changeIn(before, composition)
  const isNew = Object.keys(change).length > 0
  const against = await objectionTo(desk, { before, after, composition }, isNew, now)
  if (against !== null) return sayAtDesk(against)
  if (!mayHandle(desk.units, member, before) || !mayHandle(desk.units, member, after))
    return sayAtDesk(fill(desk.says.not_found, { code }))
  if (!isNew && before.status !== 'draft') return sayAtDesk(fill(compose.nothing_new, { code }))
  const totals = await previewAudience(desk, after, now)
  if (audienceSize(totals) === 0) return sayAtDesk(compose.nobody)
  const preview = announcedSaid(desk, after, totals, now)
  const by = actorOf(member)
  const write = inTurn(`broadcast:${id}`, async (trx) => {
    if (isNew) await changeBroadcast({ ...desk, db: trx }, id, change, by, now, hashOf(before))
    await submitBroadcast(trx, id, by, now)
    await dropComposition(trx, member.id)
    const told = await tellApprovers(trx, desk, await getBroadcastOrThrow(trx, id), preview, now)
    const said = told === 0 ? compose.nobody_to_approve : compose.submitted
    return [{ type: 'text', text: fill(said, { code, told: String(told) }) }]
  })
  return { messages: [], writes: [write] }
}

/** What stands against handing it in, in words; null when nothing does. */
async function objectionTo(
  desk: BroadcastDesk,
  { before, after, composition }: Rewritten,
  isNew: boolean,
  now: number,
): Promise<string | null> {
  if (!CHANGEABLE.includes(before.status)) return objection(desk, before, 'broadcast_status')
  if (isChangedSince(before, composition)) return objection(desk, before, 'broadcast_changed')
  if (nextDue(after.schedule, now - freshForMs(after, desk.rules)) === null)
    return fill(desk.says.compose.past, { when: whenSaid(desk, after.schedule) })
  try {
    // A change takes an admin's leave to go beyond the plan's dates away.
    checkPlanDates(isNew ? { ...after, outsidePlanBy: null } : after)
    await checkTemplates(desk, after, now)
    return null
  } catch (error) {
    if (error instanceof AppError) return objection(desk, after, error.code)
    throw error
  }
}
