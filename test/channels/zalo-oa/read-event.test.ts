import { describe, expect, it } from 'vitest'
import { readWebhook } from '../../../src/channels/zalo-oa/webhook.ts'
import type { InboundEvent } from '../../../src/core/events.ts'
import { ACCOUNT, APP_ID, accountWith, CONTACT, NOW, OA_ID, signedRequest, USER_ID } from './fixtures.ts'

const ADMIN = '5000000000000000005'
const GROUP = 'gr001122334455667788'
const ANONYMOUS = { sender: { id: 'an0n1111' }, recipient: { id: OA_ID } }
const FROM_PERSON = { sender: { id: USER_ID }, recipient: { id: OA_ID } }
const FROM_OA = { sender: { id: OA_ID }, recipient: { id: USER_ID } }
const FROM_STAFF = { sender: { id: OA_ID, admin_id: ADMIN }, recipient: { id: USER_ID } }
const IMAGE = { type: 'image', payload: { url: 'https://example.zdn.vn/a.jpg' } }

function read(event_name: string, fields: object, headers: Record<string, string> = {}): InboundEvent {
  const event = { app_id: APP_ID, event_name, timestamp: String(NOW), ...fields }
  const reading = readWebhook([accountWith()], signedRequest(event, headers))
  const found = reading.type === 'events' ? reading.events[0] : undefined
  if (!found) throw new Error(JSON.stringify(reading))
  return found
}

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
    const event = read(`user_send_${kind}`, { ...FROM_PERSON, message: { msg_id: 'm1', attachments } })
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
    expect(read('user_send_image', { ...FROM_PERSON, message })).toMatchObject({ type: 'message', attachments })
  })

  it('keeps which message was answered', () => {
    const message = { msg_id: 'm2', text: 'Vâng', quote_msg_id: 'm1' }
    expect(read('user_send_text', { ...FROM_PERSON, message })).toMatchObject({ type: 'message', quotedId: 'm1' })
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
    expect(read('user_send_text', { ...FROM_PERSON, message: { msg_id: 'm1', text } })).toMatchObject(event)
  })

  it('without a message id gets a key of name, time and person', () => {
    const event = read('user_send_text', { ...FROM_PERSON, message: { text: 'a' } })
    expect(event.externalId).toBe(`user_send_text:${NOW}:${USER_ID}`)
  })

  it.each(['text', 'image', 'file', 'sticker'])('anonymous_send_%s is a message of a visitor', (kind) => {
    const message = { msg_id: 'm1', conversation_id: 'cv1', text: 'Lớp ở đâu?' }
    expect(read(`anonymous_send_${kind}`, { ...ANONYMOUS, message })).toMatchObject({
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
    expect(read(`oa_send_${kind}`, { ...FROM_OA, message })).toEqual({
      type: 'own_echo',
      externalId: 'echo:m1',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: NOW,
      messageId: 'm1',
      metadata: null,
    })
    expect(read(`oa_send_${kind}`, { ...FROM_STAFF, message })).toMatchObject({
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
    expect(read(`oa_send_anonymous_${kind}`, fields)).toMatchObject({
      type: 'own_echo',
      contact: `${ACCOUNT}/anon:an0n1111:cv1`,
    })
  })

  it('a message, its echo, its receipts and reactions to it never share a key', () => {
    const message = { msg_id: 'm1', text: 'a', react_icon: '/-heart' }
    const keys = [
      read('user_send_text', { ...FROM_PERSON, message }),
      read('oa_send_text', { ...FROM_OA, message }),
      read('user_received_message', { ...FROM_OA, message }),
      read('user_seen_message', { ...FROM_OA, message }),
      read('user_reacted_message', { ...FROM_PERSON, message }),
      read('oa_reacted_message', { ...FROM_OA, message }),
      read('user_send_group_text', { sender: { id: USER_ID }, recipient: { id: GROUP }, oa_id: OA_ID, message }),
      read('user_click_response_button', { oa_id: OA_ID, msg_id: 'm1', message: { data: 'Có' } }),
      read('user_feedback', { oa_id: OA_ID, message: { msg_id: 'm1', rate: 5 } }),
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
    const event = read('user_received_message', fields, { 'x-zevent-server': 'ZNS' })
    expect(event).toMatchObject({ type: 'delivered', contact: CONTACT, messageIds: ['m1'], upTo: null, trackingId })
  })

  it.each([
    { name: 'a phone number', recipient: '84900000001' },
    { name: 'a phone number with its plus', recipient: '+84900000001' },
    { name: 'a national phone number', recipient: '0900000001' },
    { name: 'a hashed phone number', recipient: 'ab'.repeat(32) },
  ])('a delivery to $name is a notice that does not keep it', ({ recipient }) => {
    const message = { msg_id: 'm1', tracking_id: 't1', delivery_time: String(NOW - 1_000) }
    const event = read('user_received_message', { sender: { id: OA_ID }, recipient: { id: recipient }, message })
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
    expect(read('user_received_message', fields)).toMatchObject({
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
    expect(read('user_seen_message', { ...FROM_OA, message })).toMatchObject({
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
    const event = read(name, { ...parties, message: { msg_id: 'm1', react_icon: icon } })
    expect(event).toMatchObject({ type: 'reacted', contact: CONTACT, messageId: 'm1', reaction, by })
  })
})

describe('events of one person', () => {
  const person = { oa_id: OA_ID, user_id: USER_ID }

  it.each([
    {
      name: 'follow',
      fields: { oa_id: OA_ID, follower: { id: USER_ID }, source: 'oa_profile' },
      event: { type: 'followed', source: 'oa_profile' },
    },
    { name: 'follow', fields: { oa_id: OA_ID, follower: { id: USER_ID } }, event: { type: 'followed', source: null } },
    { name: 'unfollow', fields: { oa_id: OA_ID, follower: { id: USER_ID } }, event: { type: 'unfollowed' } },
    { name: 'user_click_chatnow', fields: person, event: { type: 'chat_opened', ref: null } },
    { name: 'user_withdraw', fields: person, event: { type: 'data_withdrawn' } },
    { name: 'user_call_oa', fields: { ...person, call_id: 'c1' }, event: { type: 'call', kind: 'user_call_oa' } },
    { name: 'oa_call_user', fields: { ...person, call_id: 'c1' }, event: { type: 'call', kind: 'oa_call_user' } },
    {
      name: 'oa_send_consent',
      fields: { ...person, request_type: 'SENT' },
      event: { type: 'call', kind: 'oa_send_consent' },
    },
    { name: 'user_reply_consent', fields: person, event: { type: 'call', kind: 'user_reply_consent' } },
  ])('$name is $event.type', ({ name, fields, event }) => {
    expect(read(name, fields)).toMatchObject({ ...event, contact: CONTACT, account: ACCOUNT, sentAt: NOW })
  })

  it.each(['user_call_oa', 'oa_send_consent'])('%s of a phone number alone is a notice without it', (name) => {
    const event = read(name, { oa_id: OA_ID, phone: '84900000001', call_id: 'c1' })
    expect(event).toMatchObject({ type: 'notice', kind: 'other', detail: { event: name, call_id: 'c1' } })
    expect(JSON.stringify(event)).not.toContain('84900000001')
  })

  it.each([
    {
      name: 'the older shape',
      info: {
        name: 'Trần Thị Mẫu',
        phone: 84900000001,
        address: 'Thôn 3',
        ward: 'Xã Mẫu',
        district: 'Huyện Mẫu',
        city: 'Tỉnh Mẫu',
      },
      form: {
        name: 'Trần Thị Mẫu',
        phone: '84900000001',
        birthDate: null,
        gender: null,
        address: 'Thôn 3, Xã Mẫu, Huyện Mẫu, Tỉnh Mẫu',
      },
    },
    {
      name: 'a shape with gaps',
      info: { phone: '84900000001', full_address: { user_ward: 'Xã Mẫu', user_address: ' ' } },
      form: { name: null, phone: '84900000001', address: 'Xã Mẫu' },
    },
    {
      name: 'an empty shape',
      info: {},
      form: { name: null, phone: null, birthDate: null, gender: null, address: null },
    },
  ])('a form in $name is read', ({ info, form }) => {
    expect(read('user_submit_info', { ...FROM_PERSON, info })).toMatchObject({
      type: 'form',
      contact: CONTACT,
      ...form,
    })
  })

  it('a rating of a known person is rated, with its note', () => {
    const message = { msg_id: 'm1', rate: 4, note: 'Tốt', submit_time: String(NOW) }
    expect(read('user_feedback', { ...person, message })).toMatchObject({
      type: 'rated',
      contact: CONTACT,
      messageId: 'm1',
      stars: 4,
      note: 'Tốt',
    })
  })

  it('a rating of nobody known is a notice of its figures', () => {
    const message = { msg_id: 'm1', rate: '5', note: 'Tốt', tracking_id: 't1' }
    const event = read('user_feedback', { oa_id: OA_ID, message })
    expect(event).toMatchObject({
      type: 'notice',
      kind: 'template',
      detail: { msg_id: 'm1', rate: '5', tracking_id: 't1' },
    })
    expect(JSON.stringify(event)).not.toContain('Tốt')
  })

  it('a rating out of range has no stars', () => {
    expect(read('user_feedback', { ...person, message: { rate: 9 } })).toMatchObject({ type: 'rated', stars: null })
  })

  it('who presses the other answer of a template later is heard again', () => {
    const press = (data: string, submit_time: string) =>
      read('user_click_response_button', { oa_id: OA_ID, msg_id: 'm1', message: { data, submit_time } }).externalId
    expect(press('Có', '1')).not.toBe(press('Không', '2'))
    expect(press('Có', '1')).toBe(press('Có', '1'))
  })
})

describe('groups and the account', () => {
  it.each(
    ['text', 'image', 'link', 'audio', 'location', 'video', 'business_card', 'sticker', 'gif', 'file'].flatMap(
      (kind) => [`user_send_group_${kind}`, `oa_send_group_${kind}`],
    ),
  )('%s is a group event', (name) => {
    const fields = {
      oa_id: OA_ID,
      sender: { id: USER_ID },
      recipient: { id: GROUP },
      message: { msg_id: 'm1', text: '[@1] a' },
    }
    expect(read(name, fields)).toMatchObject({ type: 'group', contact: null, groupId: GROUP, kind: name })
  })

  it.each([
    'create_group',
    'user_join_group',
    'user_request_join_group',
    'reject_request_join_group',
    'add_group_admin',
    'remove_group_admin',
    'update_group_info',
    'accept_request_join_group',
    'react_request_join_group',
    'react_request_join_group_accept',
    'user_out_group',
    'user_leave_group',
    'delete_group',
    'disperse_group',
  ])('%s is a group event', (name) => {
    expect(read(name, { oa_id: OA_ID, group_id: GROUP, users: [{ id: USER_ID }] })).toMatchObject({
      type: 'group',
      groupId: GROUP,
      kind: name,
    })
  })

  it.each([
    { name: 'permission_revoked', kind: 'access_revoked', fields: {}, detail: {} },
    {
      name: 'add_user_to_tag',
      kind: 'tag',
      fields: { tag: { name: 'lớp 1', user_ids: [USER_ID] } },
      detail: { tag: 'lớp 1' },
    },
    { name: 'remove_user_from_tag', kind: 'tag', fields: { tag: { name: 'lớp 1' } }, detail: { tag: 'lớp 1' } },
    { name: 'remove_tag', kind: 'tag', fields: { tag: {} }, detail: {} },
    { name: 'widget_interaction_accepted', kind: 'widget', fields: { data: { user_id: USER_ID } }, detail: {} },
    { name: 'widget_failed_to_sync_user_external_id', kind: 'widget', fields: {}, detail: {} },
    { name: 'update_user_info', kind: 'other', fields: {}, detail: {} },
    {
      name: 'change_template_status',
      kind: 'template',
      fields: { template_id: 900001, status: { prev_status: 'PENDING_REVIEW', new_status: 'ENABLE' }, reason: 'ok' },
      detail: { template_id: '900001', from: 'PENDING_REVIEW', to: 'ENABLE', reason: 'ok' },
    },
    { name: 'change_template_quality', kind: 'template', fields: { template_id: '1' }, detail: { template_id: '1' } },
    { name: 'change_oa_template_tags', kind: 'template', fields: {}, detail: {} },
    { name: 'change_template_quota', kind: 'quota', fields: {}, detail: {} },
    {
      name: 'change_oa_daily_quota',
      kind: 'quota',
      fields: { quota: { prev_value: 500, new_value: 2000 } },
      detail: { from: '500', to: '2000' },
    },
    { name: 'event_journey_acknowledged', kind: 'other', fields: {}, detail: {} },
    { name: 'event_journey_time_out', kind: 'other', fields: {}, detail: {} },
    { name: 'shop_has_order', kind: 'purchase', fields: {}, detail: {} },
    { name: 'extension_purchased', kind: 'purchase', fields: { extension_id: 'x1' }, detail: { extension_id: 'x1' } },
  ])('$name is a notice of kind $kind', ({ name, kind, fields, detail }) => {
    const event = read(name, { oa_id: OA_ID, ...fields })
    expect(event).toMatchObject({ type: 'notice', contact: null, kind })
    expect(event.type === 'notice' && event.detail).toEqual({ event: name, ...detail })
  })
})

describe('what is not known', () => {
  it.each([
    { name: 'a new event of a person', fields: FROM_PERSON, contact: CONTACT },
    { name: 'a new event to a person', fields: FROM_OA, contact: CONTACT },
    { name: 'a new event of a follower', fields: { oa_id: OA_ID, follower: { id: USER_ID } }, contact: CONTACT },
    {
      name: 'a new event to a phone',
      fields: { sender: { id: OA_ID }, recipient: { id: '84900000001' } },
      contact: null,
    },
    { name: 'a new event of nobody', fields: { oa_id: OA_ID }, contact: null },
  ])('$name is kept as unknown', ({ fields, contact }) => {
    expect(read('user_dances', fields)).toMatchObject({ type: 'unknown', kind: 'user_dances', contact, sentAt: NOW })
  })

  it.each([
    { name: 'user_click_button', fields: FROM_PERSON },
    { name: 'user_send_text', fields: { ...FROM_PERSON, message: { msg_id: 'm1', text: {} } } },
    { name: 'user_send_image', fields: { ...FROM_PERSON, message: null } },
    { name: 'user_send_text', fields: { recipient: { id: OA_ID }, message: { msg_id: 'm1', text: 'a' } } },
    { name: 'anonymous_send_text', fields: { ...ANONYMOUS, message: { msg_id: 'm1', text: 'a' } } },
    { name: 'oa_send_text', fields: { ...FROM_OA, message: { text: 'a' } } },
    { name: 'user_received_message', fields: FROM_OA },
    { name: 'user_seen_message', fields: { ...FROM_OA, message: { msg_ids: [] } } },
    { name: 'user_reacted_message', fields: { ...FROM_PERSON, message: { msg_id: 'm1' } } },
    { name: 'follow', fields: { oa_id: OA_ID, follower: 'me' } },
    { name: 'user_submit_info', fields: { ...FROM_PERSON, info: 'Trần Thị Mẫu' } },
    { name: 'user_feedback', fields: { oa_id: OA_ID } },
    { name: 'user_click_response_button', fields: { oa_id: OA_ID, message: { data: 'Có' } } },
    { name: 'create_group', fields: { oa_id: OA_ID } },
    { name: 'constructor', fields: { oa_id: OA_ID } },
  ])('$name without what it needs is kept as unknown', ({ name, fields }) => {
    expect(read(name, fields)).toMatchObject({ type: 'unknown', kind: name })
  })
})
