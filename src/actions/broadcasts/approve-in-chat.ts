import { judgeApproval, recordApproval, rejectBroadcast } from '../../broadcasts/approve.ts'
import { listBroadcasts } from '../../broadcasts/broadcast.store.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { hashOf } from '../../broadcasts/hash.ts'
import { previewAudience } from '../../broadcasts/preview.ts'
import { mayHandle, nameOf } from '../../broadcasts/rights.ts'
import { AppError } from '../../core/errors.ts'
import { fill } from '../../core/fill.ts'
import { actorOf, type StaffMember } from '../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { inTurn } from './in-turn.ts'
import { announcedSaid, whenSaid } from './say-broadcast.ts'
import { approvalChoices, tellActor, tellRejected } from './tell-officers.ts'

const MAX_WAITING = 200

/** A member who deals with a broadcast, and when. */
export interface AtBroadcast {
  readonly member: StaffMember
  readonly broadcast: Broadcast
  /** UTC ms. */
  readonly now: number
}

/** Shows a broadcast whole; where it waits for an approval, with the buttons for that. */
export async function showBroadcast(desk: BroadcastDesk, { member, broadcast, now }: AtBroadcast): Promise<StaffTurn> {
  const { preview, approval } = desk.says
  const code = codeOf(broadcast.id)
  const text = [
    fill(preview.head, { code, title: broadcast.title }),
    fill(preview.state, { state: desk.labels.broadcasts.states[broadcast.status] }),
    fill(preview.author, { name: await nameOf(desk.db, desk.sealer, broadcast.author) }),
    announcedSaid(desk, broadcast, await previewAudience(desk, broadcast, now), now),
    ...(broadcast.status === 'draft' ? [`\n${fill(preview.draft, { code })}`] : []),
  ].join('\n')
  const waits = broadcast.status === 'submitted' && broadcast.author !== actorOf(member)
  if (!waits) return sayAtDesk(text)
  const how = fill(approval.how, { code, hash: hashOf(broadcast).slice(0, 8) })
  return {
    messages: [{ type: 'text', text: `${text}\n\n${how}`, choices: approvalChoices(desk, broadcast) }],
    writes: [],
  }
}

/** Approves what the member saw: `hash` is that of it, or its beginning; without it they are shown it first. */
export async function approveInChat(desk: BroadcastDesk, at: AtBroadcast, hash: string | null): Promise<StaffTurn> {
  const { member, broadcast, now } = at
  if (hash === null && broadcast.status === 'submitted') return showBroadcast(desk, at)
  const { approval } = desk.says
  const code = codeOf(broadcast.id)
  const full = hashOf(broadcast)
  const by = actorOf(member)
  if (hash !== null && !full.startsWith(hash)) return sayAtDesk(objection(desk, broadcast, 'broadcast_changed'))
  let people: number
  try {
    people = await judgeApproval(desk, broadcast.id, { by, hash: full }, now)
  } catch (error) {
    if (error instanceof AppError) return sayAtDesk(objection(desk, broadcast, error.code))
    throw error
  }
  const when = whenSaid(desk, broadcast.schedule)
  const text = fill(approval.author_approved, { code, name: member.name, when })
  const write = inTurn(`broadcast:${broadcast.id}`, async (trx) => {
    await recordApproval(trx, broadcast.id, { by, hash: full, people }, now)
    if (broadcast.author !== by)
      await tellActor(trx, desk, broadcast.author, broadcast, {
        key: `approved-${now}`,
        message: { type: 'text', text },
        now,
      })
    return []
  })
  return { messages: [{ type: 'text', text: fill(approval.done, { code, when }) }], writes: [write] }
}

/** Sends a broadcast back to its author, with the reason in the member's words. */
export async function rejectInChat(desk: BroadcastDesk, at: AtBroadcast, reason: string): Promise<StaffTurn> {
  const { member, broadcast, now } = at
  const { approval } = desk.says
  const code = codeOf(broadcast.id)
  if (broadcast.status !== 'submitted') return sayAtDesk(objection(desk, broadcast, 'broadcast_status'))
  const write = inTurn(`broadcast:${broadcast.id}`, async (trx) => {
    await rejectBroadcast(trx, broadcast.id, actorOf(member), now)
    await tellRejected(trx, desk, at, reason)
    return []
  })
  return sayAtDesk(fill(approval.rejected, { code }), write)
}

/** Names what waits for the member's approval. */
export async function listForApproval(desk: BroadcastDesk, member: StaffMember): Promise<StaffTurn> {
  const { approval } = desk.says
  const waiting = (await listBroadcasts(desk.db, { statuses: ['submitted'], limit: MAX_WAITING })).filter(
    (broadcast) => mayHandle(desk.units, member, broadcast) && broadcast.author !== actorOf(member),
  )
  const [first] = waiting
  if (!first) return sayAtDesk(approval.none)
  const codes = waiting.map(({ id, title }) => `${codeOf(id)} “${title}”`).join(', ')
  return sayAtDesk(fill(approval.waiting, { codes, code: codeOf(first.id) }))
}

/** What stands against a deed, by the code of its error. */
export function objection({ says, labels }: BroadcastDesk, { id, status, plan }: Broadcast, code: string): string {
  const text = Object.entries(says.objections).find(([name]) => name === code)?.[1] ?? says.objections.broadcast_status
  return fill(text, {
    code: codeOf(id),
    state: labels.broadcasts.states[status],
    from: plan?.from ?? '',
    to: plan?.to ?? '',
  })
}
