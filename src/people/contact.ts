import type { AccountId, ContactId } from '../core/ids.ts'

/** A person on one account, as the conversation knows them. Instants are UTC ms. */
export interface Contact {
  readonly id: ContactId
  readonly account: AccountId
  /** 0 before the first turn; raised by each. */
  readonly version: number
  /** What the conversation remembers, in a form that the engine alone understands; null at first. */
  readonly state: unknown
  /** Since when the person wants no announcements. Questions are answered all the same. */
  readonly optedOutAt: number | null
  /** Until when staff have the conversation and the assistant keeps silent. */
  readonly mutedUntil: number | null
  readonly firstSeenAt: number
  readonly lastEventAt: number
}

/** A person who was never seen before; `now` in UTC ms. */
export function newContact(id: ContactId, account: AccountId, now: number): Contact {
  return {
    id,
    account,
    version: 0,
    state: null,
    optedOutAt: null,
    mutedUntil: null,
    firstSeenAt: now,
    lastEventAt: now,
  }
}
