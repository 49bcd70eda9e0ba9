import { sql } from 'kysely'
import type { Clock } from '../core/clock.ts'
import { DAY_MS } from '../core/durations.ts'
import type { AccountId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { TimeSlice } from '../core/time-slice.ts'
import type { Db } from '../db/open.ts'
import {
  type BatchProgress,
  countAside,
  dropBatch,
  holdBatch,
  measureBatch,
  releaseBatch,
} from '../outbox/batch.store.ts'
import { dropArticles, hasOpenArticle } from './article.store.ts'
import { askQuotas } from './ask-quotas.ts'
import { accountsFor, audienceAccounts, audienceFor } from './audience-accounts.ts'
import { SYSTEM } from './audit.ts'
import { moveBroadcast } from './broadcast.store.ts'
import type { Broadcast } from './broadcast.ts'
import type { BroadcastStatus } from './broadcasts.schema.ts'
import { pauseBroadcast } from './control.ts'
import { offersFor } from './offers.ts'
import { type PlacingOptions, pagesAhead, placeBatch, type Sending } from './place.ts'
import { isOutsidePlan } from './plan-dates.ts'
import { countFailures, failsTooOften } from './progress.ts'
import { purseOf } from './purse.ts'
import { giveBackQuota } from './quota.store.ts'
import { releaseWaiting } from './release-waiting.ts'
import { rendererOf } from './render.ts'
import { replanClosed } from './replan-closed.ts'
import { isOpenAt } from './rules.ts'
import { batchOf, finishRun, holdRun, listOpenRuns, type Run } from './run.store.ts'

/**
 * Messages of a run that wait in the outbox at once: what its accounts send in two minutes. So they never wait for the
 * next look at the clock, and a pause takes few out of the line.
 */
const WAITING_SECONDS = 120
const LEAST_WAITING = 4000
/** Recipients are fixed for so long before the event loop turns, and whoever wrote meanwhile is answered. */
const SLICE_MS = 25
/** A run that is not through by then is given up: nobody wants yesterday's announcement. */
const GIVE_UP_AFTER_MS = DAY_MS
/** An allowance of a day comes back on the next one; who bought more may take a working day longer. */
const WAIT_FOR_QUOTA_MS = 3 * DAY_MS

export interface RunningOptions extends PlacingOptions {
  readonly clock: Clock
  readonly log: Log
  /** Something of this account stands in the outbox. */
  readonly onQueued: (account: AccountId) => void
  /** Called before recipients are fixed, and what it gives is disposed of afterwards: whatever else may wait that long. */
  readonly whilePlacing?: () => Disposable
  /** How many messages of a run one look may put in; without it as many as may wait. */
  readonly mostALook?: number
  /** Puts in no more once this says so. */
  readonly stopping?: AbortSignal
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
  const isLate = now > (run.resentAt ?? run.dueAt) + GIVE_UP_AFTER_MS && !(await waitsForQuota(db, run, now))
  // As after a night's rest, or an allowance's.
  if (isLate || isOutsidePlan(broadcast, now)) return giveUp(options, broadcast, run, now)
  const standing = await keepHours(options, broadcast, run, now)
  if (standing === null) return
  const messages = await measureBatch(db, batchOf(run.id))
  if (failsTooOften(countFailures(messages), run.accepted))
    return pauseBroadcast(db, broadcast.id, { actor: SYSTEM, reason: 'failures', now })
  const last = await moveOn(options, broadcast, standing, messages)
  if (last?.status !== 'sending') return
  const rest = await measureBatch(db, batchOf(run.id))
  if (rest.open + rest.held + countAside(rest) > 0 || (await hasOpenArticle(db, run.id))) return
  if (await options.stillPosting?.(broadcast, standing)) return
  await finish(options, broadcast, run, now)
}

/** Whether a run that is late has only messages left that wait for an allowance, and may wait on. */
async function waitsForQuota(db: Db, run: Run, now: number): Promise<boolean> {
  if (run.status !== 'sending' || now > run.dueAt + WAIT_FOR_QUOTA_MS) return false
  const messages = await measureBatch(db, batchOf(run.id))
  return messages.open + messages.held === 0 && countAside(messages) > 0
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

/** Finds ways for what was set aside, and puts in more; gives the run as it then stands, or null when it may not go on. */
async function moveOn(
  options: RunningOptions,
  broadcast: Broadcast,
  run: Run,
  messages: BatchProgress,
): Promise<Run | null> {
  if (run.status === 'sending' && countAside(messages) === 0) return run
  const now = options.clock.now()
  const audience = audienceFor(broadcast, audienceAccounts(options.accounts))
  const accounts = audience.map(({ id }) => id)
  const { rules, provinces } = options
  const offers = await offersFor(options.db, broadcast, audience, { rules, provinces, run: run.id, now })
  await askQuotas(options, offers, now)
  const sending: Sending = { renderer: rendererOf(options, broadcast, run.dueAt), offers }
  if (countAside(messages) > 0) {
    await replanClosed(options, broadcast, run, sending, now)
    await releaseWaiting(options, run, accounts, now)
    for (const account of accounts) options.onQueued(account)
  }
  using _ = options.whilePlacing?.()
  return await placeMore(options, broadcast, run, sending, roomFor(options, accounts, messages))
}

function roomFor(
  { accounts, mostALook = Number.POSITIVE_INFINITY }: RunningOptions,
  used: readonly AccountId[],
  { open }: BatchProgress,
): number {
  const perSecond = used.reduce((sum, id) => sum + (accounts.get(id)?.pace?.perSecond ?? 0), 0)
  return Math.min(mostALook, Math.max(LEAST_WAITING, Math.ceil(perSecond * WAITING_SECONDS)) - open)
}

/** Puts in messages until `room` is used up; gives the run as it then stands, or null when it may not go on. */
async function placeMore(
  options: RunningOptions,
  broadcast: Broadcast,
  run: Run,
  sending: Sending,
  room: number,
): Promise<Run | null> {
  if (run.status !== 'placing' || room <= 0) return run
  let current = run
  let left = room
  const slice = new TimeSlice(SLICE_MS)
  let purse = await purseOf(options.db, broadcast, run.id, [...sending.offers.keys()], options.clock.now())
  for await (const page of pagesAhead(options, broadcast, run, sending, room)) {
    await slice.enter()
    if (left <= 0 || options.stopping?.aborted) break
    const placed = await placeBatch(options, broadcast, current, page, sending, purse, options.clock.now())
    if (placed.type === 'stopped') return null
    current = placed.run
    purse = placed.purse
    left -= placed.messages
    for (const account of placed.accounts) options.onQueued(account)
  }
  return current
}

/** What was being sent just now still counts; what waits is dropped. */
async function giveUp(options: RunningOptions, broadcast: Broadcast, run: Run, now: number): Promise<void> {
  if (run.held === 'paused') return
  await dropBatch(options.db, batchOf(run.id), 'too_late', now)
  await dropArticles(options.db, run.id, now)
  await finish(options, broadcast, run, now)
}

async function finish({ db }: RunningOptions, broadcast: Broadcast, run: Run, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // The broadcast first, as whoever sends it again does: of the two, one waits for the other.
    if (!(await moveBroadcast(trx, broadcast.id, ['sending'], 'sending', now))) return
    if (!(await finishRun(trx, run, now))) return
    await trx
      .updateTable('broadcasts')
      .set({ status: sql<BroadcastStatus>`case when next_due_at is null then 'done' else 'scheduled' end` })
      .where('id', '=', broadcast.id)
      .execute()
    await giveBackQuota(trx, run.id)
  })
}
