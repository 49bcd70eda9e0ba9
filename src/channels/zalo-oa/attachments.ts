import { z } from 'zod'
import type { Attachment } from '../../core/events.ts'
import { text, webUrl } from './fields.ts'

type Location = Extract<Attachment, { type: 'location' }>

const attachment = z.object({
  type: text,
  payload: z
    .object({ url: webUrl, name: text, title: text, description: text, coordinates: z.unknown() })
    .partial()
    .catch({}),
})

const degrees = (limit: number) =>
  z.union([z.number(), z.string().trim().min(1).transform(Number)]).pipe(z.number().min(-limit).max(limit))
const coordinates = z.object({ latitude: degrees(90), longitude: degrees(180) })

const businessCard = z.object({ phone: text })

/** Reads one element of `message.attachments`; what cannot be understood is kept by its platform type alone. */
export function readAttachment(raw: unknown): Attachment {
  const parsed = attachment.safeParse(raw)
  if (!parsed.success || parsed.data.type === null) return { type: 'other', platformType: 'unreadable' }
  const { type, payload } = parsed.data
  const { url = null, name = null, title = null, description = null } = payload
  switch (type) {
    case 'image':
    case 'gif':
    case 'video':
    case 'audio':
    case 'sticker':
      return { type, url }
    case 'file':
      return { type, url, name }
    case 'link':
      return readBusinessCard(description) ?? { type, url, title: title ?? description }
    case 'location':
      return readLocation(payload.coordinates) ?? { type: 'other', platformType: type }
    default:
      return { type: 'other', platformType: type.slice(0, 100) }
  }
}

/** A place, its degrees given as numbers or as text; null where it is no place on earth. */
export function readLocation(raw: unknown): Location | null {
  const parsed = coordinates.safeParse(raw)
  return parsed.success ? { type: 'location', ...parsed.data } : null
}

/** A business card comes as a link whose `description` is JSON text with a phone number and a QR code. */
function readBusinessCard(description: string | null): Attachment | null {
  if (!description?.startsWith('{')) return null
  try {
    const card = businessCard.safeParse(JSON.parse(description))
    return card.success && card.data.phone !== null ? { type: 'business_card', phone: card.data.phone } : null
  } catch {
    return null
  }
}
