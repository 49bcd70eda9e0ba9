import { describe, expect, it } from 'vitest'
import { ACCOUNT, CONTACT, FROM_PERSON, NOW, OA_ID, readSigned, USER_ID } from './fixtures.ts'

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
    expect(readSigned(name, fields)).toMatchObject({ ...event, contact: CONTACT, account: ACCOUNT, sentAt: NOW })
  })

  it.each(['user_call_oa', 'oa_send_consent'])('%s of a phone number alone is a notice without it', (name) => {
    const event = readSigned(name, { oa_id: OA_ID, phone: '84900000001', call_id: 'c1' })
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
    expect(readSigned('user_submit_info', { ...FROM_PERSON, info })).toMatchObject({
      type: 'form',
      contact: CONTACT,
      ...form,
    })
  })

  it('a rating of a known person is rated, with its note', () => {
    const message = { msg_id: 'm1', rate: 4, note: 'Tốt', submit_time: String(NOW) }
    expect(readSigned('user_feedback', { ...person, message })).toMatchObject({
      type: 'rated',
      contact: CONTACT,
      messageId: 'm1',
      stars: 4,
      note: 'Tốt',
    })
  })

  it('a rating of nobody known is a notice of its figures', () => {
    const message = { msg_id: 'm1', rate: '5', note: 'Tốt', tracking_id: 't1' }
    const event = readSigned('user_feedback', { oa_id: OA_ID, message })
    expect(event).toMatchObject({
      type: 'notice',
      kind: 'template',
      detail: { msg_id: 'm1', rate: '5', tracking_id: 't1' },
    })
    expect(JSON.stringify(event)).not.toContain('Tốt')
  })

  it('a rating out of range has no stars', () => {
    expect(readSigned('user_feedback', { ...person, message: { rate: 9 } })).toMatchObject({
      type: 'rated',
      stars: null,
    })
  })

  it('who presses the other answer of a template later is heard again', () => {
    const press = (data: string, submit_time: string) =>
      readSigned('user_click_response_button', { oa_id: OA_ID, msg_id: 'm1', message: { data, submit_time } })
        .externalId
    expect(press('Có', '1')).not.toBe(press('Không', '2'))
    expect(press('Có', '1')).toBe(press('Có', '1'))
  })
})
