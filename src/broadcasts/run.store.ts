import { type Selectable, sql } from 'kysely'
import type { ContactId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { BroadcastId, BroadcastRunTable, Hold, MissedFor, RunId, RunStatus } from './broadcasts.schema.ts'
import type { LeftOut } from './plan-sending.ts'

/** One time at which a broadcast was due. */
export interface Run {
  readonly id: RunId
  readonly broadcast: BroadcastId
  readonly dueAt: number
  readonly status: RunStatus
  readonly held: Hold | null
  /** Why it was missed, where the system did not just stand still. */
  readonly why: MissedFor | null
  readonly cursor: ContactId | null
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>
  readonly accepted: { readonly finished: number; readonly failed: number }
  /** When a person last had failed messages sent again, UTC ms. */
  readonly resentAt: number | null
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

/** The name under which the outbox holds, releases and counts the messages of a run. */
export function batchOf(run: RunId): string {
  return `b${run}`
}

/** The outbox's key of the first message to a person: the same run and person always have the same one. */
export function keyOf(run: RunId, contact: ContactId): string {
  return `${batchOf(run)}-${contact}`
}

/** `keyOf` of a row, in a query on `broadcast_recipients as recipient`. */
export const keyOfRecipient = sql<string>`'b' || recipient.run_id || '-' || recipient.contact_id`

/** Stores the times a broadcast was due; one that is stored already stays as it is. */
export async function insertRuns(
  db: Db,
  broadcast: BroadcastId,
  runs: readonly { dueAt: number; status: Extract<RunStatus, 'placing' | 'missed'>; why: MissedFor | null }[],
  now: number,
): Promise<void> {
  await db
    .insertInto('broadcast_runs')
    .values(
      runs.map(({ dueAt, status, why }) => ({
        broadcast_id: broadcast,
        due_at: dueAt,
        status,
        held: null,
        why,
        cursor: null,
        left_out: '{}',
        started_at: status === 'placing' ? now : null,
        finished_at: status === 'missed' ? now : null,
      })),
    )
    .onConflict((oc) => oc.columns(['broadcast_id', 'due_at']).doNothing())
    .execute()
}

/** Runs under way, oldest first. */
export async function listOpenRuns(db: Db, broadcast?: BroadcastId): Promise<Run[]> {
  const rows = await db
    .selectFrom('broadcast_runs')
    .selectAll()
    // In literals, as in the condition of its index.
    .where(sql<boolean>`status in ('placing', 'sending')`)
    .$if(broadcast !== undefined, (query) => query.where('broadcast_id', '=', broadcast as BroadcastId))
    .orderBy('id')
    .execute()
  return rows.map(runOf)
}

/** Runs of a broadcast, newest first. */
export async function listRuns(db: Db, broadcast: BroadcastId, limit: number): Promise<Run[]> {
  const rows = await db
    .selectFrom('broadcast_runs')
    .selectAll()
    .where('broadcast_id', '=', broadcast)
    .orderBy('due_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(runOf)
}

/** Whether any run of a broadcast was ever begun. */
export async function hasBegun(db: Db, broadcast: BroadcastId): Promise<boolean> {
  const row = await db
    .selectFrom('broadcast_runs')
    .select('id')
    .where('broadcast_id', '=', broadcast)
    .where('status', '!=', 'missed')
    .executeTakeFirst()
  return row !== undefined
}

/** Marks why the messages of a run wait, or that they go; false when it stands otherwise than `before` says. */
export async function holdRun(db: Db, id: RunId, before: Hold | null, held: Hold | null): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('broadcast_runs')
    .set({ held })
    .where('id', '=', id)
    .where('held', before === null ? 'is' : '=', before)
    .where('status', 'in', ['placing', 'sending'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Holds all open runs of a broadcast for a person's pause, whatever held them before. */
export async function pauseRuns(db: Db, broadcast: BroadcastId): Promise<RunId[]> {
  const rows = await openRuns(db, broadcast).set({ held: 'paused' }).returning('id').execute()
  return rows.map((row) => row.id)
}

/** Ends all open runs of a broadcast. */
export async function cancelRuns(db: Db, broadcast: BroadcastId, now: number): Promise<RunId[]> {
  const rows = await openRuns(db, broadcast)
    .set({ status: 'cancelled', held: null, finished_at: now })
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

function openRuns(db: Db, broadcast: BroadcastId) {
  return db
    .updateTable('broadcast_runs')
    .where('broadcast_id', '=', broadcast)
    .where(sql<boolean>`status in ('placing', 'sending')`)
}

/** Notes the failures that a person let pass. */
export async function acceptFailures(db: Db, id: RunId, counts: Run['accepted']): Promise<void> {
  await db
    .updateTable('broadcast_runs')
    .set({ accepted_finished: counts.finished, accepted_failed: counts.failed })
    .where('id', '=', id)
    .execute()
}

/** Opens a run again whose failed messages stand in line anew. */
export async function reopenRun(db: Db, id: RunId, now: number): Promise<void> {
  await db.updateTable('broadcast_runs').set({ resent_at: now }).where('id', '=', id).execute()
  await db
    .updateTable('broadcast_runs')
    .set({ status: 'sending', finished_at: null })
    .where('id', '=', id)
    .where('status', '=', 'done')
    .execute()
}

/** Ends a run that is through; false when it is over already, or its failed messages stand in line again since it was read. */
export async function finishRun(db: Db, { id, resentAt }: Pick<Run, 'id' | 'resentAt'>, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('broadcast_runs')
    .set({ status: 'done', held: null, finished_at: now })
    .where('id', '=', id)
    .where('status', 'in', ['placing', 'sending'])
    .where('resent_at', resentAt === null ? 'is' : '=', resentAt)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * Moves a run on past the people just looked at; null for `next` when they were the last. False when somebody else did so
 * or the run is held: what was planned must then not be written.
 */
export async function advanceRun(db: Db, run: Run, next: ContactId | null, leftOut: Run['leftOut']): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('broadcast_runs')
    .set({
      left_out: JSON.stringify(leftOut),
      ...(next === null ? { status: 'sending' as const } : { cursor: next }),
    })
    .where('id', '=', run.id)
    .where('status', '=', 'placing')
    .where('held', 'is', null)
    .where('cursor', run.cursor === null ? 'is' : '=', run.cursor)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

function runOf(row: Selectable<BroadcastRunTable>): Run {
  return {
    id: row.id,
    broadcast: row.broadcast_id,
    dueAt: row.due_at,
    status: row.status,
    held: row.held,
    why: row.why,
    cursor: row.cursor,
    leftOut: JSON.parse(row.left_out),
    accepted: { finished: row.accepted_finished, failed: row.accepted_failed },
    resentAt: row.resent_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}
