import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWebhookReader } from '../../../src/channels/messenger/payload.ts'
import { NOON, PAGE_ID, PERSON_ID, page, webhookCall } from './account.ts'

const read = (payload: unknown) => createWebhookReader([page])(webhookCall(payload))
const events = (payload: unknown) => {
  const reading = read(payload)
  return reading.type === 'events' ? reading.events : []
}

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
        expect(createWebhookReader([page])(request).type).toBe('forged')
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
