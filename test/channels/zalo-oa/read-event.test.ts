import { describe, expect, it } from 'vitest'
import { CONTACT, FROM_OA, FROM_PERSON, NOW, OA_ID, readSigned, USER_ID } from './fixtures.ts'

const ANONYMOUS = { sender: { id: 'an0n1111' }, recipient: { id: OA_ID } }

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
    expect(readSigned('user_dances', fields)).toMatchObject({
      type: 'unknown',
      kind: 'user_dances',
      contact,
      sentAt: NOW,
    })
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
    expect(readSigned(name, fields)).toMatchObject({ type: 'unknown', kind: name })
  })
})
