import type { Channel, Pace, PaidWay } from '../core/channel.ts'
import type { AccountId, ChannelType, ProvinceId } from '../core/ids.ts'
import type { Broadcast } from './broadcast.ts'

/** An account whose people may be written to. */
export interface AudienceAccount {
  readonly id: AccountId
  readonly channel: ChannelType
  readonly province: ProvinceId
  /** Its platform's paid messages, where it has them. */
  readonly paid?: PaidWay | undefined
}

/** What sending needs to know of an account. */
export interface SendingAccount {
  readonly channel: Pick<Channel, 'type' | 'render' | 'approved'>
  readonly province: ProvinceId
  /** How fast it sends; left out where nothing is sent. */
  readonly pace?: Pace
}

/** The accounts that send, as those whose people may be written to. */
export function audienceAccounts(accounts: ReadonlyMap<AccountId, SendingAccount>): AudienceAccount[] {
  return [...accounts].map(([id, { channel, province }]) => ({
    id,
    channel: channel.type,
    province,
    paid: channel.approved?.paid,
  }))
}

/** The accounts whose people a broadcast is for. */
export function audienceFor(
  { province, segment }: Pick<Broadcast, 'province' | 'segment'>,
  accounts: readonly AudienceAccount[],
): AudienceAccount[] {
  return accounts.filter(
    (account) => account.province === province && (segment.channels?.includes(account.channel) ?? true),
  )
}

/** The ids of the accounts whose people a broadcast is for. */
export function accountsFor(
  broadcast: Pick<Broadcast, 'province' | 'segment'>,
  accounts: readonly AudienceAccount[],
): AccountId[] {
  return audienceFor(broadcast, accounts).map(({ id }) => id)
}
