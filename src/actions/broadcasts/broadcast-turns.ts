import { auditBroadcast } from '../../broadcasts/audit.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { findBroadcastByCode } from '../../broadcasts/code.ts'
import { findComposition } from '../../broadcasts/composition.store.ts'
import { mayHandle } from '../../broadcasts/rights.ts'
import { fill } from '../../core/fill.ts'
import { actorOf, reaches, type StaffMember } from '../../staff/member.ts'
import { findStaffByContact } from '../../staff/staff.store.ts'
import type { StaffWords } from '../../support/handle-staff-command.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import { approveInChat, listForApproval, rejectInChat, showBroadcast } from './approve-in-chat.ts'
import { askToCancel } from './ask-to-cancel.ts'
import { askWhich } from './ask-which.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { beginComposition, beginCorrection, beginRewriting, continueComposition } from './compose.ts'
import { type BroadcastCommand, readBroadcastCommand } from './read-broadcast-command.ts'
import { resendInChat, steer } from './steer.ts'
import { testOf } from './test-send.ts'
import { showBroadcastsToday } from './today.ts'

/** Commands after which a member is writing. */
const BEGINNING: readonly BroadcastCommand['type'][] = ['compose', 'correct', 'rewrite']

/**
 * The turn of a member of staff who types a command about announcements, or goes on writing one; null for everyone and
 * everything else. It has to be the last to look at what staff type: while one is written, all words belong to it.
 */
export async function broadcastStaffTurn(desk: BroadcastDesk, words: StaffWords): Promise<StaffTurn | null> {
  const { contact, now, text } = words
  const command = readBroadcastCommand(text)
  if (!command && !(await desk.writers.mayBeWriting(contact, now))) return null
  const member = await findStaffByContact(desk.db, desk.sealer, contact)
  if (!member) return null
  if (command && BEGINNING.includes(command.type)) desk.writers.note(contact, now)
  // Who may not write announcements says these words as a citizen.
  if (command?.type === 'which' && !mayWrite(member)) return null
  if (command) return handleBroadcastCommand(desk, { member, command, now })
  const composition = await findComposition(desk.db, desk.sealer, { staff: member.id, now })
  return composition && mayWrite(member) ? continueComposition(desk, { member, now }, composition, text) : null
}

/** Decides what a member's command comes to. Who has no right is refused, which is written down. */
async function handleBroadcastCommand(
  desk: BroadcastDesk,
  { member, command, now }: { member: StaffMember; command: BroadcastCommand; now: number },
): Promise<StaffTurn> {
  if (!mayWrite(member)) return refuseRole(desk, member, command, now)
  switch (command.type) {
    case 'compose':
      return beginComposition(desk, { member, now })
    case 'today':
      return showBroadcastsToday(desk, member, now)
    case 'waiting':
      return listForApproval(desk, member)
    case 'which':
      return askWhich(desk, member, command.deed)
    default:
      return onBroadcast(desk, member, command, now)
  }
}

type OnBroadcast = Extract<BroadcastCommand, { code: string }>

async function onBroadcast(
  desk: BroadcastDesk,
  member: StaffMember,
  command: OnBroadcast,
  now: number,
): Promise<StaffTurn> {
  const { code } = command
  const broadcast = await findBroadcastByCode(desk.db, code)
  if (!broadcast) return sayAtDesk(fill(desk.says.not_found, { code }))
  if (!mayHandle(desk.units, member, broadcast))
    return sayAtDesk(fill(desk.says.not_found, { code }), refusalOf(member, broadcast, command, now))
  const at = { member, broadcast, now }
  switch (command.type) {
    case 'show':
      return showBroadcast(desk, at)
    case 'test':
      return testOf(desk, member, broadcast, now)
    case 'approve':
      return approveInChat(desk, at, command.hash)
    case 'reject':
      return rejectInChat(desk, at, command.reason)
    case 'pause':
    case 'resume':
      return steer(desk, at, command.type)
    case 'cancel':
      return askToCancel(desk, at)
    case 'cancel_for_good':
      return steer(desk, at, 'cancel')
    case 'rewrite':
      return beginRewriting(desk, { member, now }, broadcast)
    case 'correct':
      return beginCorrection(desk, { member, now }, broadcast)
    case 'resend':
      return resendInChat(desk, at, command.what)
  }
}

async function refuseRole(
  desk: BroadcastDesk,
  member: StaffMember,
  command: BroadcastCommand,
  now: number,
): Promise<StaffTurn> {
  const broadcast = 'code' in command ? await findBroadcastByCode(desk.db, command.code) : undefined
  return sayAtDesk(desk.says.refused, refusalOf(member, broadcast, command, now))
}

function refusalOf(
  member: StaffMember,
  broadcast: Broadcast | undefined,
  { type }: BroadcastCommand,
  now: number,
): StaffTurn['writes'][number] {
  const deed = { at: now, actor: actorOf(member), action: 'broadcast_refused' as const, detail: type }
  return (trx) =>
    auditBroadcast(trx, broadcast ? { ...deed, id: broadcast.id } : { ...deed, id: '-' as Broadcast['id'] })
}

/** Announcements are written and approved by officers and above. */
function mayWrite({ role }: StaffMember): boolean {
  return reaches(role, 'officer')
}
