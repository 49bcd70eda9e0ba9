import { z } from 'zod'
import type { InboundEvent } from '../../core/events.ts'
import { id, instant, list, mid, text } from './event-fields.ts'
import { eventBase, keyOf, type PersonEvent } from './messaging-event.ts'

const delivery = z.object({ mids: list, watermark: instant })
const read = z.object({ watermark: instant })
const reaction = z.object({ mid, action: text, reaction: text, emoji: text })
const edit = z.object({ mid, text, num_edit: id })

/** Reads `delivery`: the messages named (`mids` may be absent), and all that were sent until the watermark. */
export function readDelivery(event: PersonEvent): InboundEvent | null {
  const receipt = delivery.safeParse(event.content).data
  if (!receipt) return null
  const messageIds = receipt.mids.filter((mid) => typeof mid === 'string')
  if (messageIds.length === 0 && receipt.watermark === null) return null
  return { ...eventBase(event), type: 'delivered', messageIds, upTo: receipt.watermark, trackingId: null }
}

/** Reads `read`: everything up to the watermark was seen. */
export function readSeen(event: PersonEvent): InboundEvent | null {
  const receipt = read.safeParse(event.content).data
  if (!receipt || receipt.watermark === null) return null
  return { ...eventBase(event), type: 'seen', messageIds: [], upTo: receipt.watermark }
}

/** A reaction to a message; null when it does not say to which. */
export function readReaction(event: PersonEvent): InboundEvent | null {
  const sign = reaction.safeParse(event.content).data
  if (!sign || sign.mid === null) return null
  return {
    ...eventBase(event),
    type: 'reacted',
    messageId: sign.mid,
    reaction: sign.action === 'unreact' ? null : (sign.reaction ?? sign.emoji),
    by: event.fromPage ? 'us' : 'person',
  }
}

/** Reads a person's edit; each of the at most five edits of a message has its number. */
export function readEdit(event: PersonEvent): InboundEvent | null {
  const change = edit.safeParse(event.content).data
  if (!change || change.mid === null || change.text === null || event.fromPage) return null
  const externalId = change.num_edit === null ? keyOf(event) : `edited:${change.mid}:${change.num_edit}`
  return { ...eventBase(event, externalId), type: 'edited', messageId: change.mid, text: change.text }
}
