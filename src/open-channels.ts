import { createMessengerChannel, type MessengerChannel } from './channels/messenger/adapter.ts'
import { createWebChannel } from './channels/web/channel.ts'
import { createWebHub, type WebHub } from './channels/web/hub.ts'
import { createZaloChannel, type ZaloChannel } from './channels/zalo-oa/adapter.ts'
import { createDbTokenStore } from './channels/zalo-oa/db-token-store.ts'
import { systemChance } from './core/chance.ts'
import type { Account, Channel } from './core/channel.ts'
import type { Clock } from './core/clock.ts'
import type { AccountId, ProvinceId } from './core/ids.ts'
import type { Log } from './core/log.ts'
import type { Platforms } from './platforms.ts'
import type { Storage } from './storage.ts'

/** All channels, and what the chat page is told through. */
export interface Channels {
  readonly zalo: ZaloChannel
  readonly messenger: MessengerChannel
  readonly hub: WebHub
  readonly all: readonly Channel[]
  /** The accounts of all, each with its channel. */
  readonly accounts: ReadonlyMap<AccountId, Pick<Account, 'province' | 'pace'> & { readonly channel: Channel }>
}

/** Opens a channel to each platform; the chat page has an account in each of `provinces`. */
export function openChannels(
  { zalo: zaloPlatform, messenger: messengerPlatform }: Platforms,
  provinces: readonly ProvinceId[],
  { database, sealer, locks }: Pick<Storage, 'database' | 'sealer' | 'locks'>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Channels {
  const tokenStore = createDbTokenStore(database.db, sealer, locks)
  const zalo = createZaloChannel({ ...zaloPlatform, clock, log, jitter: systemChance, tokenStore })
  const messenger = createMessengerChannel({ ...messengerPlatform, log })
  const hub = createWebHub()
  const all: readonly Channel[] = [zalo, messenger, createWebChannel({ provinces, hub, clock })]
  const accounts = all.flatMap((channel) =>
    channel.accounts.map(({ id, province, pace }) => [id, { channel, province, pace }] as const),
  )
  return { zalo, messenger, hub, all, accounts: new Map(accounts) }
}
