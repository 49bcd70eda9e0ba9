import type { InboundEvent } from '../../core/events.ts'
import { ACCOUNT_READERS } from './account-events.ts'
import { CONTACT_READERS } from './contact-events.ts'
import { MESSAGE_READERS } from './message-events.ts'
import { contactOf, eventBase, type Reading, userIdOf } from './reading.ts'

/** Every event name that any list of Zalo's events has, with its reader. */
const CATALOGUE = new Map([...MESSAGE_READERS, ...CONTACT_READERS, ...ACCOUNT_READERS])

/** Puts a genuine event into our words; a name or a shape that is not known gives `unknown`, which is kept. */
export function readEvent(reading: Reading): InboundEvent {
  return CATALOGUE.get(reading.payload.event_name)?.(reading) ?? unknownEvent(reading)
}

function unknownEvent(reading: Reading): InboundEvent {
  return {
    ...eventBase(reading, {}),
    type: 'unknown',
    contact: contactOf(reading, userIdOf(reading)),
    kind: reading.payload.event_name,
  }
}
