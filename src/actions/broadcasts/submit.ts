import { getBroadcastOrThrow } from '../../broadcasts/broadcast.store.ts'
import { freshForMs } from '../../broadcasts/broadcast.ts'
import type { BroadcastId } from '../../broadcasts/broadcasts.schema.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { dropComposition } from '../../broadcasts/composition.store.ts'
import { beginOnlyCorrection, findOpenCorrection } from '../../broadcasts/correct.ts'
import { createBroadcast, submitBroadcast } from '../../broadcasts/draft.ts'
import { audienceSize, previewAudience } from '../../broadcasts/preview.ts'
import { nextDue } from '../../broadcasts/schedule.ts'
import { fill } from '../../core/fill.ts'
import { actorOf } from '../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import type { Composed } from './composed.ts'
import { inTurn } from './in-turn.ts'
import type { Writing } from './questions.ts'
import { announcedSaid, whenSaid } from './say-broadcast.ts'
import { tellApprovers } from './tell-officers.ts'

/** Hands in what a member has written, and asks those with the right to approve it. */
export async function submitComposed(
  desk: BroadcastDesk,
  { member, now }: Writing,
  composed: Composed,
): Promise<StaffTurn> {
  const { compose } = desk.says
  // "At once" may have been said some minutes ago: what is still fresh may be handed in.
  const freshMs = freshForMs({ urgency: composed.urgency, lateMinutes: null }, desk.rules)
  if (nextDue(composed.schedule, now - freshMs) === null)
    return sayAtDesk(fill(compose.past, { when: whenSaid(desk, composed.schedule) }))
  const { corrects } = composed.segment
  const other = corrects && (await findOpenCorrection(desk.db, corrects))
  if (corrects && other) return sayAtDesk(beingCorrected(desk, corrects, other.id))
  const totals = await previewAudience(desk, composed, now)
  if (audienceSize(totals) === 0) return sayAtDesk(compose.nobody)
  const preview = announcedSaid(desk, composed, totals, now)
  const author = actorOf(member)
  const write = inTurn(`staff:${member.id}`, async (trx) => {
    if (corrects) await beginOnlyCorrection(trx, corrects)
    const { id } = await createBroadcast({ ...desk, db: trx }, composed.draft, author, now)
    await submitBroadcast(trx, id, author, now)
    await dropComposition(trx, member.id)
    const told = await tellApprovers(trx, desk, await getBroadcastOrThrow(trx, id), preview, now)
    const said = told === 0 ? compose.nobody_to_approve : compose.submitted
    return [{ type: 'text', text: fill(said, { code: codeOf(id), told: String(told) }) }]
  })
  return { messages: [], writes: [write] }
}

/** For who would write a second correction of a broadcast. */
export function beingCorrected({ says }: BroadcastDesk, wrong: BroadcastId, correction: BroadcastId): string {
  return fill(says.objections.being_corrected, { code: codeOf(wrong), correction: codeOf(correction) })
}
