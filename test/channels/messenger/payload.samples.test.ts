import { describe, expect, it } from 'vitest'
import { createWebhookReader } from '../../../src/channels/messenger/payload.ts'
import { NOON, PERSON_ID, page, person, webhookCall } from './account.ts'
import { samples } from './samples.ts'

const read = (payload: unknown) => createWebhookReader([page])(webhookCall(payload))
const events = (payload: unknown) => {
  const reading = read(payload)
  return reading.type === 'events' ? reading.events : []
}
/** What an event has where it does not say otherwise. */
const base = { account: page.id, contact: person, sentAt: NOON }

describe('sample payloads of the platform', () => {
  const text = { type: 'message', text: '', attachments: [], quotedId: null, ref: null, anonymous: false }
  it.each([
    {
      sample: 'text',
      expected: [{ ...text, externalId: 'm_Aa01-text', text: 'Lịch học lớp tin học thế nào?' }],
    },
    {
      sample: 'quickReply',
      expected: [
        {
          type: 'button',
          externalId: 'm_Aa02-qr',
          sentAt: NOON + 12_000,
          payload: 'SIGNUP:class=TH01',
          label: 'Đăng ký',
          ref: null,
        },
      ],
    },
    {
      sample: 'imageAndFile',
      expected: [
        {
          ...text,
          externalId: 'm_Aa03-att',
          sentAt: NOON + 30_000,
          attachments: [
            { type: 'image', url: 'https://cdn.example.test/i/1.jpg?oe=6A00' },
            { type: 'file', url: 'https://cdn.example.test/f/don.pdf?oe=6A00', name: null },
          ],
        },
      ],
    },
    {
      sample: 'sticker',
      expected: [
        {
          ...text,
          externalId: 'm_Aa04-stk',
          sentAt: NOON + 40_000,
          attachments: [{ type: 'sticker', url: 'https://cdn.example.test/s/like.png' }],
        },
      ],
    },
    {
      sample: 'getStarted',
      expected: [{ type: 'chat_opened', externalId: 'm_Aa05-pb', sentAt: NOON - 100_000, ref: 'poster-nov' }],
    },
    {
      sample: 'referral',
      expected: [
        {
          type: 'chat_opened',
          externalId: expect.stringContaining(`referral:${PERSON_ID}:1795150900000:`),
          sentAt: NOON + 100_000,
          ref: 'class-TH02',
        },
      ],
    },
    {
      sample: 'ownEcho',
      expected: [
        {
          type: 'own_echo',
          externalId: 'echo:m_Bb01-out',
          sentAt: NOON + 2_000,
          messageId: 'm_Bb01-out',
          metadata: null,
        },
      ],
    },
    {
      sample: 'staffEchoOnStandby',
      expected: [
        {
          type: 'staff_wrote',
          externalId: 'echo:m_Bb02-staff',
          sentAt: NOON + 202_000,
          messageId: 'm_Bb02-staff',
          text: 'Chúng tôi sẽ gọi lại.',
        },
      ],
    },
    {
      sample: 'deliveryAndRead',
      expected: [
        {
          type: 'delivered',
          externalId: expect.stringContaining('delivery:'),
          sentAt: NOON + 4_000,
          messageIds: ['m_Bb01-out'],
          upTo: NOON + 3_900,
          trackingId: null,
        },
        {
          type: 'seen',
          externalId: expect.stringContaining('read:'),
          sentAt: NOON + 6_000,
          messageIds: [],
          upTo: NOON + 5_900,
        },
      ],
    },
    {
      sample: 'deliveryWithoutMids',
      expected: [
        {
          type: 'delivered',
          externalId: expect.stringContaining(`delivery:${PERSON_ID}:-:`),
          sentAt: NOON + 14_200,
          messageIds: [],
          upTo: NOON + 13_900,
          trackingId: null,
        },
      ],
    },
    {
      sample: 'reaction',
      expected: [
        {
          type: 'reacted',
          externalId: expect.stringContaining('reaction:'),
          sentAt: NOON + 20_000,
          messageId: 'm_Bb01-out',
          reaction: 'love',
          by: 'person',
        },
      ],
    },
    {
      sample: 'edit',
      expected: [
        {
          type: 'edited',
          externalId: 'edited:m_Aa01-text:1',
          sentAt: NOON + 60_000,
          messageId: 'm_Aa01-text',
          text: 'Lịch học lớp TH02?',
        },
      ],
    },
    {
      sample: 'optIn',
      expected: [
        {
          type: 'subscription',
          externalId: expect.stringContaining('optin:'),
          sentAt: NOON + 300_000,
          status: 'granted',
          token: '9900112233445566778',
          tokenExpiresAt: 1826686800000,
          title: 'Tin lớp học mới',
        },
      ],
    },
    {
      sample: 'optOut',
      expected: [
        {
          type: 'subscription',
          externalId: expect.stringContaining('optin:'),
          sentAt: 1795251100000,
          status: 'stopped',
          token: '9900112233445566778',
          tokenExpiresAt: null,
          title: 'Tin lớp học mới',
        },
      ],
    },
    {
      sample: 'controlPassed',
      expected: [
        {
          type: 'thread_control',
          externalId: expect.stringContaining('pass_thread_control:'),
          sentAt: NOON + 400_000,
          change: 'given',
          ownerAppId: '1122334455667788',
        },
      ],
    },
    {
      sample: 'policyWarning',
      expected: [
        {
          type: 'notice',
          contact: null,
          externalId: expect.stringContaining('policy_enforcement:'),
          sentAt: NOON + 500_000,
          kind: 'policy',
          detail: { event: 'policy_enforcement', action: 'warning', reason: 'Too many unwanted messages' },
        },
      ],
    },
    {
      sample: 'secondsTimestamp',
      expected: [
        {
          type: 'chat_opened',
          externalId: expect.stringContaining('referral:'),
          sentAt: NOON + 600_000,
          ref: 'ads-1',
        },
      ],
    },
    {
      sample: 'comment',
      expected: [
        {
          contact: null,
          type: 'comment',
          externalId: expect.stringContaining('comment:900_901:add:'),
          sentAt: NOON + 699_000,
          commentId: '900_901',
          verb: 'add',
          text: 'Cho mình xin lịch',
        },
      ],
    },
    {
      sample: 'fallbackAndUnknown',
      expected: [
        {
          ...text,
          externalId: 'm_Aa18-fb',
          sentAt: NOON + 800_000,
          attachments: [{ type: 'other', platformType: 'fallback' }],
        },
        {
          type: 'unknown',
          externalId: expect.stringContaining('brand_new_event:'),
          sentAt: NOON + 800_001,
          kind: 'brand_new_event',
        },
      ],
    },
    {
      sample: 'marketingFailure',
      expected: [
        {
          contact: null,
          type: 'notice',
          externalId: expect.stringContaining('marketing_message_delivery_failed:'),
          sentAt: NOON + 900_000,
          kind: 'delivery',
          detail: {
            event: 'marketing_message_delivery_failed',
            error: 'Recipient unavailable',
            campaignId: '120000000000777',
          },
        },
      ],
    },
  ] as const)('$sample reads as our event', ({ sample, expected }) => {
    expect(read(samples[sample])).toEqual({ type: 'events', events: expected.map((event) => ({ ...base, ...event })) })
  })

  it.each(Object.entries(samples))('%s keeps its key when the delivery is repeated', (_, body) => {
    const repeated = body.replace(/"time":(\d{10})(\d*)/g, (_, head, tail) => `"time":${Number(head) + 7}${tail}`)
    const keys = events(body).map((event) => event.externalId)
    expect(events(repeated).map((event) => event.externalId)).toEqual(keys)
    expect(new Set(keys).size).toBe(keys.length)
  })
})
