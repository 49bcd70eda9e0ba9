import { getBroadcastOrThrow } from '../../broadcasts/broadcast.store.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { dropComposition } from '../../broadcasts/composition.store.ts'
import { createBroadcast, submitBroadcast } from '../../broadcasts/draft.ts'
import { audienceSize, previewAudience } from '../../broadcasts/preview.ts'
import { fill } from '../../core/fill.ts'
import { actorOf } from '../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import type { Composed } from './composed.ts'
import { inTurn } from './in-turn.ts'
import type { Writing } from './questions.ts'
import { timeRefused } from './read-answer.ts'
import { announcedSaid } from './say-broadcast.ts'
import { tellApprovers } from './tell-officers.ts'

/** Hands in what a member has written, and asks those with the right to approve it. */
export async function submitComposed(
  desk: BroadcastDesk,
  { member, now }: Writing,
  composed: Composed,
): Promise<StaffTurn> {
  const { compose } = desk.says
  const late = timeRefused(desk, composed.schedule, composed.urgency, now)
  // "At once" was said some minutes ago: its time may be past, but not for long.
  if (late !== null && composed.schedule.type !== 'once') return sayAtDesk(late)
  const totals = await previewAudience(desk, composed, now)
  if (audienceSize(totals) === 0) return sayAtDesk(compose.nobody)
  const preview = announcedSaid(desk, composed, totals, now)
  const author = actorOf(member)
  const write = inTurn(`staff:${member.id}`, async (trx) => {
    const { id } = await createBroadcast({ ...desk, db: trx }, composed.draft, author, now)
    await submitBroadcast(trx, id, author, now)
    await dropComposition(trx, member.id)
    const told = await tellApprovers(trx, desk, await getBroadcastOrThrow(trx, id), preview, now)
    const said = told === 0 ? compose.nobody_to_approve : compose.submitted
    return [{ type: 'text', text: fill(said, { code: codeOf(id), told: String(told) }) }]
  })
  return { messages: [], writes: [write] }
}
