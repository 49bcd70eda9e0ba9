import { hash } from 'node:crypto'
import type { InboundEvent } from '../../core/events.ts'
import { type AccountId, type ContactId, contactIdOf, platformAccountIdOf } from '../../core/ids.ts'
import { instantOf, type ZaloPayload } from './payload.ts'

/** A genuine event on its way into our words. */
export interface Reading {
  readonly payload: ZaloPayload
  readonly account: AccountId
  /** UTC ms. */
  readonly receivedAt: number
  /** As it was sent: the same at every delivery of an event. */
  readonly body: Buffer
}

/** Gives null when a field is missing without which the event means nothing. */
export type Reader = (reading: Reading) => InboundEvent | null

interface EventKey {
  /** Zalo's own name of the event. */
  readonly id?: string | null
  /** Whom or what the event is about: with the event's name and time it stands in for a name. */
  readonly subject?: string | null
  /** The event's instant where `timestamp` is not it. */
  readonly time?: string | null
}

/** What all events have. The same event has the same `externalId` however often it is delivered. */
export function eventBase(reading: Reading, key: EventKey) {
  const { payload, account, receivedAt, body } = reading
  return {
    externalId: key.id ?? [payload.event_name, payload.timestamp ?? '', key.subject ?? digestOf(body)].join(':'),
    account,
    sentAt: instantOf(key.time ?? payload.timestamp, receivedAt),
  }
}

function digestOf(body: Buffer): string {
  return hash('sha256', body, 'hex').slice(0, 16)
}

/** The contact of a Zalo user on the account that is read; null without a user. */
export function contactOf(reading: Reading, userId: string | null | undefined): ContactId | null {
  return userId ? contactIdOf(reading.account, userId) : null
}

/** The Zalo user an event is about, wherever it stands; null where there is none or only a phone number. */
export function userIdOf({ payload, account }: Reading): string | null {
  const { follower, user_id, data, sender, recipient } = payload
  const oaId = platformAccountIdOf(account)
  const party = sender?.id === oaId ? recipient?.id : sender?.id
  const found = follower?.id ?? user_id ?? data?.user_id ?? party ?? null
  return found === null || found === oaId || isPhoneOrHash(found) ? null : found
}

/** Templates sent by phone number put the number or its SHA-256 where a user id (15 to 20 digits) would stand. */
export function isPhoneOrHash(id: string): boolean {
  return /^(?:\+?84|0)\d{8,10}$/.test(id) || /^[0-9a-f]{64}$/i.test(id)
}
