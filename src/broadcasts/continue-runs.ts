import { sql } from 'kysely'
import type { Clock } from '../core/clock.ts'
import type { AccountId } from '../core/ids.ts'
import { dropBatch, holdBatch, measureBatch, releaseBatch } from '../outbox/batch.store.ts'
import { accountsFor } from './audience.store.ts'
import { SYSTEM } from './audit.ts'
import type { Broadcast } from './broadcast.ts'
import type { BroadcastStatus } from './broadcasts.schema.ts'
import { pauseBroadcast } from './control.ts'
import { audienceAccounts, type PlacingOptions, placeBatch, rendererOf } from './place.ts'
import { countFailures, failsTooOften } from './progress.ts'
import { isOpenAt } from './rules.ts'
import { batchOf, finishRun, holdRun, listOpenRuns, type Run } from './run.store.ts'

/**
 * Messages of a run that wait in the outbox at once: about what the fastest Zalo package sends in two minutes, so that
 * an automatic stop comes before all are gone.
 */
const MAX_WAITING = 4000
/** A run that is not through by then is given up: nobody wants yesterday's announcement. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000

export interface RunningOptions extends PlacingOptions {
  readonly clock: Clock
  /** Something of this account stands in the outbox. */
  readonly onQueued: (account: AccountId) => void
  /** Whether a run, all of whose messages are through, is still being posted somewhere else. */
  readonly stillPosting?: (broadcast: Broadcast, run: Run) => Promise<boolean>
}

/** Carries on what is under way of a broadcast: stops it by the clock or for its failures, or puts in more of it. */
export async function continueRuns(options: RunningOptions, broadcast: Broadcast): Promise<void> {
  const runs = await listOpenRuns(options.db, broadcast.id)
  for (const run of runs) await continueRun(options, broadcast, run)
}

async function continueRun(options: RunningOptions, broadcast: Broadcast, run: Run): Promise<void> {
  const { db, clock } = options
  const now = clock.now()
  if (now > run.dueAt + GIVE_UP_AFTER_MS) return giveUp(options, broadcast, run, now)
  const standing = await keepHours(options, broadcast, run, now)
  if (standing === null) return
  const messages = await measureBatch(db, batchOf(run.id))
  if (failsTooOften(countFailures(messages), run.accepted))
    return pauseBroadcast(db, broadcast.id, { actor: SYSTEM, reason: 'failures', now })
  const last = await placeMore(options, broadcast, standing, MAX_WAITING - messages.open)
  if (last?.status !== 'sending') return
  const rest = await measureBatch(db, batchOf(run.id))
  if (rest.open + rest.held > 0 || (await options.stillPosting?.(broadcast, standing))) return
  await finish(options, broadcast, run, now)
}

/** Holds a run when its hours end and lets it go when they begin; gives the run that may go on, or null. */
async function keepHours(
  { db, rules, accounts, onQueued }: RunningOptions,
  broadcast: Broadcast,
  run: Run,
  now: number,
): Promise<Run | null> {
  const open = isOpenAt(rules.urgency[broadcast.urgency].hours, now)
  if (run.held === 'paused' || (run.held === 'hours' && !open)) return null
  if (open && run.held === null) return run
  const held = open ? null : 'hours'
  await db.transaction().execute(async (trx) => {
    if (!(await holdRun(trx, run.id, run.held, held))) return
    await (open ? releaseBatch : holdBatch)(trx, batchOf(run.id), now)
  })
  if (!open) return null
  for (const account of accountsFor(broadcast, audienceAccounts(accounts))) onQueued(account)
  return { ...run, held }
}

/** Puts in messages until `room` is used up; gives the run as it then stands, or null when it may not go on. */
async function placeMore(options: RunningOptions, broadcast: Broadcast, run: Run, room: number): Promise<Run | null> {
  const parts = rendererOf(options, broadcast, run.dueAt)
  let current = run
  let left = room
  while (current.status === 'placing' && left > 0) {
    const placed = await placeBatch(options, broadcast, current, parts, options.clock.now())
    if (placed.type === 'stopped') return null
    current = placed.run
    left -= placed.messages
    for (const account of placed.accounts) options.onQueued(account)
  }
  return current
}

/** What was being sent just now still counts; what waits is dropped. */
async function giveUp(options: RunningOptions, broadcast: Broadcast, run: Run, now: number): Promise<void> {
  if (run.held === 'paused') return
  await dropBatch(options.db, batchOf(run.id), 'too_late', now)
  await finish(options, broadcast, run, now)
}

async function finish({ db }: RunningOptions, broadcast: Broadcast, run: Run, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('broadcasts')
      .set({
        status: sql<BroadcastStatus>`case when next_due_at is null then 'done' else 'scheduled' end`,
        changed_at: now,
      })
      .where('id', '=', broadcast.id)
      .where('status', '=', 'sending')
      .executeTakeFirst()
    if (numUpdatedRows > 0n) await finishRun(trx, run.id, now)
  })
}
