import type { MessengerEvent } from './events.ts'
import { numericId } from './wire.ts'

/** Oddities of real traffic. All are off at first; a test switches on what it wants. */
export interface Chaos {
  /** Every event is posted twice, with another `entry.time`. */
  duplicate: boolean
  /** Every other event is held back for a moment, so that the next one overtakes it. */
  reorder: boolean
  /** The echo of a message is posted before the send call is answered. */
  echoFirst: boolean
  echoWithoutAppId: boolean
  deliveryWithoutMids: boolean
  secondsTimestamps: boolean
  /** Something nobody has heard of rides along with every event. */
  unknownEvent: boolean
  badSignature: boolean
  /** Events name another Page, as when one callback serves several. */
  wrongPageId: boolean
  /** Ids are written as JSON numbers. */
  numberIds: boolean
  /** `@`, `<` and `%` are escaped as well. */
  escapeMore: boolean
}

/** Everything as the platform promises. */
export function noChaos(): Chaos {
  return {
    duplicate: false,
    reorder: false,
    echoFirst: false,
    echoWithoutAppId: false,
    deliveryWithoutMids: false,
    secondsTimestamps: false,
    unknownEvent: false,
    badSignature: false,
    wrongPageId: false,
    numberIds: false,
    escapeMore: false,
  }
}

export const OTHER_PAGE_ID = '999000999000999'

/** The events of one POST as the chaos in force leaves them. */
export function disturb(events: readonly MessengerEvent[], chaos: Chaos): MessengerEvent[] {
  const disturbed = events.map((event) => ({ ...event, body: disturbBody(event.body, chaos) }))
  const first = disturbed[0]
  if (!chaos.unknownEvent || !first || first.field === 'feed') return disturbed
  const { sender, recipient, timestamp } = first.body
  return [...disturbed, { field: first.field, body: { sender, recipient, timestamp, brand_new_event: { x: 1 } } }]
}

function disturbBody(body: MessengerEvent['body'], chaos: Chaos): MessengerEvent['body'] {
  const changed: Record<string, unknown> = { ...body }
  if (chaos.secondsTimestamps && typeof body.timestamp === 'number')
    changed.timestamp = Math.floor(body.timestamp / 1000)
  if (chaos.deliveryWithoutMids && isRecord(body.delivery)) changed.delivery = without(body.delivery, 'mids')
  if (chaos.echoWithoutAppId && isRecord(body.message)) changed.message = without(body.message, 'app_id')
  for (const end of ['sender', 'recipient']) {
    const party = body[end]
    if (chaos.numberIds && isRecord(party) && typeof party.id === 'string')
      changed[end] = { ...party, id: numericId(party.id) }
  }
  return changed
}

function without(record: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
