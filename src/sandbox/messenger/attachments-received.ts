import { numericId } from './wire.ts'

export const ATTACHMENT_KINDS = ['image', 'audio', 'video', 'file', 'sticker', 'reel', 'fallback', 'location'] as const
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number]

const CDN = 'https://cdn.sandbox.test'
/** The small thumb-up. */
const THUMB_UP = '369239263222822'

/** An attachment of a person's message as the platform writes it. The addresses lead nowhere. */
export function attachmentOf(kind: AttachmentKind): object {
  switch (kind) {
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return { type: kind, payload: { url: `${CDN}/${kind}/1?oe=6A00` } }
    case 'sticker':
      return { type: kind, payload: { sticker_id: numericId(THUMB_UP), url: `${CDN}/s/like.png` } }
    case 'reel':
      return { type: kind, payload: { url: '/reel/1', title: 'Video', reel_video_id: numericId('23850000000000001') } }
    case 'fallback':
      // Link shares and unsupported content often come without any payload.
      return { type: kind }
    case 'location':
      return { type: kind, payload: { coordinates: { lat: 13.98, long: 108 } } }
  }
}
