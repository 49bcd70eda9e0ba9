import { AppError } from '../core/errors.ts'
import { inTransaction } from '../db/in-transaction.ts'
import type { Db } from '../db/open.ts'
import { auditBroadcast, SYSTEM } from './audit.ts'
import { getBroadcastOrThrow, moveBroadcast } from './broadcast.store.ts'
import { type Broadcast, freshForMs } from './broadcast.ts'
import type { BroadcastId } from './broadcasts.schema.ts'
import { type CheckOptions, checkTemplates } from './check-templates.ts'
import { changedSince, wrongStatus } from './draft.ts'
import { hashOf } from './hash.ts'
import { checkPlanDates } from './plan-dates.ts'
import { audienceSize, type PreviewOptions, previewAudience } from './preview.ts'
import type { SendingRules } from './rules.ts'
import { nextDue } from './schedule.ts'

const NO_APPROVAL = { approved_hash: null, approved_by: null, approved_at: null, next_due_at: null }

/** Who approves what: `hash` is that of what they saw. */
export interface ApprovalWish {
  readonly by: string
  readonly hash: string
}

/**
 * Approves a submitted broadcast as it stands: `hash` is that of what the approver saw. Whether a person has the right to
 * approve is the caller's to judge; here, that nobody approves their own broadcast to many. Throws an `AppError` when it
 * was changed since, is not submitted, has no time ahead or one outside its plan's dates, names a template that cannot be used, or needs somebody else.
 */
export async function approveBroadcast(
  options: PreviewOptions & CheckOptions,
  id: BroadcastId,
  approval: ApprovalWish,
  now: number,
): Promise<Broadcast> {
  const people = await judgeApproval(options, id, approval, now)
  await recordApproval(options.db, id, { ...approval, people }, now)
  return getBroadcastOrThrow(options.db, id)
}

/** The judging alone, which may count many people: gives how many the broadcast is for. Errors as `approveBroadcast`. */
export async function judgeApproval(
  options: PreviewOptions & CheckOptions,
  id: BroadcastId,
  approval: ApprovalWish,
  now: number,
): Promise<number> {
  const { db, rules } = options
  const broadcast = await getBroadcastOrThrow(db, id)
  if (broadcast.status !== 'submitted') throw wrongStatus(broadcast, 'approved')
  if (hashOf(broadcast) !== approval.hash) throw changedSince(id)
  if (nextDue(broadcast.schedule, now - freshForMs(broadcast, rules)) === null)
    throw new AppError('broadcast_over', `The times of broadcast ${id} are all over: give it new ones.`)
  checkPlanDates(broadcast)
  await checkTemplates(options, broadcast, now)
  const people = audienceSize(await previewAudience(options, broadcast, now))
  if (isOwn(broadcast, approval.by) && isForMany(broadcast, rules, people))
    throw new AppError(
      'own_broadcast',
      `${approval.by} wrote broadcast ${id}, which is for ${people} people${broadcast.segment.groups ? ' and for groups' : ''}: above ${rules.urgency[broadcast.urgency].own_approval_up_to} somebody else must approve it.`,
    )
  return people
}

/** Writes down what was judged. Throws an `AppError` when the broadcast was moved on or changed meanwhile. */
export async function recordApproval(
  db: Db,
  id: BroadcastId,
  { by, hash, people }: ApprovalWish & { readonly people: number },
  now: number,
): Promise<void> {
  const fields = { approved_hash: hash, approved_by: by, approved_at: now, next_due_at: null }
  await inTransaction(db, async (trx) => {
    if (!(await moveBroadcast(trx, id, ['submitted'], 'approved', now, fields)))
      throw wrongStatus(await getBroadcastOrThrow(trx, id), 'approved')
    // Between the look at it and the move it may have been rewritten and handed in again.
    const stored = await getBroadcastOrThrow(trx, id)
    if (hashOf(stored) !== hash) throw changedSince(id)
    const detail = `author ${stored.author}, approver ${by}, people ${people}, hash ${hash.slice(0, 12)}`
    await auditBroadcast(trx, { at: now, actor: by, action: 'broadcast_approved', id, detail })
  })
}

/** Sends a submitted broadcast back to its author as a draft. Throws an `AppError` when it is not submitted. */
export async function rejectBroadcast(db: Db, id: BroadcastId, by: string, now: number): Promise<void> {
  await inTransaction(db, async (trx) => {
    const fields = { ...NO_APPROVAL, status_reason: 'rejected' }
    if (!(await moveBroadcast(trx, id, ['submitted'], 'draft', now, fields)))
      throw wrongStatus(await getBroadcastOrThrow(trx, id), 'rejected')
    await auditBroadcast(trx, { at: now, actor: by, action: 'broadcast_rejected', id })
  })
}

export type SentBack = 'changed_after_approval' | 'needs_second_person'

/** Why an approval does not hold at the time of sending; null when it does. */
export async function findObjection(
  options: PreviewOptions,
  broadcast: Broadcast,
  now: number,
): Promise<SentBack | null> {
  const { approval } = broadcast
  if (approval === null || approval.hash !== hashOf(broadcast)) return 'changed_after_approval'
  if (!isOwn(broadcast, approval.by)) return null
  const people = audienceSize(await previewAudience(options, broadcast, now))
  return isForMany(broadcast, options.rules, people) ? 'needs_second_person' : null
}

/** Takes an approval back that does not hold: the broadcast waits for another one. */
export async function sendBack(
  { db }: Pick<PreviewOptions, 'db'>,
  broadcast: Broadcast,
  why: SentBack,
  now: number,
): Promise<void> {
  const { id, status } = broadcast
  await inTransaction(db, async (trx) => {
    if (!(await moveBroadcast(trx, id, [status], 'submitted', now, { ...NO_APPROVAL, status_reason: why }))) return
    await auditBroadcast(trx, { at: now, actor: SYSTEM, action: 'broadcast_sent_back', id, detail: why })
  })
}

/** A group alone has more members than an author may write to on their own. */
function isForMany({ segment, urgency }: Broadcast, rules: Pick<SendingRules, 'urgency'>, people: number): boolean {
  return people > rules.urgency[urgency].own_approval_up_to || segment.groups === true
}

/** Whether the approver wrote what is there, or rewrote it last. */
function isOwn({ author, changedBy }: Broadcast, approver: string): boolean {
  const plain = (name: string) => name.normalize('NFC').trim().toLowerCase()
  return [author, changedBy ?? author].some((name) => plain(name) === plain(approver))
}
