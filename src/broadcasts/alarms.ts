import { sql } from 'kysely'
import { vietnamDateTime } from '../core/clock.ts'
import { DAY_MS, HOUR_MS } from '../core/durations.ts'
import type { AccountId } from '../core/ids.ts'
import { dayOf } from '../core/vietnam-day.ts'
import type { Db } from '../db/open.ts'
import { measureBatch } from '../outbox/batch.store.ts'
import { ASIDE } from '../outbox/outbox.store.ts'
import { listBroadcasts } from './broadcast.store.ts'
import type { Broadcast } from './broadcast.ts'
import type { AlarmKind } from './desk.schema.ts'
import { isNoticeKept, type Notice } from './notice.store.ts'
import { countFailures } from './progress.ts'
import { batchOf, listOpenRuns, listRuns, type Run } from './run.store.ts'

/** Of what went wrong, nobody is told any more after so long. */
const TOLD_WITHIN_MS = 2 * DAY_MS
/** A platform that does not answer for so long is down rather than slow. */
const DOWN_AFTER_MS = HOUR_MS
const LOOKED_AT = 1000

/** Something that does not go as it should, for whoever made the broadcast and whoever approved it. */
export type Alarm = Notice & { readonly kind: AlarmKind }

/** What stands wrong with broadcasts at `now`; some of it may have been told before. */
export async function findAlarms(db: Db, now: number): Promise<Alarm[]> {
  const broadcasts = (await listBroadcasts(db, { limit: LOOKED_AT })).filter(
    ({ status, changedAt }) => status === 'sending' || changedAt > now - TOLD_WITHIN_MS,
  )
  const found: Alarm[] = []
  for (const broadcast of broadcasts) {
    found.push(...(await alarmsOfStatus(db, broadcast)))
    const runs = await listRuns(db, broadcast.id, 50)
    const recent = runs.filter(({ finishedAt }) => (finishedAt ?? now) > now - TOLD_WITHIN_MS)
    found.push(...recent.flatMap((run) => (run.status === 'missed' ? [missed(broadcast, run)] : [])))
    for (const run of recent.filter(({ status }) => status === 'done'))
      found.push(...(await givenUp(db, broadcast, run)))
  }
  for (const run of await listOpenRuns(db)) {
    const broadcast = broadcasts.find(({ id }) => id === run.broadcast)
    if (broadcast && run.held !== 'paused') found.push(...(await alarmsOfMessages(db, broadcast, run, now)))
  }
  return found
}

async function alarmsOfStatus(db: Db, broadcast: Broadcast): Promise<Alarm[]> {
  const { id, status, statusReason, changedAt } = broadcast
  if (status === 'submitted' && statusReason !== null)
    return [{ broadcast: id, kind: 'sent_back', about: String(changedAt), named: { why: statusReason } }]
  if (status !== 'paused' || statusReason !== 'failures') return []
  const about = String(changedAt)
  if (await isNoticeKept(db, { broadcast: id, kind: 'failures', about, named: {} })) return []
  const counts = await Promise.all(
    (await listOpenRuns(db, id)).map(async (run) => countFailures(await measureBatch(db, batchOf(run.id)))),
  )
  const sum = (of: 'finished' | 'failed') => String(counts.reduce((total, count) => total + count[of], 0))
  const named = { finished: sum('finished'), failed: sum('failed') }
  return [{ broadcast: id, kind: 'failures', about, named }]
}

function missed({ id, plan }: Broadcast, { id: run, dueAt, why }: Run): Alarm {
  const time = vietnamDateTime(dueAt)
  if (why === 'outside_plan' && plan !== null)
    return { broadcast: id, kind: why, about: `run ${run}`, named: { time, from: plan.from, to: plan.to } }
  return { broadcast: id, kind: 'missed', about: `run ${run}`, named: { time } }
}

async function givenUp(db: Db, { id }: Broadcast, run: Run): Promise<Alarm[]> {
  // Counting a run's messages every minute for days would be dear: hardly any is ever given up.
  const hold = await db.selectFrom('outbox_holds').select('why').where('batch', '=', batchOf(run.id)).executeTakeFirst()
  if (hold?.why !== 'too_late') return []
  const count = (await measureBatch(db, batchOf(run.id))).skipped.too_late ?? 0
  return count === 0
    ? []
    : [{ broadcast: id, kind: 'too_late', about: `run ${run.id}`, named: { count: String(count) } }]
}

/** What keeps messages of a run under way from going out, by account. */
async function alarmsOfMessages(db: Db, { id }: Broadcast, run: Run, now: number): Promise<Alarm[]> {
  const waiting = await countWaiting(db, run, now)
  return waiting.map(({ kind, account, count }): Alarm => {
    // An allowance may be used up anew each day; a token and a platform are told of once a run.
    const about = kind === 'quota' ? `run ${run.id} ${account} ${dayOf(now)}` : `run ${run.id} ${account}`
    return { broadcast: id, kind, about, named: { account, count: String(count) } }
  })
}

interface Waiting {
  readonly kind: Extract<AlarmKind, 'quota' | 'token' | 'down'>
  readonly account: AccountId
  readonly count: number
}

async function countWaiting(db: Db, run: Run, now: number): Promise<Waiting[]> {
  const rows = await db
    .selectFrom('outbox')
    .select((eb) => [
      'account_id',
      'status',
      'failure',
      'failure_code',
      eb.fn.countAll<number>().as('count'),
      eb.fn.max<number | string | null>('finished_at').as('last'),
    ])
    .where('batch', '=', batchOf(run.id))
    .where(sql<boolean>`(status = 'queued' or status = 'sent' or failure_code = ${ASIDE.quota})`)
    .groupBy(['account_id', 'status', 'failure', 'failure_code'])
    .execute()
  return [...Map.groupBy(rows, (row) => row.account_id)].flatMap(([account, ofAccount]) => {
    const count = (is: (row: (typeof rows)[number]) => boolean) =>
      ofAccount.filter(is).reduce((sum, row) => sum + Number(row.count), 0)
    const open = count(({ status }) => status === 'queued')
    const aside = count(({ failure_code: code }) => code === ASIDE.quota)
    const refused = count(({ status, failure }) => status === 'queued' && failure === 'token_invalid')
    const silent = count(({ status, failure }) => status === 'queued' && failure === 'retry_later')
    const lastSent = Math.max(run.startedAt ?? now, ...ofAccount.map(({ last }) => Number(last ?? 0)))
    return [
      ...(aside > 0 ? [{ kind: 'quota' as const, account, count: aside }] : []),
      ...(refused > 0 ? [{ kind: 'token' as const, account, count: open }] : []),
      ...(silent > 0 && now - lastSent >= DOWN_AFTER_MS ? [{ kind: 'down' as const, account, count: open }] : []),
    ]
  })
}
