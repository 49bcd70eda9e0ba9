import { describe, expect, it } from 'vitest'
import { readAttachment, readLocation } from '../../../src/channels/zalo-oa/attachments.ts'

const URL = 'https://example.zdn.vn/a.jpg'

describe('zalo attachments', () => {
  it.each([
    ...(['image', 'gif', 'video', 'audio', 'sticker'] as const).map((type) => ({
      name: type,
      raw: { type, payload: { url: URL, thumbnail: URL, id: '12' } },
      attachment: { type, url: URL },
    })),
    {
      name: 'file',
      raw: { type: 'file', payload: { url: URL, name: 'don.pdf', size: '48211', checksum: '0f', type: 'pdf' } },
      attachment: { type: 'file', url: URL, name: 'don.pdf' },
    },
    {
      name: 'link',
      raw: { type: 'link', payload: { url: URL, description: 'Cổng dịch vụ công', thumbnail: URL } },
      attachment: { type: 'link', url: URL, title: 'Cổng dịch vụ công' },
    },
    {
      name: 'business card',
      raw: { type: 'link', payload: { url: URL, description: '{"phone":"84900000001","qrCodeUrl":"https://q"}' } },
      attachment: { type: 'business_card', phone: '84900000001' },
    },
    {
      name: 'link whose description only looks like a card',
      raw: { type: 'link', payload: { url: URL, description: '{"phone":' } },
      attachment: { type: 'link', url: URL, title: '{"phone":' },
    },
    {
      name: 'location in text',
      raw: { type: 'location', payload: { coordinates: { latitude: '18.3428', longitude: '105.9057' } } },
      attachment: { type: 'location', latitude: 18.3428, longitude: 105.9057 },
    },
    {
      name: 'location in numbers',
      raw: { type: 'location', payload: { coordinates: { latitude: 18.3428, longitude: 105.9057 } } },
      attachment: { type: 'location', latitude: 18.3428, longitude: 105.9057 },
    },
    {
      name: 'location off the earth',
      raw: { type: 'location', payload: { coordinates: { latitude: '91', longitude: '0' } } },
      attachment: { type: 'other', platformType: 'location' },
    },
    {
      name: 'image whose address a browser should not open',
      raw: { type: 'image', payload: { url: 'javascript:alert(1)' } },
      attachment: { type: 'image', url: null },
    },
    { name: 'image without payload', raw: { type: 'image' }, attachment: { type: 'image', url: null } },
    {
      name: 'image with a payload of a wrong type',
      raw: { type: 'image', payload: 7 },
      attachment: { type: 'image', url: null },
    },
    {
      name: 'kind of tomorrow',
      raw: { type: 'hologram', payload: {} },
      attachment: { type: 'other', platformType: 'hologram' },
    },
    { name: 'null', raw: null, attachment: { type: 'other', platformType: 'unreadable' } },
    { name: 'thing without type', raw: { payload: {} }, attachment: { type: 'other', platformType: 'unreadable' } },
  ])('read a $name', ({ raw, attachment }) => {
    expect(readAttachment(raw)).toEqual(attachment)
  })

  it('read no place from an empty text', () => {
    expect(readLocation({ latitude: '', longitude: '' })).toBeNull()
  })
})
