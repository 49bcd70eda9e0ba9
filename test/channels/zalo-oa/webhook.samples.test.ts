import { describe, expect, it } from 'vitest'
import { readWebhook } from '../../../src/channels/zalo-oa/webhook.ts'
import { ACCOUNT, accountWith, CONTACT, requestOf, signatureFor } from './fixtures.ts'

/** Bodies as the platform sends them, byte for byte, with what each must become. */
const SAMPLES = [
  {
    name: 'a text',
    body: '{"app_id":"1000000000000000001","sender":{"id":"2000000000000000002"},"user_id_by_app":"3000000000000000003","recipient":{"id":"4000000000000000004"},"event_name":"user_send_text","message":{"text":"Xin chào, đăng ký lớp học","msg_id":"aa11bb22cc33dd44ee55"},"timestamp":"1795161600000"}',
    event: {
      type: 'message',
      externalId: 'aa11bb22cc33dd44ee55',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: 1795161600000,
      text: 'Xin chào, đăng ký lớp học',
      attachments: [],
      quotedId: null,
      ref: null,
      anonymous: false,
    },
  },
  {
    name: 'an image',
    body: '{"app_id":"1000000000000000001","user_id_by_app":"3000000000000000003","event_name":"user_send_image","sender":{"id":"2000000000000000002"},"recipient":{"id":"4000000000000000004"},"message":{"msg_id":"b1b1b1b1c2c2c2c2d3d3","text":"Ảnh giấy hẹn","attachments":[{"type":"image","payload":{"thumbnail":"https://t.example.zdn.vn/a.jpg","url":"https://example.zdn.vn/a.jpg"}}]},"timestamp":"1795161660000"}',
    event: {
      type: 'message',
      externalId: 'b1b1b1b1c2c2c2c2d3d3',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: 1795161660000,
      text: 'Ảnh giấy hẹn',
      attachments: [{ type: 'image', url: 'https://example.zdn.vn/a.jpg' }],
      quotedId: null,
      ref: null,
      anonymous: false,
    },
  },
  {
    name: 'a location',
    body: '{"app_id":"1000000000000000001","user_id_by_app":"3000000000000000003","event_name":"user_send_location","sender":{"id":"2000000000000000002"},"recipient":{"id":"4000000000000000004"},"message":{"msg_id":"b1b1b1b1c2c2c2c2d3d4","text":"","attachments":[{"type":"location","payload":{"coordinates":{"latitude":"18.3428","longitude":"105.9057"}}}]},"timestamp":"1795161670000"}',
    event: {
      type: 'message',
      externalId: 'b1b1b1b1c2c2c2c2d3d4',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: 1795161670000,
      text: '',
      attachments: [{ type: 'location', latitude: 18.3428, longitude: 105.9057 }],
      quotedId: null,
      ref: null,
      anonymous: false,
    },
  },
  {
    name: 'a file',
    body: '{"app_id":"1000000000000000001","user_id_by_app":"3000000000000000003","event_name":"user_send_file","sender":{"id":"2000000000000000002"},"recipient":{"id":"4000000000000000004"},"message":{"msg_id":"b1b1b1b1c2c2c2c2d3d5","attachments":[{"type":"file","payload":{"url":"https://example.zdn.vn/don.pdf","name":"don-dang-ky.pdf","size":"48211","checksum":"0f0e0d0c0b0a09080706050403020100","type":"pdf"}}]},"timestamp":"1795161680000"}',
    event: {
      type: 'message',
      externalId: 'b1b1b1b1c2c2c2c2d3d5',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: 1795161680000,
      text: '',
      attachments: [{ type: 'file', url: 'https://example.zdn.vn/don.pdf', name: 'don-dang-ky.pdf' }],
      quotedId: null,
      ref: null,
      anonymous: false,
    },
  },
  {
    name: 'a follow',
    body: '{"app_id":"1000000000000000001","oa_id":"4000000000000000004","user_id_by_app":"3000000000000000003","event_name":"follow","source":"oa_profile","follower":{"id":"2000000000000000002"},"timestamp":"1795161700000"}',
    event: {
      type: 'followed',
      externalId: 'follow:1795161700000:2000000000000000002',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: 1795161700000,
      source: 'oa_profile',
    },
  },
  {
    name: 'a form',
    body: '{"app_id":"1000000000000000001","event_name":"user_submit_info","sender":{"id":"2000000000000000002"},"recipient":{"id":"4000000000000000004"},"info":{"name":"Trần Thị Mẫu","phone":"84900000001","user_dob":"02/09/1960","gender":"Nữ","full_address":{"user_city":"Tỉnh Mẫu","user_ward":"Xã Mẫu","user_address":"Thôn 3"}},"timestamp":"1795161710000"}',
    event: {
      type: 'form',
      externalId: 'user_submit_info:1795161710000:2000000000000000002',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: 1795161710000,
      name: 'Trần Thị Mẫu',
      phone: '84900000001',
      birthDate: '02/09/1960',
      gender: 'Nữ',
      address: 'Thôn 3, Xã Mẫu, Tỉnh Mẫu',
    },
  },
  {
    name: 'the message button',
    body: '{"app_id":"1000000000000000001","oa_id":"4000000000000000004","user_id":"2000000000000000002","user_id_by_app":"3000000000000000003","event_name":"user_click_chatnow","timestamp":"1795161720000"}',
    event: {
      type: 'chat_opened',
      externalId: 'user_click_chatnow:1795161720000:2000000000000000002',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: 1795161720000,
      ref: null,
    },
  },
  {
    name: 'an answer of staff',
    body: '{"app_id":"1000000000000000001","user_id_by_app":"3000000000000000003","event_name":"oa_send_text","sender":{"id":"4000000000000000004","admin_id":"5000000000000000005"},"recipient":{"id":"2000000000000000002"},"message":{"msg_id":"c4c4c4c4d5d5d5d5e6e6","text":"Cán bộ xã sẽ gọi lại bác ạ"},"timestamp":"1795161730000"}',
    event: {
      type: 'staff_wrote',
      externalId: 'echo:c4c4c4c4d5d5d5d5e6e6',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: 1795161730000,
      messageId: 'c4c4c4c4d5d5d5d5e6e6',
      text: 'Cán bộ xã sẽ gọi lại bác ạ',
    },
  },
  {
    name: 'a seen receipt',
    body: '{"app_id":"1000000000000000001","event_name":"user_seen_message","sender":{"id":"4000000000000000004"},"recipient":{"id":"2000000000000000002"},"message":{"msg_ids":["c4c4c4c4d5d5d5d5e6e6","c4c4c4c4d5d5d5d5e6e7"]},"timestamp":"1795161740000"}',
    event: {
      type: 'seen',
      externalId: 'user_seen_message:1795161740000:2000000000000000002',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: 1795161740000,
      messageIds: ['c4c4c4c4d5d5d5d5e6e6', 'c4c4c4c4d5d5d5d5e6e7'],
      upTo: null,
    },
  },
  {
    name: 'a reaction',
    body: '{"app_id":"1000000000000000001","user_id_by_app":"3000000000000000003","event_name":"user_reacted_message","sender":{"id":"2000000000000000002"},"recipient":{"id":"4000000000000000004"},"message":{"msg_id":"c4c4c4c4d5d5d5d5e6e6","react_icon":"/-heart"},"timestamp":"1795161750000"}',
    event: {
      type: 'reacted',
      externalId: 'user_reacted_message:1795161750000:c4c4c4c4d5d5d5d5e6e6',
      account: ACCOUNT,
      contact: CONTACT,
      sentAt: 1795161750000,
      messageId: 'c4c4c4c4d5d5d5d5e6e6',
      reaction: '/-heart',
      by: 'person',
    },
  },
  {
    name: 'an anonymous text',
    body: '{"app_id":"1000000000000000001","event_name":"anonymous_send_text","sender":{"id":"an0n1111222233334444"},"recipient":{"id":"4000000000000000004"},"message":{"msg_id":"d7d7d7d7e8e8e8e8f9f9","conversation_id":"cv001122334455667788","text":"Lớp học tối nay ở đâu?"},"timestamp":"1795161760000"}',
    event: {
      type: 'message',
      externalId: 'd7d7d7d7e8e8e8e8f9f9',
      account: ACCOUNT,
      contact: `${ACCOUNT}/anon:an0n1111222233334444:cv001122334455667788`,
      sentAt: 1795161760000,
      text: 'Lớp học tối nay ở đâu?',
      attachments: [],
      quotedId: null,
      ref: null,
      anonymous: true,
    },
  },
  {
    name: 'a group text with a mention',
    body: '{"app_id":"1000000000000000001","oa_id":"4000000000000000004","event_name":"user_send_group_text","sender":{"id":"2000000000000000002"},"recipient":{"id":"gr001122334455667788"},"message":{"msg_id":"e1e1e1e1f2f2f2f2a3a3","text":"[@4000000000000000004] mai học phòng nào?"},"timestamp":"1795161770000"}',
    event: {
      type: 'group',
      externalId: 'group:e1e1e1e1f2f2f2f2a3a3',
      account: ACCOUNT,
      contact: null,
      sentAt: 1795161770000,
      groupId: 'gr001122334455667788',
      kind: 'user_send_group_text',
    },
  },
  {
    name: 'a delivery receipt of a template',
    headers: { 'x-zevent-server': 'ZNS' },
    body: '{"app_id":"1000000000000000001","event_name":"user_received_message","sender":{"id":"4000000000000000004"},"recipient":{"id":"84900000001"},"message":{"msg_id":"f4f4f4f4a5a5a5a5b6b6","tracking_id":"lop-0042-nhac-1","delivery_time":"1795161781000"},"timestamp":"1795161782000"}',
    event: {
      type: 'notice',
      externalId: 'delivered:f4f4f4f4a5a5a5a5b6b6',
      account: ACCOUNT,
      contact: null,
      sentAt: 1795161781000,
      kind: 'delivery',
      detail: {
        event: 'user_received_message',
        msg_id: 'f4f4f4f4a5a5a5a5b6b6',
        tracking_id: 'lop-0042-nhac-1',
        delivery_time: '1795161781000',
      },
    },
  },
  {
    name: 'the answer button of a template',
    body: '{"app_id":"1000000000000000001","oa_id":"4000000000000000004","event_name":"user_click_response_button","msg_id":"f4f4f4f4a5a5a5a5b6b6","message":{"button_type":"response","data":"Tôi sẽ tham gia","tracking_id":"lop-0042-nhac-1","submit_time":"1795161790000"},"timestamp":"1795161790005"}',
    event: {
      type: 'template_answered',
      externalId: 'answer:f4f4f4f4a5a5a5a5b6b6:1795161790000',
      account: ACCOUNT,
      contact: null,
      sentAt: 1795161790000,
      messageId: 'f4f4f4f4a5a5a5a5b6b6',
      label: 'Tôi sẽ tham gia',
      trackingId: 'lop-0042-nhac-1',
    },
  },
]

describe('zalo sample payloads', () => {
  it.each(SAMPLES)('$name is read whole', ({ body, event, headers }) => {
    const timestamp = /"timestamp":"(\d+)"/.exec(body)?.[1] ?? ''
    const request = requestOf(body, { 'x-zevent-signature': signatureFor(body, timestamp), ...headers })
    expect(readWebhook([accountWith()], request)).toEqual({ type: 'events', events: [event] })
  })
})
