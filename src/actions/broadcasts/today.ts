import { listBroadcasts } from '../../broadcasts/broadcast.store.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import type { BroadcastStatus } from '../../broadcasts/broadcasts.schema.ts'
import { codeOf } from '../../broadcasts/code.ts'
import { minutesLeft, type RunProgress, showProgress } from '../../broadcasts/progress.ts'
import { mayHandle } from '../../broadcasts/rights.ts'
import { nextDue } from '../../broadcasts/schedule.ts'
import { vietnamDate, vietnamTime } from '../../core/clock.ts'
import { fill } from '../../core/fill.ts'
import { dayOf } from '../../core/vietnam-day.ts'
import type { StaffMember } from '../../staff/member.ts'
import { type StaffTurn, sayAtDesk } from '../desk-turn.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { failureSaid, numberSaid, reasonSaid } from './say-broadcast.ts'

const LOOKED_AT = 500
const SHOWN = 6
const WITHOUT_DUE: readonly BroadcastStatus[] = ['submitted', 'approved', 'paused']

/** How the announcements of today stand that the member may deal with. */
export async function showBroadcastsToday(desk: BroadcastDesk, member: StaffMember, now: number): Promise<StaffTurn> {
  const { today } = desk.says
  const ofUnit = (await listBroadcasts(desk.db, { limit: LOOKED_AT })).filter(
    (broadcast) => broadcast.status !== 'draft' && mayHandle(desk.units, member, broadcast),
  )
  const seen: { broadcast: Broadcast; runs: readonly RunProgress[] }[] = []
  for (const broadcast of ofUnit) {
    const runs = (await showProgress(desk.db, broadcast.id, 3)).filter(
      ({ run }) => isOfToday(run.dueAt, now) || isOpen(run),
    )
    const due = dueOf(broadcast, now)
    if ((due !== null && isOfToday(due, now)) || runs.length > 0) seen.push({ broadcast, runs })
  }
  const [first] = seen
  if (!first) return sayAtDesk(today.none)
  const more = seen.length - SHOWN
  const blocks = seen.slice(0, SHOWN).map(({ broadcast, runs }) => blockOf(desk, broadcast, runs, now))
  const text = [
    fill(today.head, { date: vietnamDate(now) }),
    ...blocks,
    ...(more > 0 ? [fill(today.more, { count: String(more) })] : []),
    fill(today.how, { code: codeOf(first.broadcast.id) }),
  ]
  return sayAtDesk(text.join('\n\n'))
}

function blockOf(desk: BroadcastDesk, broadcast: Broadcast, runs: readonly RunProgress[], now: number): string {
  const { today } = desk.says
  const { id, title, status } = broadcast
  const state = desk.labels.broadcasts.states[status]
  const due = dueOf(broadcast, now)
  return [
    fill(today.broadcast, { code: codeOf(id), title, state }),
    ...runs.flatMap((run) => linesOf(desk, run, now)),
    ...(due !== null && due > now && isOfToday(due, now) ? [fill(today.due, { time: vietnamTime(due) })] : []),
  ].join('\n')
}

function linesOf(desk: BroadcastDesk, progress: RunProgress, now: number): string[] {
  const { today } = desk.says
  const { run, messages, receipts } = progress
  const left = minutesLeft(progress, now)
  const skipped = { ...messages.skipped, ...run.leftOut }
  return [
    fill(today.run, {
      time: vietnamTime(run.dueAt),
      sent: numberSaid(messages.sent),
      delivered: numberSaid(receipts.delivered),
      seen: numberSaid(receipts.seen),
      unknown: numberSaid(messages.unknown),
      rest: numberSaid(messages.open + messages.held),
    }),
    ...(left === null ? [] : [fill(today.left, { minutes: numberSaid(left) })]),
    ...Object.entries(messages.failed).map(([reason, count]) =>
      fill(today.failed, { why: failureSaid(desk, reason), count: numberSaid(count) }),
    ),
    ...Object.entries(skipped).map(([reason, count]) =>
      fill(today.skipped, { why: reasonSaid(desk, reason), count: numberSaid(count) }),
    ),
  ]
}

/** When it goes out next. Until its approval is taken up, and while it is paused, its schedule alone tells. */
function dueOf({ status, schedule, nextDueAt }: Broadcast, now: number): number | null {
  return nextDueAt ?? (WITHOUT_DUE.includes(status) ? nextDue(schedule, now) : null)
}

function isOfToday(instant: number, now: number): boolean {
  return dayOf(instant) === dayOf(now)
}

function isOpen({ status }: RunProgress['run']): boolean {
  return status === 'placing' || status === 'sending'
}
