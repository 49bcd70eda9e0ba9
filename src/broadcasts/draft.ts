import { vietnamDate } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { CHANNEL_TYPES, type Ids, type ProvinceId } from '../core/ids.ts'
import { inTransaction } from '../db/in-transaction.ts'
import type { Db } from '../db/open.ts'
import { type Province, provinceOrThrow } from '../places/provinces.ts'
import { auditBroadcast } from './audit.ts'
import { getBroadcastOrThrow, insertBroadcast, moveBroadcast, replaceBroadcast } from './broadcast.store.ts'
import { type Broadcast, checkHours, type Draft } from './broadcast.ts'
import type { BroadcastId, BroadcastStatus } from './broadcasts.schema.ts'
import { messageOf } from './content.ts'
import { hashOf } from './hash.ts'
import type { SendingRules } from './rules.ts'
import { type BroadcastTexts, resolveContent } from './templates.ts'

/** Whatever is being sent or over stays as it is. */
const CHANGEABLE: readonly BroadcastStatus[] = ['draft', 'submitted', 'approved', 'scheduled']

export interface DraftingOptions {
  readonly db: Db
  readonly ids: Ids
  readonly texts: BroadcastTexts
  readonly provinces: ReadonlyMap<ProvinceId, Province>
  readonly rules: SendingRules
}

/** Stores a new draft. Throws an `AppError` for an unknown province or template, a missing value, or a time of rest. */
export async function createBroadcast(
  options: DraftingOptions,
  draft: Draft,
  author: string,
  now: number,
): Promise<Broadcast> {
  const broadcast: Broadcast = {
    id: options.ids.next() as BroadcastId,
    author,
    changedBy: null,
    status: 'draft',
    statusReason: null,
    nextDueAt: null,
    approval: null,
    createdAt: now,
    changedAt: now,
    ...writtenIn(options, draft, now),
  }
  await inTransaction(options.db, async (trx) => {
    await insertBroadcast(trx, broadcast)
    await auditBroadcast(trx, { at: now, actor: author, action: 'broadcast_created', id: broadcast.id })
  })
  return broadcast
}

/**
 * Rewrites a broadcast that is not yet being sent. It is a draft again, whatever had been approved. Throws an `AppError`
 * when it is being sent or over, and for what `createBroadcast` refuses.
 */
export async function changeBroadcast(
  options: DraftingOptions,
  id: BroadcastId,
  draft: Draft,
  actor: string,
  now: number,
): Promise<Broadcast> {
  const before = await getBroadcastOrThrow(options.db, id)
  const changed: Broadcast = {
    ...before,
    ...writtenIn(options, draft, now),
    changedBy: actor,
    status: 'draft',
    statusReason: null,
    nextDueAt: null,
    approval: null,
    changedAt: now,
  }
  await inTransaction(options.db, async (trx) => {
    if (!(await replaceBroadcast(trx, changed, CHANGEABLE))) throw wrongStatus(before, 'changed')
    await auditBroadcast(trx, { at: now, actor, action: 'broadcast_changed', id })
  })
  return changed
}

/** Hands a draft in for approval. */
export async function submitBroadcast(db: Db, id: BroadcastId, actor: string, now: number): Promise<void> {
  const broadcast = await getBroadcastOrThrow(db, id)
  await inTransaction(db, async (trx) => {
    if (!(await moveBroadcast(trx, id, ['draft'], 'submitted', now))) throw wrongStatus(broadcast, 'submitted')
    const detail = `author ${broadcast.author}, hash ${hashOf(broadcast).slice(0, 12)}`
    await auditBroadcast(trx, { at: now, actor, action: 'broadcast_submitted', id, detail })
  })
}

/** For who came too late, or asked for what the status does not allow. */
export function wrongStatus({ id, status }: Broadcast, wish: string): AppError {
  return new AppError(
    'broadcast_status',
    `Broadcast ${id} is ${status} and cannot be ${wish}: "broadcasts show ${id}" tells where it stands.`,
  )
}

function writtenIn({ texts, provinces, rules }: DraftingOptions, draft: Draft, now: number) {
  const province = provinceOrThrow(provinces, draft.province as ProvinceId)
  checkHours(draft.schedule, draft.urgency, rules)
  const content = resolveContent(draft.content, texts)
  for (const channel of CHANNEL_TYPES) messageOf(content, { channel, province, date: vietnamDate(now) })
  return {
    title: draft.title,
    province: province.id,
    urgency: draft.urgency,
    training: draft.training,
    content,
    segment: draft.segment,
    schedule: draft.schedule,
    budgetDong: draft.budget_dong,
    lateMinutes: draft.late_minutes ?? null,
  }
}
