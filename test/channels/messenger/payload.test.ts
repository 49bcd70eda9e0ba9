import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMessengerWebhook } from '../../../src/channels/messenger/payload.ts'
import { accountIdOf } from '../../../src/core/ids.ts'
import { APP_SECRET, NOON, PAGE_ID, PERSON_ID, page, person, webhookCall } from './account.ts'
import { samples } from './samples.ts'

const message = (pageId: string, mid: string) => ({
  id: pageId,
  time: NOON,
  messaging: [
    { sender: { id: PERSON_ID }, recipient: { id: pageId }, timestamp: NOON, message: { mid, text: 'Xin chào' } },
  ],
})
const read = (payload: unknown, appSecret?: string) => readMessengerWebhook(webhookCall(payload, appSecret), [page])
const events = (payload: unknown) => {
  const reading = read(payload)
  return reading.type === 'events' ? reading.events : []
}
const base = { account: page.id, contact: person, sentAt: NOON }

describe('sample payloads of the platform', () => {
  const text = { type: 'message', text: '', attachments: [], quotedId: null, ref: null, anonymous: false }
  it.each([
    {
      sample: 'text',
      expected: [{ ...base, ...text, externalId: 'm_Aa01-text', text: 'Lịch học lớp tin học thế nào?' }],
    },
    {
      sample: 'quickReply',
      expected: [
        {
          ...base,
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
          ...base,
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
          ...base,
          ...text,
          externalId: 'm_Aa04-stk',
          sentAt: NOON + 40_000,
          attachments: [{ type: 'sticker', url: 'https://cdn.example.test/s/like.png' }],
        },
      ],
    },
    {
      sample: 'getStarted',
      expected: [{ ...base, type: 'chat_opened', externalId: 'm_Aa05-pb', sentAt: NOON - 100_000, ref: 'poster-nov' }],
    },
    {
      sample: 'referral',
      expected: [
        {
          ...base,
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
          ...base,
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
          ...base,
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
          ...base,
          type: 'delivered',
          externalId: expect.stringContaining('delivery:'),
          sentAt: NOON + 4_000,
          messageIds: ['m_Bb01-out'],
          upTo: NOON + 3_900,
          trackingId: null,
        },
        {
          ...base,
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
          ...base,
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
          ...base,
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
          ...base,
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
          ...base,
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
          ...base,
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
          ...base,
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
          ...base,
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
          ...base,
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
          account: page.id,
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
          ...base,
          ...text,
          externalId: 'm_Aa18-fb',
          sentAt: NOON + 800_000,
          attachments: [{ type: 'other', platformType: 'fallback' }],
        },
        {
          ...base,
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
          account: page.id,
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
    expect(read(samples[sample])).toEqual({ type: 'events', events: expected })
  })

  it.each(Object.entries(samples))('%s keeps its key when the delivery is repeated', (_, body) => {
    const repeated = body.replace(/"time":(\d{10})(\d*)/g, (_, head, tail) => `"time":${Number(head) + 7}${tail}`)
    const keys = events(body).map((event) => event.externalId)
    expect(events(repeated).map((event) => event.externalId)).toEqual(keys)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('who is believed', () => {
  const otherApp = { ...page, id: accountIdOf('messenger', '555'), pageId: '555', appSecret: 'secret-of-another-app' }
  const accounts = [page, otherApp]
  const body = { object: 'page', entry: [message(PAGE_ID, 'm_1'), message('555', 'm_2')] }

  it.each([
    { secret: APP_SECRET, contact: `messenger:${PAGE_ID}/${PERSON_ID}` },
    { secret: 'secret-of-another-app', contact: `messenger:555/${PERSON_ID}` },
  ])('the secret $secret speaks for its own Page alone', ({ secret, contact }) => {
    const reading = readMessengerWebhook(webhookCall(body, secret), accounts)
    expect(reading).toMatchObject({ type: 'events', events: [{ contact }] })
    expect(reading.type === 'events' && reading.events.length).toBe(1)
  })

  const genuine = webhookCall(body)
  it.each([
    { name: 'no signature', request: { ...genuine, headers: {} }, says: 'X-Hub-Signature-256 is missing' },
    {
      name: 'two signatures',
      request: { ...genuine, headers: { 'x-hub-signature-256': ['sha256=a', 'sha256=b'] } },
      says: 'missing',
    },
    { name: 'a foreign secret', request: webhookCall(body, 'guess'), says: 'MESSENGER_APP_SECRET' },
    {
      name: 'a changed body',
      request: { ...genuine, body: Buffer.from(genuine.body.toString().replace('Xin', 'xin')) },
      says: 'MESSENGER_APP_SECRET',
    },
  ])('$name is forged, and the operator is told the cure', ({ request, says }) => {
    const reading = readMessengerWebhook(request, accounts)
    expect(reading).toMatchObject({ type: 'forged', reason: expect.stringContaining(says) })
  })

  it('believes nobody when there is no account', () => {
    expect(readMessengerWebhook(webhookCall(body), []).type).toBe('forged')
  })
})

describe('the envelope', () => {
  const deep = `{"object":"page","entry":[{"id":"${PAGE_ID}","messaging":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}]}`
  it.each([
    { name: 'no JSON', body: 'hello world', type: 'malformed' },
    { name: 'an empty body', body: '', type: 'malformed' },
    { name: 'a list', body: '[]', type: 'malformed' },
    { name: 'no entry', body: '{"object":"page"}', type: 'malformed' },
    { name: 'an entry that is no list', body: '{"object":"page","entry":{}}', type: 'malformed' },
    { name: 'endless nesting', body: deep, type: 'malformed' },
    { name: 'no object', body: '{"sample":{"field":"messages","value":{}}}', type: 'ignored' },
    { name: 'Instagram', body: '{"object":"instagram","entry":[]}', type: 'ignored' },
    { name: 'another Page', body: JSON.stringify({ object: 'page', entry: [message('555', 'm')] }), type: 'ignored' },
    { name: "the dashboard's test", body: '{"object":"page","entry":[{"id":"0","changes":[]}]}', type: 'ignored' },
    { name: 'a paid result of another Page', body: '{"page_id":555,"error_message":"x"}', type: 'ignored' },
    { name: 'no entries', body: '{"object":"page","entry":[]}', type: 'events' },
    { name: 'an entry without events', body: `{"object":"page","entry":[{"id":"${PAGE_ID}"}]}`, type: 'events' },
  ])('$name is $type', ({ body, type }) => {
    expect(read(body)).toMatchObject(type === 'events' ? { type, events: [] } : { type, reason: expect.any(String) })
  })

  it('gives all events of all entries, in order, and leaves out those of other Pages', () => {
    const own = message(PAGE_ID, 'm_1')
    const toAnother = { ...own.messaging[0], recipient: { id: '555' } }
    const body = {
      object: 'page',
      entry: [
        { ...own, messaging: [...own.messaging, toAnother, ...message(PAGE_ID, 'm_2').messaging] },
        message('555', 'm_3'),
        'odd',
        message(PAGE_ID, 'm_4'),
      ],
    }
    expect(events(body).map((event) => event.externalId)).toEqual(['m_1', 'm_2', 'm_4'])
  })

  it('gives a message that came twice in one call the same key twice', () => {
    const twice = { object: 'page', entry: [message(PAGE_ID, 'm_1'), message(PAGE_ID, 'm_1')] }
    expect(events(twice).map((event) => event.externalId)).toEqual(['m_1', 'm_1'])
  })

  it('reads a messaging event that stands in changes', () => {
    const value = message(PAGE_ID, 'm_1').messaging[0]
    const body = { object: 'page', entry: [{ id: PAGE_ID, time: NOON, changes: [{ field: 'messages', value }] }] }
    expect(events(body)).toMatchObject([{ type: 'message', externalId: 'm_1', text: 'Xin chào' }])
  })

  it('keeps every digit of ids that come as numbers', () => {
    const body = `{"object":"page","entry":[{"id":${PAGE_ID},"messaging":[{"sender":{"id":24681012141618203},"recipient":{"id":${PAGE_ID}},"message":{"mid":"m_1","text":"a"}}]}]}`
    expect(events(body)).toMatchObject([{ contact: `messenger:${PAGE_ID}/24681012141618203` }])
  })
})

describe('whatever comes', () => {
  const odd = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.constantFrom(
        PAGE_ID,
        PERSON_ID,
        NOON,
        true,
        '',
        '\u0000',
        '\ud800',
        Number.POSITIVE_INFINITY,
        9e15,
        -1,
        [],
        {},
      ),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          ...['sender', 'recipient', 'id', 'timestamp', 'message', 'mid', 'text', 'attachments', 'payload', 'type'],
          ...['quick_reply', 'is_echo', 'postback', 'referral', 'optin', 'delivery', 'mids', 'watermark', 'read'],
          ...['reaction', 'message_edit', 'response_feedback', 'messaging_feedback', 'feedback_screens', 'questions'],
          ...[
            'pass_thread_control',
            'policy_enforcement',
            'field',
            'value',
            'item',
            'from',
            '__proto__',
            'constructor',
          ],
        ),
        tie('value'),
        { maxKeys: 5 },
      ),
    ),
  })).value

  it('bytes without a right signature are forged', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, signature) => {
        const request = { body: Buffer.from(bytes), headers: { 'x-hub-signature-256': signature }, receivedAt: NOON }
        expect(readMessengerWebhook(request, [page]).type).toBe('forged')
      }),
      { numRuns: 200 },
    )
  })

  it('signed bytes of any kind are read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(['malformed', 'ignored', 'events']).toContain(read(body).type)
      }),
      { numRuns: 300 },
    )
  })

  it('signed events of any shape each become one event of ours with a key and a time', () => {
    const kinds = ['message', 'postback', 'referral', 'optin', 'delivery', 'reaction', 'app_roles', 'read', 'x']
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        odd,
        odd,
        fc.constantFrom('messaging', 'standby'),
        (kind, content, timestamp, list) => {
          const event = { sender: { id: PERSON_ID }, recipient: { id: PAGE_ID }, timestamp, [kind]: content }
          const read = events({ object: 'page', entry: [{ id: PAGE_ID, [list]: [event] }] })
          expect(read).toHaveLength(1)
          expect(read[0]?.externalId).toMatch(/./)
          expect(Number.isSafeInteger(read[0]?.sentAt)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('signed entries of any shape are never thrown at', () => {
    fc.assert(
      fc.property(odd, odd, odd, (messaging, standby, changes) => {
        expect(read({ object: 'page', entry: [{ id: PAGE_ID, messaging, standby, changes }] }).type).toBe('events')
      }),
      { numRuns: 500 },
    )
  })
})
