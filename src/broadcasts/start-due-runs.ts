import type { Clock } from '../core/clock.ts'
import { MINUTE_MS } from '../core/durations.ts'
import type { Log } from '../core/log.ts'
import type { Locks } from '../jobs/locks.ts'
import { findObjection, sendBack } from './approve.ts'
import { audienceAccounts } from './audience-accounts.ts'
import { findDueBroadcasts, listBroadcasts, moveBroadcast } from './broadcast.store.ts'
import { type Broadcast, freshForMs } from './broadcast.ts'
import type { BroadcastStatus } from './broadcasts.schema.ts'
import { continueRuns, type RunningOptions } from './continue-runs.ts'
import { isOutsidePlan } from './plan-dates.ts'
import { isOpenAt } from './rules.ts'
import { hasBegun, insertRuns, listOpenRuns, listRuns } from './run.store.ts'
import { nextDue } from './schedule.ts'

const MAX_APPROVED = 1000

export interface RunnerOptions extends RunningOptions {
  readonly clock: Clock
  readonly log: Log
}

/**
 * One look at the clock, to be taken every few seconds: gives approved broadcasts their first time, begins the runs that are
 * due, and carries on those under way. Any number of processes may look at once and be killed at any time: each step is
 * one transaction that only one of them gets through. A broadcast that fails keeps no other from going on; never rejects
 * for one of them.
 */
export async function startDueRuns(options: RunnerOptions): Promise<void> {
  const { db, clock, log } = options
  const each = async (broadcasts: readonly Broadcast[], step: (broadcast: Broadcast) => Promise<void>) => {
    for (const broadcast of broadcasts) {
      try {
        await step(broadcast)
      } catch (error) {
        log.error({ broadcast: broadcast.id, err: error }, 'a broadcast could not go on; it is tried again in a moment')
      }
    }
  }
  await each(await listBroadcasts(db, { statuses: ['approved'], limit: MAX_APPROVED }), (broadcast) =>
    giveFirstTime(options, broadcast, clock.now()),
  )
  await each(await findDueBroadcasts(db, ['scheduled', 'sending'], clock.now()), (broadcast) =>
    beginRun(options, broadcast, clock.now()),
  )
  await each(await listBroadcasts(db, { statuses: ['sending'], limit: MAX_APPROVED }), (broadcast) =>
    continueRuns(options, broadcast),
  )
}

/**
 * `startDueRuns` unless another process is at it: not needed for its promises, but it spares the work twice. Never
 * rejects.
 */
export async function startDueRunsOnce(locks: Locks, options: RunnerOptions): Promise<void> {
  try {
    const lock = await locks.tryHold('broadcasts')
    if (!lock) return
    try {
      await startDueRuns(options)
    } finally {
      await lock.release()
    }
  } catch (error) {
    options.log.error({ err: error }, 'broadcasts could not be looked after; it is tried again in a moment')
  }
}

/** A time that went by while the approval was awaited still counts for a single message; for a repeated one, the next does. */
async function giveFirstTime(options: RunnerOptions, broadcast: Broadcast, now: number): Promise<void> {
  const { db } = options
  const { id, schedule, approval } = broadcast
  const after = schedule.type === 'once' ? 0 : (approval?.at ?? now) - MINUTE_MS
  // What was changed between two of its runs gets no second run for the time of the first.
  const [last] = await listRuns(db, id, 1)
  const first = nextDue(schedule, Math.max(after, last?.dueAt ?? 0))
  if (first === null) await moveBroadcast(db, id, ['approved'], await lastStatus(options, broadcast), now)
  else await moveBroadcast(db, id, ['approved'], 'scheduled', now, { next_due_at: first })
}

/**
 * Of all times that went by, only the last may still be sent, and only while it is fresh and the plan's dates are not over;
 * the others are marked missed.
 */
async function beginRun(options: RunnerOptions, broadcast: Broadcast, now: number): Promise<void> {
  const { db, sealer, rules, provinces, accounts } = options
  const urgency = rules.urgency[broadcast.urgency]
  const due = timesBy(broadcast, now)
  const latest = due.at(-1)
  if (latest === undefined) return
  const fresh = now - latest <= freshForMs(broadcast, rules)
  // Waits for the end of the hours of rest, should it still be fresh then.
  const outside = fresh && [latest, now].some((instant) => isOutsidePlan(broadcast, instant))
  if (fresh && !outside && !isOpenAt(urgency.hours, now)) return
  const busy = (await listOpenRuns(db, broadcast.id)).length > 0
  const starts = fresh && !outside && !busy
  if (starts) {
    const preview = { db, sealer, rules, provinces, accounts: audienceAccounts(accounts) }
    const objection = await findObjection(preview, broadcast, now)
    if (objection !== null) return sendBack({ db }, broadcast, objection, now)
  }
  const next = nextDue(broadcast.schedule, latest)
  const runs = due.map((dueAt) => ({
    dueAt,
    status: starts && dueAt === latest ? ('placing' as const) : ('missed' as const),
    why: outside && dueAt === latest ? ('outside_plan' as const) : null,
  }))
  const status = starts || busy ? 'sending' : next !== null ? 'scheduled' : await lastStatus(options, broadcast)
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('broadcasts')
      .set({
        status,
        next_due_at: next,
        changed_at: now,
        ...(outside && status === 'missed' && { status_reason: 'outside_plan' }),
      })
      .where('id', '=', broadcast.id)
      .where('status', '=', broadcast.status)
      .where('next_due_at', '=', broadcast.nextDueAt)
      .where('approved_hash', '=', broadcast.approval?.hash ?? '')
      .executeTakeFirst()
    if (numUpdatedRows > 0n) await insertRuns(trx, broadcast.id, runs, now)
  })
}

function timesBy({ schedule, nextDueAt }: Broadcast, now: number): number[] {
  const times: number[] = []
  for (let due = nextDueAt; due !== null && due <= now; due = nextDue(schedule, due)) times.push(due)
  return times
}

async function lastStatus({ db }: RunnerOptions, { id }: Broadcast): Promise<BroadcastStatus> {
  return (await hasBegun(db, id)) ? 'done' : 'missed'
}
