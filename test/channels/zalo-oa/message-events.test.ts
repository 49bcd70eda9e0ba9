import { describe, expect, it } from 'vitest'
import { ACCOUNT, CONTACT, FROM_OA, FROM_PERSON, GROUP_ID, NOW, OA_ID, readSigned, USER_ID } from './fixtures.ts'

const ANONYMOUS = { sender: { id: 'an0n1111' }, recipient: { id: OA_ID } }
const FROM_STAFF = { sender: { id: OA_ID, admin_id: '5000000000000000005' }, recipient: { id: USER_ID } }
const IMAGE = { type: 'image', payload: { url: 'https://example.zdn.vn/a.jpg' } }

describe('messages of people', () => {
  it.each([
    'image',
    'gif',
    'link',
    'audio',
    'video',
    'sticker',
    'location',
    'file',
    'business_card',
  ])('user_send_%s is a message with what was sent', (kind) => {
    const attachments = [
      { type: kind === 'business_card' ? 'link' : kind, payload: { url: 'https://example.zdn.vn/a' } },
    ]
    const event = readSigned(`user_send_${kind}`, { ...FROM_PERSON, message: { msg_id: 'm1', attachments } })
    expect(event).toMatchObject({
      type: 'message',
      externalId: 'm1',
      contact: CONTACT,
      text: '',
      anonymous: false,
      ref: null,
    })
    expect(event.type === 'message' && event.attachments).toHaveLength(1)
  })

  it.each([
    {
      name: 'whose attachments are missing',
      message: { msg_id: 'm1' },
      attachments: [{ type: 'other', platformType: 'image' }],
    },
    {
      name: 'whose attachments are no list',
      message: { msg_id: 'm1', attachments: {} },
      attachments: [{ type: 'other', platformType: 'image' }],
    },
    {
      name: 'with several pictures',
      message: { msg_id: 'm1', attachments: [IMAGE, IMAGE] },
      attachments: [{ type: 'image' }, { type: 'image' }],
    },
    {
      name: 'with a place beside the list',
      message: { msg_id: 'm1', location: { latitude: '18.3', longitude: 105.9 } },
      attachments: [{ type: 'location', latitude: 18.3, longitude: 105.9 }],
    },
  ])('a message $name says what can be said', ({ message, attachments }) => {
    expect(readSigned('user_send_image', { ...FROM_PERSON, message })).toMatchObject({ type: 'message', attachments })
  })

  it('keeps which message was answered', () => {
    const message = { msg_id: 'm2', text: 'Vâng', quote_msg_id: 'm1' }
    expect(readSigned('user_send_text', { ...FROM_PERSON, message })).toMatchObject({ type: 'message', quotedId: 'm1' })
  })

  it.each([
    {
      name: 'a pressed button',
      text: '#lop:dang-ky',
      event: { type: 'button', payload: 'lop:dang-ky', label: '#lop:dang-ky', ref: null },
    },
    {
      name: 'a payload with blanks around it',
      text: ' #lop ',
      event: { type: 'button', payload: 'lop', label: ' #lop ' },
    },
    { name: 'a mark alone', text: '#', event: { type: 'message', text: '#' } },
    { name: 'a mark inside', text: 'lớp #1', event: { type: 'message', text: 'lớp #1' } },
    { name: 'nothing', text: '', event: { type: 'message', text: '' } },
    { name: 'a number', text: 2, event: { type: 'message', text: '2' } },
  ])('text that is $name', ({ text, event }) => {
    expect(readSigned('user_send_text', { ...FROM_PERSON, message: { msg_id: 'm1', text } })).toMatchObject(event)
  })

  it('without a message id gets a key of name, time and person', () => {
    const event = readSigned('user_send_text', { ...FROM_PERSON, message: { text: 'a' } })
    expect(event.externalId).toBe(`user_send_text:${NOW}:${USER_ID}`)
  })

  it.each(['text', 'image', 'file', 'sticker'])('anonymous_send_%s is a message of a visitor', (kind) => {
    const message = { msg_id: 'm1', conversation_id: 'cv1', text: 'Lớp ở đâu?' }
    expect(readSigned(`anonymous_send_${kind}`, { ...ANONYMOUS, message })).toMatchObject({
      type: 'message',
      anonymous: true,
      contact: `${ACCOUNT}/anon:an0n1111:cv1`,
      text: 'Lớp ở đâu?',
    })
  })
})

describe('echoes and receipts', () => {
  it.each([
    'text',
    'image',
    'gif',
    'list',
    'file',
    'sticker',
    'template',
  ])('oa_send_%s tells staff from ourselves', (kind) => {
    const message = { msg_id: 'm1', text: 'Cán bộ xã sẽ gọi lại' }
    expect(readSigned(`oa_send_${kind}`, { ...FROM_OA, message })).toEqual({
      type: 'own_echo',
      externalId: 'echo:m1',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: NOW,
      messageId: 'm1',
      metadata: null,
    })
    expect(readSigned(`oa_send_${kind}`, { ...FROM_STAFF, message })).toMatchObject({
      type: 'staff_wrote',
      contact: CONTACT,
      messageId: 'm1',
      text: 'Cán bộ xã sẽ gọi lại',
    })
  })

  it.each(['text', 'image', 'file', 'sticker'])('oa_send_anonymous_%s is an echo to a visitor', (kind) => {
    const fields = {
      sender: { id: OA_ID },
      recipient: { id: 'an0n1111' },
      message: { msg_id: 'm1', conversation_id: 'cv1' },
    }
    expect(readSigned(`oa_send_anonymous_${kind}`, fields)).toMatchObject({
      type: 'own_echo',
      contact: `${ACCOUNT}/anon:an0n1111:cv1`,
    })
  })

  it('a message, its echo, its receipts and reactions to it never share a key', () => {
    const message = { msg_id: 'm1', text: 'a', react_icon: '/-heart' }
    const keys = [
      readSigned('user_send_text', { ...FROM_PERSON, message }),
      readSigned('oa_send_text', { ...FROM_OA, message }),
      readSigned('user_received_message', { ...FROM_OA, message }),
      readSigned('user_seen_message', { ...FROM_OA, message }),
      readSigned('user_reacted_message', { ...FROM_PERSON, message }),
      readSigned('oa_reacted_message', { ...FROM_OA, message }),
      readSigned('user_send_group_text', {
        sender: { id: USER_ID },
        recipient: { id: GROUP_ID },
        oa_id: OA_ID,
        message,
      }),
      readSigned('user_click_response_button', { oa_id: OA_ID, msg_id: 'm1', message: { data: 'Có' } }),
      readSigned('user_feedback', { oa_id: OA_ID, message: { msg_id: 'm1', rate: 5 } }),
    ].map((event) => event.externalId)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it.each([
    { name: 'to a person', fields: { ...FROM_OA, message: { msg_id: 'm1' } }, trackingId: null },
    {
      name: 'of a template by user id',
      fields: { ...FROM_OA, message: { msg_id: 'm1', tracking_id: 't1' } },
      trackingId: 't1',
    },
  ])('a delivery $name is delivered', ({ fields, trackingId }) => {
    const event = readSigned('user_received_message', fields, { 'x-zevent-server': 'ZNS' })
    expect(event).toMatchObject({ type: 'delivered', contact: CONTACT, messageIds: ['m1'], upTo: null, trackingId })
  })

  it.each([
    { name: 'a phone number', recipient: '84900000001' },
    { name: 'a phone number with its plus', recipient: '+84900000001' },
    { name: 'a national phone number', recipient: '0900000001' },
    { name: 'a hashed phone number', recipient: 'ab'.repeat(32) },
  ])('a delivery to $name is a notice that does not keep it', ({ recipient }) => {
    const message = { msg_id: 'm1', tracking_id: 't1', delivery_time: String(NOW - 1_000) }
    const event = readSigned('user_received_message', { sender: { id: OA_ID }, recipient: { id: recipient }, message })
    expect(event).toMatchObject({
      type: 'notice',
      kind: 'delivery',
      contact: null,
      sentAt: NOW - 1_000,
      detail: { event: 'user_received_message', msg_id: 'm1', tracking_id: 't1', delivery_time: String(NOW - 1_000) },
    })
    expect(JSON.stringify(event)).not.toContain(recipient)
  })

  it('a delivery in the flat shape is read too', () => {
    const fields = { oa_id: OA_ID, msg_id: 'm1', tracking_id: 't1', delivery_time: String(NOW) }
    expect(readSigned('user_received_message', fields)).toMatchObject({
      type: 'notice',
      kind: 'delivery',
      detail: { msg_id: 'm1' },
    })
  })

  it.each([
    { name: 'a list', message: { msg_ids: ['m1', 'm2'] }, messageIds: ['m1', 'm2'] },
    { name: 'a list with rubbish', message: { msg_ids: ['m1', {}, null] }, messageIds: ['m1'] },
    { name: 'one id', message: { msg_id: 'm1' }, messageIds: ['m1'] },
  ])('seen messages come as $name', ({ message, messageIds }) => {
    expect(readSigned('user_seen_message', { ...FROM_OA, message })).toMatchObject({
      type: 'seen',
      contact: CONTACT,
      messageIds,
      upTo: null,
    })
  })

  it.each([
    { name: 'user_reacted_message', parties: FROM_PERSON, icon: '/-heart', reaction: '/-heart', by: 'person' },
    { name: 'user_reacted_message', parties: FROM_PERSON, icon: '/-remove', reaction: null, by: 'person' },
    { name: 'oa_reacted_message', parties: FROM_OA, icon: ':>', reaction: ':>', by: 'us' },
  ])('$name with $icon', ({ name, parties, icon, reaction, by }) => {
    const event = readSigned(name, { ...parties, message: { msg_id: 'm1', react_icon: icon } })
    expect(event).toMatchObject({ type: 'reacted', contact: CONTACT, messageId: 'm1', reaction, by })
  })
})
