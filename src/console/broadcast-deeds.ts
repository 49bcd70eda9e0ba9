import { isDeepStrictEqual } from 'node:util'
import type { BroadcastDesk } from '../actions/broadcasts/broadcast-desk.ts'
import { tellApprovedElsewhere, tellRejected } from '../actions/broadcasts/tell-officers.ts'
import { deliverTest } from '../actions/broadcasts/test-send.ts'
import { approveBroadcast, rejectBroadcast } from '../broadcasts/approve.ts'
import { accountsFor } from '../broadcasts/audience-accounts.ts'
import { holdBroadcast, listBroadcasts } from '../broadcasts/broadcast.store.ts'
import { type Broadcast, draftSchema } from '../broadcasts/broadcast.ts'
import { checkTemplates } from '../broadcasts/check-templates.ts'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/control.ts'
import { createCorrection } from '../broadcasts/correct.ts'
import { submitBroadcast } from '../broadcasts/draft.ts'
import { hashOf } from '../broadcasts/hash.ts'
import { allowOutsidePlan } from '../broadcasts/outside-plan.ts'
import { resendFailed } from '../broadcasts/resend.ts'
import { mayHandle } from '../broadcasts/rights.ts'
import type { Schedule } from '../broadcasts/schedule.ts'
import type { ContentInput } from '../broadcasts/templates.ts'
import { SEND_FAILURES } from '../core/channel.ts'
import { AppError } from '../core/errors.ts'
import { type AccountId, accountOf } from '../core/ids.ts'
import { actorOf, type StaffId, type StaffMember } from '../staff/member.ts'
import { findStaff } from '../staff/staff.store.ts'
import { actorAt, type Who } from './access.ts'
import { type Deed, OWN_NAME_DEEDS } from './pages/broadcast-deeds.ts'

/** More than ever wait at once. */
const MAX_WAITING = 200

/** What a form of a broadcast's page says. */
export interface DeedForm {
  readonly deed: Deed
  /** For whom the admin does it, by id; staff do all in their own name. */
  readonly by: string
  /** Of what stood on the page. */
  readonly hash: string
  /** What failed for this is sent again. */
  readonly reason: string
  /** Why it is sent back to its author, in the member's words. */
  readonly why: string
  /** The right text, and when it goes out: `05/10/2026 08:00`. */
  readonly text: string
  readonly at: string
  /** An admin lets it out beyond the dates of its plan. */
  readonly outsidePlan: boolean
}

/** Who does a deed, and how the audit log names them: both of them where the admin does it for a member. */
interface Doer {
  readonly member: StaffMember
  readonly actor: string
}

/**
 * Does what a form says; gives the broadcast to be shown then. Stopping takes no name: the admin may, too. What makes
 * somebody its author or approver is done by themselves alone: the password does not tell who knows it. Throws an `AppError`
 * for what stands against it.
 */
export async function performDeed(
  desk: BroadcastDesk,
  wake: (account: AccountId) => void,
  broadcast: Broadcast,
  who: Who,
  form: DeedForm,
  now: number,
): Promise<Broadcast['id']> {
  const { db } = desk
  const { id } = broadcast
  if (who.role === 'admin' && (OWN_NAME_DEEDS.includes(form.deed) || form.outsidePlan))
    throw new AppError('needs_own_session', `${form.deed} of broadcast ${id} needs a member of staff's own session.`)
  if (form.deed === 'pause' || form.deed === 'cancel') {
    const nameless = who.role === 'admin' && form.by === ''
    const actor = nameless ? actorAt(who) : (await doerOrThrow(desk, broadcast, who, form)).actor
    await (form.deed === 'pause' ? pauseBroadcast : cancelBroadcast)(db, id, { actor, now })
    return id
  }
  const { member, actor: by } = await doerOrThrow(desk, broadcast, who, form)
  const allow = () => allowOutsidePlan(db, id, { member, hash: form.hash }, now)
  switch (form.deed) {
    case 'submit':
      if (form.outsidePlan) await allow()
      await checkTemplates(desk, broadcast, now)
      await submitBroadcast(db, id, by, now)
      return id
    case 'approve': {
      const hash = form.outsidePlan ? hashOf(await allow()) : form.hash
      const approved = await approveBroadcast(desk, id, { by, hash }, now)
      await db.transaction().execute((trx) => tellApprovedElsewhere(trx, desk, member, approved, now))
      return id
    }
    case 'reject':
      await db.transaction().execute(async (trx) => {
        await rejectBroadcast(trx, id, by, now)
        await tellRejected(trx, desk, { member, broadcast, now }, form.why)
      })
      return id
    case 'resume':
      await resumeBroadcast(desk, id, { actor: by, now })
      for (const account of accountsFor(broadcast, desk.accounts)) wake(account)
      return id
    case 'test':
      await sendTest(desk, wake, { member, actor: by }, broadcast, now)
      return id
    case 'resend': {
      const reason = SEND_FAILURES.find((one) => one === form.reason)
      const { accounts } = await resendFailed(desk, id, { actor: by, now, reasons: reason ? [reason] : [] })
      for (const account of accounts) wake(account)
      return id
    }
    case 'correct':
      return correct(desk, broadcast, form, by, now)
  }
}

async function doerOrThrow(
  desk: BroadcastDesk,
  broadcast: Broadcast,
  who: Who,
  { by }: Pick<DeedForm, 'by'>,
): Promise<Doer> {
  const member = who.role === 'staff' ? who.member : await findStaff(desk.db, desk.sealer, by as StaffId)
  if (!member || !mayHandle(desk.units, member, broadcast))
    throw new AppError('no_right', `"${by}" is no member of the staff with the right to broadcast ${broadcast.id}.`)
  const own = actorOf(member)
  return { member, actor: who.role === 'staff' ? own : `${actorAt(who)} for ${own}` }
}

async function sendTest(
  desk: BroadcastDesk,
  wake: (account: AccountId) => void,
  { member, actor }: Doer,
  broadcast: Broadcast,
  now: number,
): Promise<void> {
  const sent = await desk.db.transaction().execute((trx) => deliverTest(trx, desk, member, broadcast, now, actor))
  if (!sent || member.contact === null)
    throw new AppError('no_chat', `${member.name} has linked no chat yet: there is nowhere to send a test to.`)
  wake(accountOf(member.contact))
}

async function correct(
  desk: BroadcastDesk,
  broadcast: Broadcast,
  { text, at }: DeedForm,
  by: string,
  now: number,
): Promise<Broadcast['id']> {
  const written = draftSchema.pick({ title: true, content: true, schedule: true }).safeParse({
    title: broadcast.title.slice(0, 100),
    content: { text },
    schedule: { type: 'once', at: at.trim() },
  })
  if (!written.success) throw new AppError('bad_correction', `The correction cannot be read: ${written.error.message}`)
  return desk.db.transaction().execute(async (trx) => {
    // Of two forms sent at once, the second looks when the first is stored.
    await holdBroadcast(trx, broadcast.id)
    const waiting = await listBroadcasts(trx, { statuses: ['submitted'], limit: MAX_WAITING })
    // A form that was sent twice hands in one correction.
    const twin = waiting.find((one) => saysTheSame(one, broadcast.id, written.data))
    if (twin) return twin.id
    const { id } = await createCorrection({ ...desk, db: trx }, broadcast.id, written.data, by, now)
    await submitBroadcast(trx, id, by, now)
    return id
  })
}

function saysTheSame(
  { segment, content, schedule }: Broadcast,
  corrects: Broadcast['id'],
  said: { readonly content: ContentInput; readonly schedule: Schedule },
): boolean {
  const sameText = 'text' in said.content && content.text === said.content.text
  return segment.corrects === corrects && sameText && isDeepStrictEqual(schedule, said.schedule)
}
