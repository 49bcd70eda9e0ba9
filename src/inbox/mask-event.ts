import type { InboundEvent } from '../core/events.ts'

/** The event with what people typed put through `mask`. A form's fields stay: they are what was asked for. */
export function maskEvent(event: InboundEvent, mask: (text: string) => string): InboundEvent {
  switch (event.type) {
    case 'message':
    case 'edited':
    case 'comment':
      return { ...event, text: mask(event.text) }
    case 'rated':
      return event.note === null ? event : { ...event, note: mask(event.note) }
    default:
      return event
  }
}
