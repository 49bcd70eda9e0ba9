import { z } from 'zod'
import { DAY_MS } from '../../core/durations.ts'
import type { AccountNotice, InboundEvent } from '../../core/events.ts'
import { fields, id, instant, stableKey, text } from './event-fields.ts'
import { isMarketingField, readMarketing } from './marketing-events.ts'
import type { Place } from './messaging-event.ts'

const change = z.object({ field: text, value: z.record(z.string(), z.unknown()).catch({}) })
const comment = z.object({
  item: text,
  verb: text,
  comment_id: id,
  message: text,
  from: fields({ id }),
  created_time: instant,
})

/** The reference page and the utility-message page disagree on the name; both are taken. */
const TEMPLATE_FIELDS: readonly (string | null)[] = [
  'message_template_status_update',
  'messenger_template_status_update',
]

/** Reads one item of `changes[]`: comments under posts, reviews of templates, results of paid messages. */
export function readChange(item: unknown, place: Place): InboundEvent {
  const { field, value } = change.safeParse(item).data ?? { field: null, value: {} }
  if (field === 'feed') return readFeed(value, place)
  if (TEMPLATE_FIELDS.includes(field)) return readTemplateStatus(field ?? '', value, place)
  if (field !== null && isMarketingField(field)) return readMarketing(field, value, place)
  return unknownChange(field ?? 'change', value, place)
}

function readFeed(value: Record<string, unknown>, place: Place): InboundEvent {
  const post = comment.parse(value)
  // The Page's own comments are answers already.
  if (post.item !== 'comment' || post.comment_id === null || post.from?.id === place.account.pageId) {
    return unknownChange(`feed.${post.item ?? 'change'}`, value, place)
  }
  const verb = post.verb ?? 'add'
  return {
    type: 'comment',
    externalId: stableKey('comment', [post.comment_id, verb], post.message),
    account: place.account.id,
    contact: null,
    sentAt: post.created_time ?? place.time,
    commentId: post.comment_id,
    verb,
    text: post.message ?? '',
  }
}

function readTemplateStatus(field: string, value: Record<string, unknown>, place: Place): AccountNotice {
  const facts = Object.entries(value).filter(([, fact]) => typeof fact === 'string' || typeof fact === 'number')
  return {
    type: 'notice',
    externalId: dayKey(field, value, place),
    account: place.account.id,
    contact: null,
    sentAt: place.time,
    kind: 'template',
    detail: { ...Object.fromEntries(facts.map(([name, fact]) => [name, String(fact)])), field },
  }
}

function unknownChange(kind: string, value: Record<string, unknown>, place: Place): InboundEvent {
  return {
    type: 'unknown',
    externalId: dayKey(kind, value, place),
    account: place.account.id,
    contact: null,
    sentAt: place.time,
    kind,
  }
}

/**
 * These changes have no time of their own, and the same may rightly come again (a template is paused for a second
 * time). A delivery is repeated for an hour at most, so the day tells a repeated delivery from a repeated change.
 */
function dayKey(kind: string, value: Record<string, unknown>, place: Place): string {
  return stableKey(kind, [Math.floor(place.time / DAY_MS)], value)
}
