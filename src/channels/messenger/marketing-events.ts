import { z } from 'zod'
import type { InboundEvent } from '../../core/events.ts'
import { contactIdOf } from '../../core/ids.ts'
import { id, instant, stableKey, text } from './event-fields.ts'
import type { Place } from './messaging-event.ts'

/** Results of paid marketing messages: flat objects whose ids are numbers and whose person may be left out. */
const result = z.object({
  page_id: id,
  recipient_id: id,
  message_id: id,
  marketing_message_tracking_id: id,
  error_message: text,
  timestamp: instant,
})

/** Whether a changed field is one of paid messages. */
export function isMarketingField(field: string): boolean {
  return field.startsWith('marketing_message_')
}

/** The Page that a flat object without an envelope is about; null when it is no such object. */
export function pageOfMarketing(body: Record<string, unknown>): string | null {
  return result.parse(body).page_id
}

/** Reads one result; `field` is null where it came without a name and must be told by its parts. */
export function readMarketing(field: string | null, value: Record<string, unknown>, place: Place): InboundEvent {
  const read = result.parse(value)
  const kind = field ?? (read.error_message === null ? 'marketing_message' : 'marketing_message_delivery_failed')
  const trackingId = read.marketing_message_tracking_id
  const base = {
    externalId: stableKey(kind, [read.recipient_id, read.timestamp], value),
    account: place.account.id,
    sentAt: read.timestamp ?? place.time,
  }
  const contact = read.recipient_id === null ? null : contactIdOf(place.account.id, read.recipient_id)
  if (kind === 'marketing_message_delivery_failed') {
    return {
      ...base,
      type: 'notice',
      contact: null,
      kind: 'delivery',
      detail: {
        event: kind,
        ...(read.error_message === null ? {} : { error: read.error_message }),
        ...(read.message_id === null ? {} : { campaignId: read.message_id }),
        ...(trackingId === null ? {} : { undelivered: trackingId }),
      },
    }
  }
  if (kind === 'marketing_message_deliveries' && contact !== null) {
    // `message_id` here names the campaign; what the sending of this message answered is the tracking id.
    return {
      ...base,
      type: 'delivered',
      contact,
      messageIds: trackingId === null ? [] : [trackingId],
      upTo: null,
      trackingId,
    }
  }
  return { ...base, type: 'unknown', contact, kind }
}
