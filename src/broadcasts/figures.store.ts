import type { ProvinceId } from '../core/ids.ts'
import type { Period } from '../core/period.ts'
import { TimeSlice } from '../core/time-slice.ts'
import type { Db } from '../db/open.ts'
import { countAside, measureBatch } from '../outbox/batch.store.ts'
import { measureReceipts } from '../outbox/receipts.store.ts'
import './broadcasts.schema.ts'
import { countFailures } from './progress.ts'
import { batchOf } from './run.store.ts'
import './ways.schema.ts'

/** Announcements of a province that were due in a period; exercises ("training") do not count. */
export interface BroadcastFigures {
  /** Times that one was due and begun. */
  readonly runs: number
  /** Times that went by while nothing could be sent. */
  readonly missed: number
  readonly sent: number
  /** As far as the platforms told. */
  readonly delivered: number
  readonly seen: number
  readonly failed: number
  readonly unknown: number
  /** Not sent yet, held back, or waiting for an allowance. */
  readonly waiting: number
  /** Articles that went to the followers of an account. */
  readonly articles: number
  /** People who got none, by the reason: of `LEFT_OUT`, or why a message was skipped later. */
  readonly leftOut: Readonly<Record<string, number>>
}

const SLICE_MS = 2
/** Skipped, and still to come; or sent in another form. */
const NOT_LEFT_OUT: readonly string[] = ['quota', 'window_closed', 'replaced']

/** The announcements of a province in a period, each run counted from the outbox as its own page does. */
export async function broadcastFigures(db: Db, province: ProvinceId, period: Period): Promise<BroadcastFigures> {
  const runs = await db
    .selectFrom('broadcast_runs as run')
    .innerJoin('broadcasts as b', 'b.id', 'run.broadcast_id')
    .select(['run.id', 'run.status', 'run.left_out'])
    .where('b.province', '=', province)
    .where('b.training', '=', 0)
    .where('run.due_at', '>=', period.from)
    .where('run.due_at', '<', period.until)
    .orderBy('run.id')
    .execute()
  const sums = { runs: 0, missed: 0, sent: 0, delivered: 0, seen: 0, failed: 0, unknown: 0, waiting: 0, articles: 0 }
  const leftOut: Record<string, number> = {}
  const leave = (reasons: Readonly<Record<string, number>>) => {
    for (const [reason, count] of Object.entries(reasons)) leftOut[reason] = (leftOut[reason] ?? 0) + count
  }
  const slices = new TimeSlice(SLICE_MS)
  for (const run of runs) {
    await slices.enter()
    if (run.status === 'missed') {
      sums.missed++
      continue
    }
    sums.runs++
    const messages = await measureBatch(db, batchOf(run.id))
    const { delivered, seen } = await measureReceipts(db, batchOf(run.id))
    sums.sent += messages.sent
    sums.delivered += delivered
    sums.seen += seen
    sums.failed += countFailures(messages).failed
    sums.unknown += messages.unknown
    sums.waiting += messages.open + messages.held + countAside(messages)
    sums.articles += await countArticles(db, run.id)
    leave(JSON.parse(run.left_out) as Record<string, number>)
    leave(Object.fromEntries(Object.entries(messages.skipped).filter(([reason]) => !NOT_LEFT_OUT.includes(reason))))
  }
  return { ...sums, leftOut }
}

async function countArticles(db: Db, run: number): Promise<number> {
  const { count } = await db
    .selectFrom('article_posts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('run_id', '=', run)
    .where('status', '=', 'sent')
    .executeTakeFirstOrThrow()
  return Number(count)
}
