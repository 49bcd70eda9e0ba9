import { z } from 'zod'
import type { InboundEvent } from '../../core/events.ts'
import {
  readOptin,
  readPostback,
  readReferral,
  readThreadControl,
  THREAD_CONTROL_KINDS,
} from './conversation-events.ts'
import { text } from './event-fields.ts'
import { readMessage } from './message-event.ts'
import {
  hasPerson,
  keyOf,
  type MessagingEvent,
  type PersonEvent,
  type Place,
  readFrame,
  unknownEvent,
} from './messaging-event.ts'
import { readFeedbackForm, readThumbs } from './rating-events.ts'
import { readDelivery, readEdit, readReaction, readSeen } from './receipt-events.ts'

/** Understands one kind of event; null where the content is not what that kind needs. */
type EventReader = (event: PersonEvent) => InboundEvent | null

const READERS = new Map<string, EventReader>([
  ['message', readMessage],
  ['postback', readPostback],
  ['referral', readReferral],
  ['optin', readOptin],
  ['delivery', readDelivery],
  ['read', readSeen],
  ['reaction', readReaction],
  ['message_edit', readEdit],
  ['response_feedback', readThumbs],
  ['messaging_feedback', readFeedbackForm],
  ...THREAD_CONTROL_KINDS.map((kind) => [kind, readThreadControl] as const),
])
const POLICY = 'policy_enforcement'
const KNOWN_KINDS: ReadonlySet<string> = new Set([...READERS.keys(), POLICY])

/** What may be acted on though another owns the conversation. `readMessage` lets echoes through and nothing else. */
const STANDBY_KINDS: ReadonlySet<string> = new Set(['message', 'delivery', 'read', ...THREAD_CONTROL_KINDS])

const policy = z.object({ action: text, reason: text })

/** Reads one item of `messaging[]` or `standby[]`. Null when it is addressed to another Page. */
export function readMessagingEvent(item: unknown, place: Place): InboundEvent | null {
  const event = readFrame(item, place, KNOWN_KINDS)
  if (event === null) return null
  if (event.kind === POLICY) return readPolicy(event)
  if (!hasPerson(event)) return unknownEvent(event, event.kind)
  if (event.standby && !STANDBY_KINDS.has(event.kind)) return unknownEvent(event, 'standby')
  return READERS.get(event.kind)?.(event) ?? unknownEvent(event, event.kind)
}

/** Reads a warning, block or unblock of the Page: the only messaging event without a person. */
function readPolicy(event: MessagingEvent): InboundEvent {
  const { action, reason } = policy.safeParse(event.content).data ?? { action: null, reason: null }
  if (action === null) return unknownEvent(event, POLICY)
  return {
    type: 'notice',
    externalId: keyOf(event),
    account: event.account,
    contact: null,
    sentAt: event.sentAt,
    kind: 'policy',
    detail: { event: POLICY, action, ...(reason === null ? {} : { reason }) },
  }
}
