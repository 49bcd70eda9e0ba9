import { z } from 'zod'
import type { UnknownEvent } from '../../core/events.ts'
import { type AccountId, type ContactId, contactIdOf } from '../../core/ids.ts'
import { fields, id, instant, stableKey } from './event-fields.ts'
import type { MessengerAccount } from './settings.ts'

/** Where in a webhook call an event stood. */
export interface Place {
  readonly account: MessengerAccount
  /** `standby`: another app or the Page's inbox owns the conversation; we may look, not answer. */
  readonly standby: boolean
  /** UTC ms; stands in for the event's own time. */
  readonly time: number
}

/** One item of `messaging[]` or `standby[]`, before its content is understood. */
export interface MessagingEvent {
  /** The key that tells what it is: `message`, `postback`, `delivery`… */
  readonly kind: string
  readonly content: unknown
  readonly account: AccountId
  readonly appId: string | null
  readonly contact: ContactId | null
  /** The Page is the sender: an echo, or something staff did. */
  readonly fromPage: boolean
  readonly standby: boolean
  readonly sentAt: number
  /** The person's id and the event's own time, as they stood there. */
  readonly stamp: readonly [personId: string | null, timestamp: number | null]
}

/** An event whose person is known, as all but account events need. */
export type PersonEvent = MessagingEvent & { readonly contact: ContactId }

const frame = z.looseObject({ sender: fields({ id }), recipient: fields({ id }), timestamp: instant })
const UNREADABLE = 'unreadable'
const FRAME_KEYS: readonly string[] = ['sender', 'recipient', 'timestamp']

/**
 * Reads the frame that all messaging events share. `knownKinds` are looked for first: the platform adds keys without
 * notice. Null when the event is addressed to another Page.
 */
export function readFrame(item: unknown, place: Place, knownKinds: ReadonlySet<string>): MessagingEvent | null {
  const { account } = place
  const event = frame.safeParse(item).data ?? { sender: null, recipient: null, timestamp: null }
  const senderId = event.sender?.id ?? null
  const recipientId = event.recipient?.id ?? null
  const fromPage = senderId === account.pageId
  if (!fromPage && recipientId !== null && recipientId !== account.pageId) return null
  const personId = fromPage ? recipientId : senderId
  const keys = Object.keys(event).filter((key) => !FRAME_KEYS.includes(key))
  const kind = keys.find((key) => knownKinds.has(key)) ?? keys[0] ?? UNREADABLE
  const content = kind === UNREADABLE ? item : (event as Record<string, unknown>)[kind]
  return {
    kind,
    content,
    account: account.id,
    appId: account.appId,
    contact: personId === null || personId === account.pageId ? null : contactIdOf(account.id, personId),
    fromPage,
    standby: place.standby,
    sentAt: event.timestamp ?? place.time,
    stamp: [personId, event.timestamp],
  }
}

/** For events that have no id of their own. */
export function keyOf({ kind, stamp, content }: MessagingEvent): string {
  return stableKey(kind, stamp, content)
}

/** Whether an event names whose conversation it is of. */
export function hasPerson(event: MessagingEvent): event is PersonEvent {
  return event.contact !== null
}

/** The parts that every event made from `event` has. */
export function eventBase(event: PersonEvent, externalId = keyOf(event)) {
  return { externalId, account: event.account, contact: event.contact, sentAt: event.sentAt }
}

/** The event kept as one that this version does not know. */
export function unknownEvent(event: MessagingEvent, kind: string): UnknownEvent {
  return {
    type: 'unknown',
    externalId: event.standby ? `standby:${keyOf(event)}` : keyOf(event),
    account: event.account,
    contact: event.contact,
    sentAt: event.sentAt,
    kind,
  }
}
