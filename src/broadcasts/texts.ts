import { vietnamDate } from '../core/clock.ts'
import { CHANNEL_TYPES, type ChannelType } from '../core/ids.ts'
import type { Province } from '../places/provinces.ts'
import type { Broadcast } from './broadcast.ts'
import { messageOf } from './content.ts'
import type { Run } from './run.store.ts'
import { nextDue, type Schedule } from './schedule.ts'

/**
 * What people would read, for each channel that a broadcast goes to; `runs`, newest first: the day in the text is that of
 * the run under way, else of the next one, else of the last.
 */
export function textsByChannel(
  broadcast: Broadcast,
  province: Province,
  runs: readonly Pick<Run, 'dueAt' | 'status'>[] = [],
): Readonly<Partial<Record<ChannelType, string>>> {
  const date = vietnamDate(dueShown(broadcast, runs))
  const channels = broadcast.segment.channels ?? CHANNEL_TYPES
  return Object.fromEntries(
    channels.map((channel) => {
      const message = messageOf(broadcast.content, { channel, province, date })
      return [channel, 'text' in message ? message.text : '']
    }),
  )
}

function dueShown(
  { schedule, nextDueAt, changedAt }: Broadcast,
  runs: readonly Pick<Run, 'dueAt' | 'status'>[],
): number {
  const open = runs.find(({ status }) => status === 'placing' || status === 'sending')
  const last = nextDue(schedule, changedAt) === null ? runs[0] : undefined
  return open?.dueAt ?? nextDueAt ?? last?.dueAt ?? firstDue(schedule, changedAt)
}

/** The first time a schedule is due after `now`, or, once it is over, its very first (UTC ms). */
export function firstDue(schedule: Schedule, now: number): number {
  return nextDue(schedule, now) ?? nextDue(schedule, 0) ?? now
}
