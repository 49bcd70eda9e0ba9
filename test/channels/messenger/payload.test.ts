import { describe, expect, it } from 'vitest'
import { createWebhookReader } from '../../../src/channels/messenger/payload.ts'
import { accountIdOf } from '../../../src/core/ids.ts'
import { APP_SECRET, NOON, PAGE_ID, PERSON_ID, page, webhookCall } from './account.ts'

const message = (pageId: string, mid: string) => ({
  id: pageId,
  time: NOON,
  messaging: [
    { sender: { id: PERSON_ID }, recipient: { id: pageId }, timestamp: NOON, message: { mid, text: 'Xin chào' } },
  ],
})
const read = (payload: unknown) => createWebhookReader([page])(webhookCall(payload))
const events = (payload: unknown) => {
  const reading = read(payload)
  return reading.type === 'events' ? reading.events : []
}

describe('who is believed', () => {
  const otherApp = { ...page, id: accountIdOf('messenger', '555'), pageId: '555', appSecret: 'secret-of-another-app' }
  const accounts = [page, otherApp]
  const body = { object: 'page', entry: [message(PAGE_ID, 'm_1'), message('555', 'm_2')] }

  it.each([
    { secret: APP_SECRET, contact: `messenger:${PAGE_ID}/${PERSON_ID}` },
    { secret: 'secret-of-another-app', contact: `messenger:555/${PERSON_ID}` },
  ])('the secret $secret speaks for its own Page alone', ({ secret, contact }) => {
    const reading = createWebhookReader(accounts)(webhookCall(body, secret))
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
    const reading = createWebhookReader(accounts)(request)
    expect(reading).toMatchObject({ type: 'forged', reason: expect.stringContaining(says) })
  })

  it('believes nobody when there is no account', () => {
    expect(createWebhookReader([])(webhookCall(body)).type).toBe('forged')
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
