import { vietnamDate } from '../core/clock.ts'
import { CHANNEL_TYPES, type ChannelType } from '../core/ids.ts'
import type { Province } from '../places/provinces.ts'
import type { Broadcast } from './broadcast.ts'
import { messageOf } from './content.ts'

/** What people would read, for each channel that a broadcast goes to. */
export function textsByChannel(
  broadcast: Broadcast,
  province: Province,
): Readonly<Partial<Record<ChannelType, string>>> {
  const date = vietnamDate(broadcast.nextDueAt ?? broadcast.changedAt)
  const channels = broadcast.segment.channels ?? CHANNEL_TYPES
  return Object.fromEntries(
    channels.map((channel) => {
      const message = messageOf(broadcast.content, { channel, province, date })
      return [channel, 'text' in message ? message.text : '']
    }),
  )
}
