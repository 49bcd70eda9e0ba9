import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWebhook } from '../../../src/channels/zalo-oa/webhook.ts'
import { accountWith, NOW, OA_ID, requestOf, signatureFor, signedRequest, USER_ID } from './fixtures.ts'

const ACCOUNTS = [accountWith()]
const ANSWERS = ['events', 'ignored', 'forged', 'malformed']
const EVENT_NAMES = [
  'user_send_text',
  'user_send_location',
  'user_send_business_card',
  'anonymous_send_text',
  'oa_send_text',
  'oa_send_anonymous_text',
  'user_received_message',
  'user_seen_message',
  'user_reacted_message',
  'follow',
  'user_submit_info',
  'user_feedback',
  'user_click_response_button',
  'user_call_oa',
  'create_group',
  'user_send_group_text',
  'change_template_status',
  '__proto__',
  'constructor',
]

/** Values as a broken or hostile sender might put in any field. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(OA_ID, USER_ID, '', '\0', '\uD800', 1e308, -0, 12345678901234567890n.toString(), '84900000001'),
)
const party = fc.oneof(anything, fc.record({ id: anything, admin_id: anything }, { requiredKeys: [] }))
const message = fc.record(
  {
    msg_id: anything,
    msg_ids: anything,
    text: anything,
    attachments: fc.oneof(
      anything,
      fc.array(fc.record({ type: fc.constantFrom('link', 'location', 'file', 7), payload: anything })),
    ),
    conversation_id: anything,
    react_icon: anything,
    location: anything,
    data: anything,
    rate: anything,
    submit_time: anything,
    delivery_time: anything,
  },
  { requiredKeys: [] },
)
const event = fc.record(
  {
    event_name: fc.oneof(fc.constantFrom(...EVENT_NAMES), fc.string()),
    timestamp: fc.oneof(fc.constant(String(NOW)), fc.constant(NOW), anything),
    sender: party,
    recipient: party,
    follower: party,
    oa_id: anything,
    user_id: anything,
    group_id: anything,
    message: fc.oneof(anything, message),
    info: anything,
    data: anything,
    tag: anything,
    status: anything,
    msg_id: anything,
  },
  { requiredKeys: ['event_name'] },
)

describe('zalo webhook, whatever comes', () => {
  it('answers any bytes under any header', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.option(fc.string(), { nil: undefined }), (bytes, header) => {
        const request = requestOf(Buffer.from(bytes), header === undefined ? {} : { 'x-zevent-signature': header })
        expect(ANSWERS).toContain(readWebhook(ACCOUNTS, request).type)
      }),
    )
  })

  it('answers any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(ANSWERS).toContain(readWebhook(ACCOUNTS, requestOf(json)).type)
      }),
    )
  })

  it('reads any signed event into one of ours, or ignores it', () => {
    fc.assert(
      fc.property(event, (given) => {
        const body = JSON.stringify(given)
        const { timestamp } = given
        const signed = typeof timestamp === 'string' || typeof timestamp === 'number' ? String(timestamp) : ''
        const reading = readWebhook(ACCOUNTS, requestOf(body, { 'x-zevent-signature': signatureFor(body, signed) }))
        expect(ANSWERS).toContain(reading.type)
        if (reading.type !== 'events') return
        expect(reading.events).toHaveLength(1)
        for (const { externalId, sentAt, account } of reading.events) {
          expect(externalId).not.toBe('')
          expect(account).toBe(`zalo-oa:${OA_ID}`)
          expect(Number.isSafeInteger(sentAt)).toBe(true)
        }
        expect(JSON.stringify(reading)).not.toContain('\\u0000')
      }),
      { numRuns: 500 },
    )
  })

  it('keeps every genuine event addressed to the OA, however odd the rest of it is', () => {
    fc.assert(
      fc.property(event, fc.constantFrom(...EVENT_NAMES), (given, event_name) => {
        const addressed = { ...given, event_name, oa_id: OA_ID, timestamp: String(NOW) }
        expect(readWebhook(ACCOUNTS, signedRequest(addressed)).type).toBe('events')
      }),
      { numRuns: 500 },
    )
  })
})
