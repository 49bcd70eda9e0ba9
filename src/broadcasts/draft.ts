import { vietnamDate } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { CHANNEL_TYPES, type Ids, type ProvinceId } from '../core/ids.ts'
import { inTransaction } from '../db/in-transaction.ts'
import type { Db } from '../db/open.ts'
import { type Province, provinceOrThrow } from '../places/provinces.ts'
import { auditBroadcast } from './audit.ts'
import { getBroadcastOrThrow, insertBroadcast, moveBroadcast, replaceBroadcast } from './broadcast.store.ts'
import { type Broadcast, type Change, checkHours, type Draft } from './broadcast.ts'
import type { BroadcastId, BroadcastStatus } from './broadcasts.schema.ts'
import { messageOf } from './content.ts'
import { hashOf } from './hash.ts'
import { checkPlanDates, type PlanDates } from './plan-dates.ts'
import type { SendingRules } from './rules.ts'
import { type BroadcastTexts, resolveContent } from './templates.ts'

/** Whatever is being sent or over stays as it is. */
export const CHANGEABLE: readonly BroadcastStatus[] = ['draft', 'submitted', 'approved', 'scheduled']

export interface DraftingOptions {
  readonly db: Db
  readonly ids: Ids
  readonly texts: BroadcastTexts
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly rules: SendingRules
}

type Written = Pick<
  Broadcast,
  'title' | 'province' | 'urgency' | 'training' | 'content' | 'segment' | 'schedule' | 'budgetDong' | 'lateMinutes'
>

/** A draft as it is stored first; `plan` where it was made of one. */
export type NewDraft = Draft & { readonly plan?: PlanDates }

/** Stores a new draft. Throws an `AppError` for an unknown province or template, a missing value, or a time of rest. */
export async function createBroadcast(
  options: DraftingOptions,
  draft: NewDraft,
  author: string,
  now: number,
): Promise<Broadcast> {
  const broadcast: Broadcast = {
    id: options.ids.next() as BroadcastId,
    author,
    changedBy: null,
    status: 'draft',
    statusReason: null,
    plan: draft.plan ?? null,
    outsidePlanBy: null,
    nextDueAt: null,
    approval: null,
    createdAt: now,
    changedAt: now,
    title: draft.title,
    province: draft.province as ProvinceId,
    urgency: draft.urgency,
    training: draft.training,
    content: resolveContent(draft.content, options.texts),
    segment: draft.segment,
    schedule: draft.schedule,
    budgetDong: draft.budget_dong,
    lateMinutes: draft.late_minutes ?? null,
  }
  checkWritten(options, broadcast, now)
  await inTransaction(options.db, async (trx) => {
    await insertBroadcast(trx, broadcast)
    await auditBroadcast(trx, { at: now, actor: author, action: 'broadcast_created', id: broadcast.id })
  })
  return broadcast
}

/**
 * Rewrites a broadcast that is not yet being sent. It is a draft again, whatever had been approved; it keeps the plan it was
 * made of, not an admin's leave to go beyond its dates.
 * `seen` is the hash of what they saw who change it, where they saw something. Throws an `AppError` when it is being sent or
 * over, was changed by somebody else meanwhile, and for what `createBroadcast` refuses.
 */
export async function changeBroadcast(
  options: DraftingOptions,
  id: BroadcastId,
  change: Change,
  actor: string,
  now: number,
  seen?: string,
): Promise<Broadcast> {
  const { db } = options
  const before = await getBroadcastOrThrow(db, id)
  if (seen !== undefined && seen !== hashOf(before)) throw changedSince(id)
  const changed: Broadcast = {
    ...before,
    ...fieldsOf(change, options.texts),
    changedBy: actor,
    outsidePlanBy: null,
    status: 'draft',
    statusReason: null,
    nextDueAt: null,
    approval: null,
    changedAt: now,
  }
  checkWritten(options, changed, now)
  await inTransaction(db, async (trx) => {
    if (!(await replaceBroadcast(trx, changed, CHANGEABLE, before.changedAt))) {
      const stored = await getBroadcastOrThrow(trx, id)
      throw CHANGEABLE.includes(stored.status) ? changedSince(id) : wrongStatus(stored, 'changed')
    }
    await auditBroadcast(trx, {
      at: now,
      actor,
      action: 'broadcast_changed',
      id,
      detail: Object.keys(change).join(', '),
    })
  })
  return changed
}

/**
 * Hands a draft in for approval. Throws an `AppError` when it is no draft, or has a time outside its plan's dates that no
 * admin has allowed.
 */
export async function submitBroadcast(db: Db, id: BroadcastId, actor: string, now: number): Promise<void> {
  await inTransaction(db, async (trx) => {
    if (!(await moveBroadcast(trx, id, ['draft'], 'submitted', now)))
      throw wrongStatus(await getBroadcastOrThrow(trx, id), 'submitted')
    const broadcast = await getBroadcastOrThrow(trx, id)
    checkPlanDates(broadcast)
    const detail = `author ${broadcast.author}, hash ${hashOf(broadcast).slice(0, 12)}`
    await auditBroadcast(trx, { at: now, actor, action: 'broadcast_submitted', id, detail })
  })
}

/** For who decides on something else than what is there by now. */
export function changedSince(id: BroadcastId): AppError {
  return new AppError('broadcast_changed', `Broadcast ${id} was changed since you saw it: look at it again.`)
}

/** For who came too late, or asked for what the status does not allow. */
export function wrongStatus({ id, status }: Broadcast, wish: string): AppError {
  return new AppError(
    'broadcast_status',
    `Broadcast ${id} is ${status} and cannot be ${wish}: "broadcasts show ${id}" tells where it stands.`,
  )
}

function fieldsOf(change: Change, texts: BroadcastTexts): Partial<Written> {
  const { title, province, urgency, training, content, segment, schedule } = change
  const { budget_dong: budgetDong, late_minutes: lateMinutes } = change
  return {
    ...(title !== undefined && { title }),
    ...(province !== undefined && { province: province as ProvinceId }),
    ...(urgency && { urgency }),
    ...(training !== undefined && { training }),
    ...(content && { content: resolveContent(content, texts) }),
    ...(segment && { segment }),
    ...(schedule && { schedule }),
    ...(budgetDong !== undefined && { budgetDong }),
    ...(lateMinutes !== undefined && { lateMinutes }),
  }
}

function checkWritten({ provinces, rules }: DraftingOptions, written: Written, now: number): void {
  const province = provinceOrThrow(provinces, written.province)
  checkHours(written.schedule, written.urgency, rules)
  for (const channel of CHANNEL_TYPES) messageOf(written.content, { channel, province, date: vietnamDate(now) })
}
