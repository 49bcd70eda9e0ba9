import type { Message } from '../core/messages.ts'
import type { Db } from '../db/open.ts'
import type { UnitId } from '../staff/member.ts'
import { listLinkedStaff } from '../staff/staff.store.ts'
import { afterNight } from '../support/deadline.ts'
import type { SupportDesk } from '../support/desk.ts'
import { deliverIfPossible } from '../support/letter.ts'

/** So many of a unit are told; more would read it twice over. */
const MOST = 20

/** Something that staff of a unit ought to know. */
export interface StaffNotice {
  readonly unit: UnitId
  /** Unique: each member is told once. */
  readonly key: string
  readonly message: Message
  /** UTC ms. */
  readonly now: number
}

/**
 * Tells the members of just that unit who have linked a chat, after the night at the earliest; nobody when there are
 * none. Within the transaction of what happened.
 */
export async function tellStaff(
  trx: Db,
  { deliver, rules }: Pick<SupportDesk, 'deliver' | 'rules'>,
  { unit, key, message, now }: StaffNotice,
): Promise<void> {
  for (const { id, contact } of await listLinkedStaff(trx, unit, MOST)) {
    const letter = { contact, key: `${key}-${id}`, message, now, dueAt: afterNight(rules, now) }
    await deliverIfPossible(trx, deliver, letter)
  }
}
