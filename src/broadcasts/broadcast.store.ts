import type { Insertable, Selectable, Updateable } from 'kysely'
import { AppError } from '../core/errors.ts'
import type { Db } from '../db/open.ts'
import { type Broadcast, segmentSchema } from './broadcast.ts'
import type { BroadcastId, BroadcastStatus, BroadcastTable } from './broadcasts.schema.ts'
import { contentSchema } from './content.ts'
import { planDatesSchema } from './plan-dates.ts'
import type { Urgency } from './rules.ts'
import { scheduleSchema } from './schedule.ts'

/** Stores a new broadcast. */
export async function insertBroadcast(db: Db, broadcast: Broadcast): Promise<void> {
  await db.insertInto('broadcasts').values(rowOf(broadcast)).execute()
}

/** The broadcast of that id, or undefined. */
export async function findBroadcast(db: Db, id: BroadcastId): Promise<Broadcast | undefined> {
  const row = await db.selectFrom('broadcasts').selectAll().where('id', '=', id).executeTakeFirst()
  return row && broadcastOf(row)
}

/** The broadcast of that id. Throws an `AppError` when there is none. */
export async function getBroadcastOrThrow(db: Db, id: BroadcastId): Promise<Broadcast> {
  const broadcast = await findBroadcast(db, id)
  if (!broadcast) throw new AppError('no_broadcast', `There is no broadcast ${id}: "broadcasts list" shows them.`)
  return broadcast
}

/** Newest first. */
export async function listBroadcasts(
  db: Db,
  options: { limit: number; statuses?: readonly BroadcastStatus[] },
): Promise<Broadcast[]> {
  const rows = await db
    .selectFrom('broadcasts')
    .selectAll()
    .$if(options.statuses !== undefined, (query) => query.where('status', 'in', options.statuses ?? []))
    .orderBy('id', 'desc')
    .limit(options.limit)
    .execute()
  return rows.map(broadcastOf)
}

/** Those that stand in one of `statuses` and are due by `now`, the longest waiting first. */
export async function findDueBroadcasts(
  db: Db,
  statuses: readonly BroadcastStatus[],
  now: number,
): Promise<Broadcast[]> {
  const rows = await db
    .selectFrom('broadcasts')
    .selectAll()
    .where('status', 'in', statuses)
    .where('next_due_at', '<=', now)
    .orderBy('next_due_at')
    .execute()
  return rows.map(broadcastOf)
}

/** The newest correction of a broadcast that stands in one of `statuses`, or undefined. */
export async function findCorrection(
  db: Db,
  wrong: BroadcastId,
  statuses: readonly BroadcastStatus[],
): Promise<Broadcast | undefined> {
  const row = await db
    .selectFrom('broadcasts')
    .selectAll()
    .where('status', 'in', statuses)
    .where('segment', 'like', `%"corrects":${JSON.stringify(wrong)}%`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && broadcastOf(row)
}

/** Changes nothing, and lets nobody else change a broadcast before the end of the transaction. */
export async function holdBroadcast(trx: Db, id: BroadcastId): Promise<void> {
  await trx
    .updateTable('broadcasts')
    .set((row) => ({ changed_at: row.ref('changed_at') }))
    .where('id', '=', id)
    .execute()
}

/** Replaces what was written, provided that the broadcast still stands in one of `from`, as it was at `changedAt`. */
export async function replaceBroadcast(
  db: Db,
  broadcast: Broadcast,
  from: readonly BroadcastStatus[],
  changedAt: number,
): Promise<boolean> {
  const { id, author, created_at, ...fields } = rowOf(broadcast)
  return update(db, broadcast.id, from, fields, changedAt)
}

/** Notes who let a broadcast out beyond its plan's dates, provided that it still stands in one of `from`. */
export async function letOutsidePlan(
  db: Db,
  id: BroadcastId,
  from: readonly BroadcastStatus[],
  by: string,
): Promise<boolean> {
  return update(db, id, from, { outside_plan_by: by })
}

export type StatusFields = Pick<
  Updateable<BroadcastTable>,
  'status_reason' | 'next_due_at' | 'approved_hash' | 'approved_by' | 'approved_at'
>

/**
 * Moves a broadcast into another status, provided that it still stands in one of `from`: of two who want to, one finds
 * that it does not. `status_reason` is cleared unless given.
 */
export async function moveBroadcast(
  db: Db,
  id: BroadcastId,
  from: readonly BroadcastStatus[],
  to: BroadcastStatus,
  now: number,
  fields: StatusFields = {},
): Promise<boolean> {
  return update(db, id, from, { status_reason: null, ...fields, status: to, changed_at: now })
}

async function update(
  db: Db,
  id: BroadcastId,
  from: readonly BroadcastStatus[],
  fields: Updateable<BroadcastTable>,
  changedAt?: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('broadcasts')
    .set(fields)
    .where('id', '=', id)
    .where('status', 'in', from)
    .$if(changedAt !== undefined, (query) => query.where('changed_at', '=', changedAt as number))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

function rowOf(broadcast: Broadcast): Insertable<BroadcastTable> & { id: BroadcastId } {
  return {
    id: broadcast.id,
    title: broadcast.title,
    author: broadcast.author,
    changed_by: broadcast.changedBy,
    province: broadcast.province,
    status: broadcast.status,
    status_reason: broadcast.statusReason,
    urgency: broadcast.urgency,
    training: broadcast.training ? 1 : 0,
    content: JSON.stringify(broadcast.content),
    segment: JSON.stringify(broadcast.segment),
    schedule: JSON.stringify(broadcast.schedule),
    budget_dong: broadcast.budgetDong,
    late_minutes: broadcast.lateMinutes,
    plan: broadcast.plan && JSON.stringify(broadcast.plan),
    outside_plan_by: broadcast.outsidePlanBy,
    next_due_at: broadcast.nextDueAt,
    approved_hash: broadcast.approval?.hash ?? null,
    approved_by: broadcast.approval?.by ?? null,
    approved_at: broadcast.approval?.at ?? null,
    created_at: broadcast.createdAt,
    changed_at: broadcast.changedAt,
  }
}

function broadcastOf(row: Selectable<BroadcastTable>): Broadcast {
  return {
    id: row.id,
    title: row.title,
    author: row.author,
    changedBy: row.changed_by,
    province: row.province,
    status: row.status,
    statusReason: row.status_reason,
    urgency: row.urgency as Urgency,
    training: row.training === 1,
    content: contentSchema.parse(JSON.parse(row.content)),
    segment: segmentSchema.parse(JSON.parse(row.segment)),
    schedule: scheduleSchema.parse(JSON.parse(row.schedule)),
    budgetDong: row.budget_dong,
    lateMinutes: row.late_minutes,
    plan: row.plan === null ? null : planDatesSchema.parse(JSON.parse(row.plan)),
    outsidePlanBy: row.outside_plan_by,
    nextDueAt: row.next_due_at,
    approval:
      row.approved_hash === null
        ? null
        : { hash: row.approved_hash, by: row.approved_by ?? '', at: row.approved_at ?? 0 },
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}
