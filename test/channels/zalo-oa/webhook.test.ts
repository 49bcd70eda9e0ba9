import { describe, expect, it } from 'vitest'
import { readWebhook } from '../../../src/channels/zalo-oa/webhook.ts'
import {
  ACCOUNT,
  APP_ID,
  accountWith,
  NOW,
  OA_ID,
  OA_SECRET,
  requestOf,
  SETTINGS,
  signatureFor,
  signedRequest,
  textEvent,
  USER_ID,
} from './fixtures.ts'

const OTHER_OA = '4000000000000000005'
const OTHER_SECRET = 'another-oa-secret'
const ACCOUNTS = [accountWith(), accountWith({ oa_id: OTHER_OA, oa_secret_key: OTHER_SECRET })]

function signedWith(secret: string, event: Record<string, unknown>) {
  const body = JSON.stringify(event)
  return requestOf(body, { 'x-zevent-signature': signatureFor(body, String(event.timestamp), secret) })
}

describe('zalo webhook', () => {
  it('reads a genuine event', () => {
    const reading = readWebhook(ACCOUNTS, signedRequest(textEvent()))
    expect(reading).toMatchObject({ type: 'events', events: [{ type: 'message', account: ACCOUNT, text: 'Xin chào' }] })
  })

  it.each([
    {
      name: 'a timestamp that is a bare number',
      json: `{"event_name":"user_send_text","timestamp":${NOW}`,
      timestamp: String(NOW),
    },
    {
      name: 'a timestamp with an exponent',
      json: '{"event_name":"user_send_text","timestamp":1.7951616e12',
      timestamp: '1.7951616e12',
    },
    {
      name: 'white space between its parts',
      json: `{ "event_name" : "user_send_text", "timestamp" : "${NOW}"`,
      timestamp: String(NOW),
    },
    { name: 'no timestamp', json: '{"event_name":"user_send_text"', timestamp: '' },
  ])('accepts a signature over $name', ({ json, timestamp }) => {
    const body = `${json}, "recipient":{"id":"${OA_ID}"},"sender":{"id":${USER_ID}},"message":{"text":"a"}}`
    const reading = readWebhook(ACCOUNTS, requestOf(body, { 'x-zevent-signature': signatureFor(body, timestamp) }))
    expect(reading).toMatchObject({ type: 'events', events: [{ type: 'message', contact: `${ACCOUNT}/${USER_ID}` }] })
  })

  it('accepts an event that Zalo delivers again, hours later', () => {
    const old = textEvent({ timestamp: String(NOW - 12 * 3_600_000) })
    expect(readWebhook(ACCOUNTS, signedRequest(old, { num_retry: '5' })).type).toBe('events')
  })

  it('gives an event the same key however often it comes', () => {
    const keys = [signedRequest(textEvent()), signedRequest(textEvent(), { num_retry: '1' })].map((request) => {
      const reading = readWebhook(ACCOUNTS, request)
      return reading.type === 'events' ? reading.events[0]?.externalId : reading.type
    })
    expect(keys).toEqual(['aa11', 'aa11'])
  })

  it.each([
    { name: 'recipient', event: textEvent({ recipient: { id: OTHER_OA } }) },
    {
      name: 'sender',
      event: textEvent({ event_name: 'oa_send_text', sender: { id: OTHER_OA }, recipient: { id: USER_ID } }),
    },
    { name: 'oa_id', event: { event_name: 'follow', oa_id: OTHER_OA, follower: { id: USER_ID }, timestamp: '1' } },
    { name: 'oaId', event: { event_name: 'change_oa_daily_quota', oaId: OTHER_OA, timestamp: '1' } },
    { name: 'nothing but the secret', event: { event_name: 'permission_revoked', app_id: APP_ID, timestamp: '1' } },
  ])('finds the account of an app with several by $name', ({ event }) => {
    const reading = readWebhook(ACCOUNTS, signedWith(OTHER_SECRET, event))
    expect(reading).toMatchObject({ type: 'events', events: [{ account: `zalo-oa:${OTHER_OA}` }] })
  })

  it.each([
    {
      name: 'has no signature',
      request: requestOf(JSON.stringify(textEvent())),
      says: /header X-ZEvent-Signature is missing/,
    },
    {
      name: 'is signed with the app secret',
      request: signedWith(SETTINGS.app_secret, textEvent()),
      says: /ZALO_OA_SECRET_KEY must be the OA secret key.*not the app's secret key/,
    },
    {
      name: "is signed with another OA's secret",
      request: signedWith(OTHER_SECRET, textEvent()),
      says: /does not match/,
    },
    {
      name: 'was changed on its way',
      request: requestOf(JSON.stringify(textEvent({ timestamp: '1' })), {
        'x-zevent-signature': signatureFor(JSON.stringify(textEvent()), String(NOW)),
      }),
      says: /does not match/,
    },
    {
      name: 'comes from another app',
      request: signedWith('x', textEvent({ app_id: '5' })),
      says: /ZALO_APP_ID must be the app/,
    },
    {
      name: 'names an unknown OA and is not signed',
      request: requestOf(JSON.stringify(textEvent({ recipient: { id: '12345' } }))),
      says: /Check ZALO_OA_ID and ZALO_OA_SECRET_KEY/,
    },
    { name: 'names no OA and is not signed', request: requestOf('{"event_name":"hello"}'), says: /names no OA/ },
  ])('is forged when it $name, and says what to set right', ({ request, says }) => {
    const reading = readWebhook(ACCOUNTS, request)
    expect(reading.type).toBe('forged')
    expect(reading.type === 'forged' && reading.reason).toMatch(says)
  })

  it('never tells a secret in its reasons', () => {
    const reading = readWebhook(ACCOUNTS, signedWith('wrong', textEvent()))
    expect(JSON.stringify(reading)).not.toMatch(new RegExp([OA_SECRET, OTHER_SECRET, SETTINGS.app_secret].join('|')))
  })

  const consoleTest = textEvent({
    sender: { id: '111111111111111111' },
    recipient: { id: '222222222222222222' },
    user_id_by_app: '333333333333333333',
    message: { msg_id: 'This is message id', text: 'This is testing message' },
  })

  it.each([
    { name: "the console's test event, unsigned", request: requestOf(JSON.stringify(consoleTest)) },
    { name: "the console's test event, signed", request: signedRequest(consoleTest) },
    { name: "the console's test event, signed by we know not what", request: signedWith('x', consoleTest) },
    {
      name: "the console's test event with other placeholders",
      request: requestOf(JSON.stringify(textEvent({ sender: { id: '9999999' }, recipient: { id: '8888888' } }))),
    },
    {
      name: 'a genuine event of an OA that is not configured',
      request: signedRequest(textEvent({ recipient: { id: '12345' } })),
    },
  ])('ignores $name', ({ request }) => {
    expect(readWebhook(ACCOUNTS, request).type).toBe('ignored')
  })

  it("does not take a person's words for the console's test", () => {
    const words = textEvent({ message: { msg_id: 'This is message id', text: 'This is testing message' } })
    expect(readWebhook(ACCOUNTS, requestOf(JSON.stringify(words))).type).toBe('forged')
    expect(readWebhook(ACCOUNTS, signedRequest(words)).type).toBe('events')
  })

  it('keeps a genuine event whose fields have wrong types', () => {
    const reading = readWebhook(ACCOUNTS, signedRequest(textEvent({ recipient: 7, sender: [USER_ID], message: 'x' })))
    expect(reading).toMatchObject({
      type: 'events',
      events: [{ type: 'unknown', account: ACCOUNT, contact: null, kind: 'user_send_text' }],
    })
  })

  it('is malformed without an object', () => {
    expect(readWebhook(ACCOUNTS, requestOf('[]')).type).toBe('malformed')
  })

  it('trusts nobody while no account is configured', () => {
    expect(readWebhook([], signedRequest(textEvent())).type).toBe('forged')
  })
})
