import { HOUR_MS } from '../core/durations.ts'
import { ChangedMeanwhile } from '../core/errors.ts'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { recordStaffAudit } from './audit.store.ts'
import { hashLinkCode } from './link-code.ts'
import { actorOf, type StaffMember } from './member.ts'
import { findStaffByContact, memberOf } from './staff.store.ts'

const MAX_WRONG_CODES = 5
const LOCK_MS = HOUR_MS

/** What came of a code that somebody wrote. */
export type LinkOutcome =
  | { readonly type: 'linked'; readonly member: StaffMember }
  /** No such code, used already, or too old: which of them, nobody is told. */
  | { readonly type: 'wrong'; readonly triesLeft: number }
  | { readonly type: 'locked'; readonly until: number }
  | { readonly type: 'already_linked'; readonly member: StaffMember }

export interface LinkTry {
  readonly contact: ContactId
  readonly code: string
  readonly now: number
}

/**
 * Decides whom a code links to a contact, without writing; `write` does what was decided and throws when it no longer can.
 * Five wrong codes lock the contact for an hour.
 */
export async function prepareLink(
  db: Db,
  sealer: Sealer,
  { contact, code, now }: LinkTry,
): Promise<{ outcome: LinkOutcome; write: (trx: Db) => Promise<void> }> {
  const nothing = async () => {}
  const linked = await findStaffByContact(db, sealer, contact)
  if (linked) return { outcome: { type: 'already_linked', member: linked }, write: nothing }
  const tries = await db.selectFrom('staff_link_tries').selectAll().where('contact_id', '=', contact).executeTakeFirst()
  const wrong = tries && tries.last_at + LOCK_MS > now ? tries.wrong : 0
  if (tries && wrong >= MAX_WRONG_CODES)
    return { outcome: { type: 'locked', until: tries.last_at + LOCK_MS }, write: nothing }
  const hash = hashLinkCode(code)
  const row = await db
    .selectFrom('staff')
    .selectAll()
    .where('code_hash', '=', hash)
    .where('code_expires_at', '>', now)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (!row) {
    const outcome: LinkOutcome =
      wrong + 1 >= MAX_WRONG_CODES
        ? { type: 'locked', until: now + LOCK_MS }
        : { type: 'wrong', triesLeft: MAX_WRONG_CODES - wrong - 1 }
    return { outcome, write: (trx) => countWrongCode(trx, contact, wrong + 1, now) }
  }
  const member = memberOf(sealer, { ...row, contact_id: contact, linked_at: now })
  return { outcome: { type: 'linked', member }, write: (trx) => link(trx, member, hash, now) }
}

async function link(trx: Db, member: StaffMember, hash: string, now: number): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('staff')
    .set({ contact_id: member.contact, linked_at: now, code_hash: null, code_expires_at: null })
    .where('id', '=', member.id)
    .where('code_hash', '=', hash)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new ChangedMeanwhile(actorOf(member))
  if (member.contact) await trx.deleteFrom('staff_link_tries').where('contact_id', '=', member.contact).execute()
  await recordStaffAudit(trx, {
    at: now,
    actor: actorOf(member),
    action: 'staff_linked',
    subject: actorOf(member),
    detail: member.contact ?? '',
  })
}

async function countWrongCode(trx: Db, contact: ContactId, wrong: number, now: number): Promise<void> {
  await trx
    .insertInto('staff_link_tries')
    .values({ contact_id: contact, wrong, last_at: now })
    .onConflict((oc) => oc.column('contact_id').doUpdateSet({ wrong, last_at: now }))
    .execute()
  if (wrong >= MAX_WRONG_CODES)
    await recordStaffAudit(trx, { at: now, actor: 'system', action: 'staff_code_locked', subject: contact })
}
