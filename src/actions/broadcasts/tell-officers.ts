import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { hashOf } from '../../broadcasts/hash.ts'
import { keepNotice, type Notice } from '../../broadcasts/notice.store.ts'
import { mayHandle, memberNamed, nameOf } from '../../broadcasts/rights.ts'
import { fill } from '../../core/fill.ts'
import type { ReplyChoice, TextMessage } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import { actorOf, type StaffMember } from '../../staff/member.ts'
import { listStaff } from '../../staff/staff.store.ts'
import { afterNight } from '../../support/deadline.ts'
import { deliverIfPossible } from '../../support/letter.ts'
import { payloadAtDesk } from '../desk-turn.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { buttonAtDesk } from './questions.ts'
import { whenSaid } from './say-broadcast.ts'

/** What telling needs of the desk. */
export type Telling = Pick<BroadcastDesk, 'sealer' | 'units' | 'says' | 'support'>

/** Characters of the hash that an approver types; a button carries all of it. */
const TYPED_HASH = 8

/** The notice of a broadcast that was handed in as it stands: of each hand-in one. */
export function submittedNotice(broadcast: Broadcast): Notice {
  const about = `${hashOf(broadcast).slice(0, 16)} ${broadcast.changedAt}`
  return { broadcast: broadcast.id, kind: 'submitted', about, named: {} }
}

/**
 * Asks everybody with the right for an approval, its author apart, once; `preview` is what they are to judge. Gives how
 * many were asked. Run it in the transaction.
 */
export async function tellApprovers(
  trx: Db,
  telling: Telling,
  broadcast: Broadcast,
  preview: string,
  now: number,
): Promise<number> {
  const notice = submittedNotice(broadcast)
  if (!(await keepNotice(trx, notice, now))) return 0
  const approvers = (await listStaff(trx, telling.sealer)).filter(
    (member) => mayHandle(telling.units, member, broadcast) && actorOf(member) !== broadcast.author,
  )
  const author = await nameOf(trx, telling.sealer, broadcast.author)
  const message = askForApproval(telling, broadcast, { preview, author })
  const told = await Promise.all(
    approvers.map((member) => tell(trx, telling, member, broadcast, { key: notice.about, message, now })),
  )
  return told.filter(Boolean).length
}

/** What an approver is shown, with buttons bound to just that. */
function askForApproval(
  { says }: Pick<Telling, 'says'>,
  broadcast: Broadcast,
  shown: { readonly preview: string; readonly author: string },
): TextMessage {
  const values = { ...shown, code: codeOf(broadcast.id), hash: hashOf(broadcast).slice(0, TYPED_HASH) }
  return { type: 'text', text: fill(says.approval.asked, values), choices: approvalChoices({ says }, broadcast) }
}

/** Yes and no to what stands above the buttons, and how it looks. */
export function approvalChoices({ says: { approval } }: Pick<Telling, 'says'>, broadcast: Broadcast): ReplyChoice[] {
  const code = codeOf(broadcast.id)
  const button = (label: string, words: string): ReplyChoice => ({
    type: 'reply',
    label: fill(label, { code }),
    payload: payloadAtDesk(words),
  })
  return [
    button(approval.approve, `duyệt ${code} ${hashOf(broadcast)}`),
    button(approval.reject, `không duyệt ${code}`),
    button(approval.look, `gửi thử ${code}`),
  ]
}

/** Tells whoever wrote or approved a broadcast (`actor`); nobody where they are no staff or have linked no chat. */
export async function tellActor(
  trx: Db,
  telling: Telling,
  actor: string,
  broadcast: Broadcast,
  letter: { readonly key: string; readonly message: TextMessage; readonly now: number },
): Promise<void> {
  const member = await memberNamed(trx, telling.sealer, actor)
  if (member) await tell(trx, telling, member, broadcast, letter)
}

/** Tells the author of an approval at the console, and the one under whose name it was given: they can object at once. */
export async function tellApprovedElsewhere(
  trx: Db,
  desk: BroadcastDesk,
  approver: StaffMember,
  broadcast: Broadcast,
  now: number,
): Promise<void> {
  const code = codeOf(broadcast.id)
  const letter = (text: string) => ({ key: `approved-${now}`, message: { type: 'text', text } as const, now })
  await tell(trx, desk, approver, broadcast, letter(fill(desk.says.console_approved, { code })))
  if (broadcast.author === actorOf(approver)) return
  const values = { code, name: approver.name, when: whenSaid(desk, broadcast.schedule) }
  await tellActor(trx, desk, broadcast.author, broadcast, letter(fill(desk.says.approval.author_approved, values)))
}

/** Tells the author of a broadcast that somebody else sent it back, and why in their words (`''`: not said). */
export async function tellRejected(
  trx: Db,
  telling: Telling,
  { member, broadcast, now }: { readonly member: StaffMember; readonly broadcast: Broadcast; readonly now: number },
  reason: string,
): Promise<void> {
  if (broadcast.author === actorOf(member)) return
  const { approval } = telling.says
  const why = reason === '' ? '' : fill(approval.reason, { reason })
  const code = codeOf(broadcast.id)
  const text = fill(approval.author_rejected, { code, name: member.name, reason: why })
  const choices = [buttonAtDesk(fill(approval.rewrite, { code }))]
  const letter = { key: `rejected-${now}`, message: { type: 'text', text, choices } as const, now }
  await tellActor(trx, telling, broadcast.author, broadcast, letter)
}

/** Tells one member, once for each `key`; not at night, unless it is about a warning. False where they cannot be told. */
export async function tell(
  trx: Db,
  { support }: Pick<Telling, 'support'>,
  { id, contact }: StaffMember,
  broadcast: Pick<Broadcast, 'id' | 'urgency'>,
  { key, message, now }: { readonly key: string; readonly message: TextMessage; readonly now: number },
): Promise<boolean> {
  if (contact === null) return false
  const dueAt = broadcast.urgency === 'khan' ? now : afterNight(support.rules, now)
  const letter = { contact, key: `broadcast-${broadcast.id}-${id}-${key}`, message, now, dueAt }
  return deliverIfPossible(trx, support.deliver, letter)
}
