import { z } from 'zod'
import type { Attachment } from '../../core/events.ts'
import { fields, id, text } from './event-fields.ts'

const coordinates = fields({ lat: z.number().min(-90).max(90), long: z.number().min(-180).max(180) })
const attachment = z.object({
  type: text,
  url: text,
  title: text,
  payload: fields({ url: text, title: text, sticker_id: id, coordinates }),
})
type PlatformAttachment = z.infer<typeof attachment>

/** Shared posts and reels may come with a path alone. */
const FACEBOOK = 'https://www.facebook.com'

/** The attachments of a message, in order. What has no type of ours stays, as `other`. */
export function readAttachments(items: readonly unknown[]): Attachment[] {
  const read = items.map((item) => attachment.safeParse(item).data ?? null)
  const stickerIds = new Set(read.filter((item) => item?.type === 'sticker').map(stickerIdOf))
  return read.filter((item) => !isStickerTwin(item, stickerIds)).map(toAttachment)
}

function stickerIdOf(item: PlatformAttachment | null): string | null {
  return item?.payload?.sticker_id ?? null
}

/** Until 30 August 2026 the platform sent a sticker twice: as `sticker`, and as an `image` with the same id. */
function isStickerTwin(item: PlatformAttachment | null, stickerIds: ReadonlySet<string | null>): boolean {
  const stickerId = stickerIdOf(item)
  return item?.type === 'image' && stickerId !== null && stickerIds.has(stickerId)
}

function toAttachment(item: PlatformAttachment | null): Attachment {
  const url = webAddress(item?.payload?.url ?? item?.url ?? null)
  const title = item?.payload?.title ?? item?.title ?? null
  switch (item?.type) {
    case 'image':
      return { type: stickerIdOf(item) === null ? 'image' : 'sticker', url }
    case 'audio':
    case 'video':
    case 'sticker':
      return { type: item.type, url }
    case 'file':
      return { type: 'file', url, name: title }
    case 'reel':
    case 'ig_reel':
    case 'post':
    case 'ig_post':
    case 'share':
      return { type: 'link', url, title }
    case 'fallback':
      // Without a payload it stands for something that this version of the platform's API cannot show.
      return item.payload === null && url === null && title === null ? other(item) : { type: 'link', url, title }
    case 'location': {
      const point = item.payload?.coordinates
      return point ? { type: 'location', latitude: point.lat, longitude: point.long } : other(item)
    }
    default:
      return other(item)
  }
}

function other(item: PlatformAttachment | null): Attachment {
  return { type: 'other', platformType: item?.type ?? 'unreadable' }
}

/** Fallbacks are known to carry junk such as a path of the sender's own phone: only web addresses pass. */
function webAddress(url: string | null): string | null {
  if (url === null) return null
  if (/^https?:\/\//i.test(url)) return url
  return url.startsWith('/') ? (URL.parse(url, FACEBOOK)?.href ?? null) : null
}
