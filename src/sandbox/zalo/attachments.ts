/** What a person can send besides text; also the end of the event's name, `user_send_<kind>`. */
export const ATTACHMENT_KINDS = [
  'image',
  'gif',
  'video',
  'audio',
  'link',
  'sticker',
  'file',
  'location',
  'business_card',
] as const
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number]

const MEDIA_HOST = 'https://sandbox.zdn.vn'

/** An attachment as the platform writes it into a webhook. The addresses lead nowhere. */
export function attachmentOf(kind: AttachmentKind): object {
  return { type: kind === 'business_card' ? 'link' : kind, payload: payloadOf(kind) }
}

function payloadOf(kind: AttachmentKind): object {
  switch (kind) {
    case 'image':
    case 'gif':
      return { thumbnail: `${MEDIA_HOST}/t/a.jpg`, url: `${MEDIA_HOST}/a.${kind === 'gif' ? 'gif' : 'jpg'}` }
    case 'video':
      return { thumbnail: `${MEDIA_HOST}/t/a.jpg`, description: '', url: `${MEDIA_HOST}/a.mp4` }
    case 'audio':
      return { url: `${MEDIA_HOST}/a.amr` }
    case 'link':
      return { thumbnail: `${MEDIA_HOST}/t/a.jpg`, description: 'Trang mẫu', url: 'https://example.vn/trang' }
    case 'sticker':
      return { id: '0123456789abcdef', url: `${MEDIA_HOST}/sticker.png` }
    case 'file':
      return {
        url: `${MEDIA_HOST}/don.pdf`,
        name: 'don.pdf',
        size: '48211',
        checksum: '0f0e0d0c0b0a09080706050403020100',
        type: 'pdf',
      }
    case 'location':
      return { coordinates: { latitude: '18.3428', longitude: '105.9057' } }
    case 'business_card':
      return {
        thumbnail: `${MEDIA_HOST}/t/card.jpg`,
        description: JSON.stringify({ phone: '84900000001', qrCodeUrl: `${MEDIA_HOST}/qr.png` }),
        url: `${MEDIA_HOST}/card`,
      }
  }
}
