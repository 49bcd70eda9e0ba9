import { randomBytes } from 'node:crypto'

declare const brand: unique symbol
/** A string that names one kind of thing: passing a `BroadcastId` where an `InboxId` is wanted does not compile. */
export type Id<Name extends string> = string & { readonly [brand]: Name }

/** The platforms a citizen may write on. A new channel adds its name here and its folder under `channels/`. */
export const CHANNEL_TYPES = ['zalo-oa', 'messenger', 'web'] as const
export type ChannelType = (typeof CHANNEL_TYPES)[number]

/** One OA, Page or chat page: `zalo-oa:4000000000000000004`. */
export type AccountId = Id<'Account'>
/** One person on one account (platforms scope their ids to the account): `zalo-oa:4000…/2000…`. */
export type ContactId = Id<'Contact'>
/** A topic of `data/topics.yaml`: `vneid.quen-mat-khau`. */
export type TopicId = Id<'Topic'>
/** A province's folder name in `data/provinces`: `gia-lai`. */
export type ProvinceId = Id<'Province'>

/** The account that a platform knows by its own id. */
export function accountIdOf(channel: ChannelType, platformId: string): AccountId {
  return `${channel}:${platformId}` as AccountId
}

/** The person whom a platform knows by its own id, on one account. */
export function contactIdOf(account: AccountId, platformUserId: string): ContactId {
  return `${account}/${platformUserId}` as ContactId
}

/** The platform of an account or a person. */
export function channelOf(id: AccountId | ContactId): ChannelType {
  return id.slice(0, id.indexOf(':')) as ChannelType
}

/** The account on which a person writes. */
export function accountOf(contact: ContactId): AccountId {
  return contact.slice(0, contact.indexOf('/')) as AccountId
}

/** The id the platform itself gave the person, as it must appear in calls to that platform. */
export function platformUserIdOf(contact: ContactId): string {
  return contact.slice(contact.indexOf('/') + 1)
}

/** The id the platform itself gave the account. */
export function platformAccountIdOf(account: AccountId): string {
  return account.slice(account.indexOf(':') + 1)
}

/** Where new ids come from, so that tests can foresee them. */
export interface Ids {
  /** A new id: 26 characters, unique over processes, later ones sort later. */
  next(): string
}

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz'

/** ULIDs (https://github.com/ulid/spec), lower case: 48 bits of time, 80 bits of chance. */
export function createIds(now: () => number): Ids {
  return {
    next() {
      let time = now()
      let stamp = ''
      for (let i = 0; i < 10; i++) {
        stamp = CROCKFORD[time % 32] + stamp
        time = Math.floor(time / 32)
      }
      let chance = ''
      for (const byte of randomBytes(16)) chance += CROCKFORD[byte & 31]
      return stamp + chance
    },
  }
}
