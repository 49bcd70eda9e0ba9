import { auditBroadcast } from '../../broadcasts/audit.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { fill } from '../../core/fill.ts'
import { channelOf } from '../../core/ids.ts'
import type { Message } from '../../core/messages.ts'
import type { Db } from '../../db/open.ts'
import { actorOf, type StaffMember } from '../../staff/member.ts'
import type { StaffTurn } from '../desk-turn.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { type Announced, messageTo } from './say-broadcast.ts'

/** The message as the member's own channel shows it, to them alone, under a line that says so. */
export function testOf(
  desk: Pick<BroadcastDesk, 'says' | 'provinces'>,
  member: StaffMember,
  announced: Announced & { readonly id?: Broadcast['id'] },
  now: number,
): StaffTurn {
  const { id, ...rest } = announced
  return {
    messages: testMessages(desk, member, announced, now),
    writes: id === undefined ? [] : [(trx) => auditTest(trx, actorOf(member), { ...rest, id }, now)],
  }
}

/**
 * Puts the test into the line for a member who has linked a chat; false for one who has not. `actor` is who asked for it,
 * where that is not they. Run it in a transaction.
 */
export async function deliverTest(
  trx: Db,
  desk: Pick<BroadcastDesk, 'says' | 'provinces' | 'support'>,
  member: StaffMember,
  broadcast: Broadcast,
  now: number,
  actor: string = actorOf(member),
): Promise<boolean> {
  const { contact } = member
  if (contact === null) return false
  for (const [index, message] of testMessages(desk, member, broadcast, now).entries()) {
    const key = `broadcast-test-${broadcast.id}-${member.id}-${now}-${index}`
    await desk.support.deliver(trx, { contact, key, message, now, dueAt: now })
  }
  await auditTest(trx, actor, broadcast, now)
  return true
}

function testMessages(
  { says, provinces }: Pick<BroadcastDesk, 'says' | 'provinces'>,
  { contact }: StaffMember,
  announced: Announced & { readonly id?: Broadcast['id'] },
  now: number,
): readonly Message[] {
  const code = announced.id === undefined ? '' : codeOf(announced.id)
  const mark = fill(says.test.mark, { code }).replace(' :', ':')
  const channel = contact === null ? 'web' : channelOf(contact)
  return [{ type: 'text', text: mark }, messageTo({ provinces }, announced, channel, now)]
}

async function auditTest(trx: Db, actor: string, { id }: { readonly id: Broadcast['id'] }, now: number): Promise<void> {
  await auditBroadcast(trx, { at: now, actor, action: 'broadcast_tested', id })
}
