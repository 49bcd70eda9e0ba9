import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SANDBOX_MESSENGER } from '../../src/sandbox/index.ts'
import { samples as MESSENGER_SAMPLES } from '../channels/messenger/samples.ts'
import { ENGINES } from '../support/databases.ts'
import { messengerBody, post, signed, textCall } from './support/http.ts'
import { citizen, PLATFORMS, personId } from './support/people.ts'
import { sharedScene } from './support/scene.ts'
import type { Counts } from './support/stored.ts'
import { ZALO_SAMPLES } from './support/zalo-samples.ts'

const SIGNATURE_HEADER = { zalo: 'x-zevent-signature', messenger: 'x-hub-signature-256' }

describe.each(ENGINES)('a webhook call, stored in %s', (engine) => {
  const scene = sharedScene(engine)
  let before: Counts
  beforeAll(scene.start)
  beforeEach(async () => {
    await scene.now.stored.settled()
    before = await scene.now.stored.count()
  })
  afterAll(scene.end)

  describe.each(PLATFORMS)('of %s', (platform) => {
    const genuine = () =>
      textCall(scene.now.system, platform, { from: personId(platform, 1), messageId: 'm-1', text: 'xin chào' })
    const path = `/webhooks/${platform}`

    it.each([
      { name: 'a wrong signature', headers: (real: string) => ({ [SIGNATURE_HEADER[platform]]: flipLast(real) }) },
      { name: 'no signature', headers: () => ({}) },
      { name: 'half a signature', headers: (real: string) => ({ [SIGNATURE_HEADER[platform]]: real.slice(0, 40) }) },
    ])('with $name is refused with 401 and leaves no trace', async ({ headers }) => {
      const { body, headers: real } = genuine()
      const answer = await fetch(`${scene.now.system.url}${path}`, {
        method: 'POST',
        body,
        headers: headers(real[SIGNATURE_HEADER[platform]] ?? ''),
      })
      expect(answer.status).toBe(401)
      expect(await scene.now.stored.count()).toEqual(before)
    })

    it('whose body was changed on the way is refused with 401 and leaves no trace', async () => {
      const call = genuine()
      const answer = await post(scene.now.system.url, { ...call, body: call.body.replace('xin ch', 'xin tr') })
      expect(answer.status).toBe(401)
      expect(await scene.now.stored.count()).toEqual(before)
    })

    it.each([
      { name: 'half a JSON text', body: '{"timestamp":"1","sender":' },
      { name: 'a JSON list', body: '[1,2,3]' },
      { name: 'nothing', body: '' },
      { name: 'bytes that are no text', body: '\u0000\u0001\u0002' },
    ])('with $name, signed, is answered with 400 and leaves no trace', async ({ body }) => {
      const { system, stored } = scene.now
      const headers =
        platform === 'zalo' ? { 'x-zevent-signature': `mac=${'0'.repeat(64)}` } : system.messenger.signed(body)
      expect((await post(system.url, { platform, body, headers })).status).toBe(400)
      expect(await stored.count()).toEqual(before)
    })

    it('of more than 2 MB is answered with 413 and leaves no trace', async () => {
      const { system, stored } = scene.now
      const call = genuine()
      const answer = await post(system.url, { ...call, body: call.body.padEnd(2_200_000, ' ') })
      expect(answer.status).toBe(413)
      expect(await stored.count()).toEqual(before)
    })

    it.each([
      { name: 'whose length is not told beforehand', search: '', length: false },
      { name: 'in several pieces', search: '', length: true },
      { name: 'to an address with a query', search: '?from=dashboard', length: true },
    ])('$name is kept like any other', async ({ search, length }) => {
      const { system, stored } = scene.now
      const { body, headers } = textCall(system, platform, {
        from: personId(platform, 1),
        messageId: `m-${search}-${length}`,
        text: 'xin chào',
      })
      const bytes = Buffer.from(body)
      const sending = request(`${system.url}${path}${search}`, { method: 'POST', headers })
      if (length) sending.setHeader('Content-Length', bytes.length)
      sending.write(bytes.subarray(0, 20))
      await delay(20)
      sending.end(bytes.subarray(20))
      const [answer] = (await once(sending, 'response')) as [IncomingMessage]
      answer.resume()
      expect(answer.statusCode).toBe(200)
      expect((await stored.count()).inbox).toBe(before.inbox + 1)
    })

    it('that breaks off in the middle leaves no trace', async () => {
      const { system, stored } = scene.now
      const { body, headers } = genuine()
      const sending = request(`${system.url}${path}`, { method: 'POST', headers })
      sending.on('error', () => {})
      sending.setHeader('Content-Length', Buffer.byteLength(body))
      sending.write(body.slice(0, -10))
      await delay(20)
      sending.destroy()
      await delay(50)
      expect(await stored.count()).toEqual(before)
    })

    it('that is compressed is refused: no platform compresses', async () => {
      const call = genuine()
      const answer = await post(scene.now.system.url, {
        ...call,
        headers: { ...call.headers, 'content-encoding': 'gzip' },
      })
      expect(answer.status).toBe(415)
    })

    it.each(['PUT', 'DELETE', 'PATCH'])('by %s is answered with 404', async (method) => {
      expect((await fetch(`${scene.now.system.url}${path}`, { method })).status).toBe(404)
    })
  })

  it("of Zalo's console, trying a new address, is answered with 200 and leaves no trace", async () => {
    const { system, stored } = scene.now
    const body = JSON.stringify({
      app_id: '1000000000000000001',
      sender: { id: '11111111111111' },
      recipient: { id: '22222222222222' },
      event_name: 'user_send_text',
      message: { text: 'This is testing message', msg_id: 'This is message id' },
      timestamp: '1795161600000',
    })
    expect((await post(system.url, { platform: 'zalo', body, headers: {} })).status).toBe(200)
    expect(await stored.count()).toEqual(before)
  })

  it("passes Messenger's verification with the right token", async () => {
    const { messenger } = scene.now.system
    expect(await messenger.verifyWebhook()).toMatchObject({ accepted: true })
    expect(await messenger.verifyWebhook('another-token')).toMatchObject({ accepted: false })
  })

  it.each([
    { name: 'its challenge, as plain text', token: SANDBOX_MESSENGER.verifyToken, mode: 'subscribe', status: 200 },
    { name: '403 for a wrong token', token: 'wrong', mode: 'subscribe', status: 403 },
    { name: '403 for another mode', token: SANDBOX_MESSENGER.verifyToken, mode: 'unsubscribe', status: 403 },
  ])('gives Messenger $name', async ({ token, mode, status }) => {
    const query = new URLSearchParams({ 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': '1158201444' })
    const answer = await fetch(`${scene.now.system.url}/webhooks/messenger?${query}`)
    expect(answer.status).toBe(status)
    if (status === 200) {
      expect(answer.headers.get('content-type')).toContain('text/plain')
      expect(await answer.text()).toBe('1158201444')
    }
  })

  it.each([
    ...ZALO_SAMPLES.map((sample) => ({ ...sample, platform: 'zalo' as const, rows: 1 })),
    ...Object.entries(MESSENGER_SAMPLES).map(([name, body]) => ({
      name,
      body,
      platform: 'messenger' as const,
      rows: name === 'deliveryAndRead' || name === 'fallbackAndUnknown' ? 2 : 1,
    })),
  ])('of $platform with the sample "$name" is kept', async ({ platform, body, rows }) => {
    const { system, stored } = scene.now
    expect((await post(system.url, signed(system, platform, body))).status).toBe(200)
    await stored.settled()
    expect((await stored.count()).inbox).toBe(before.inbox + rows)
    expect((await post(system.url, signed(system, platform, body))).status).toBe(200)
    expect((await stored.count()).inbox).toBe(before.inbox + rows)
  })

  it('with kinds of events that nobody knows yet is kept', async () => {
    const { system, stored } = scene.now
    const { id } = citizen(system, 'messenger', 2)
    const unknown = system.messenger.event.text(id, '').body
    const body = messengerBody([{ ...unknown, message: undefined, thing_of_2031: { x: 1 } }])
    expect((await post(system.url, signed(system, 'messenger', body))).status).toBe(200)
    const zalo = system.zalo.event.text(personId('zalo', 2), 'x')
    const zaloBody = JSON.stringify({ ...zalo, event_name: 'user_did_thing_of_2031' })
    expect((await post(system.url, signed(system, 'zalo', zaloBody))).status).toBe(200)
    await stored.settled()
    expect((await stored.count()).inbox).toBe(before.inbox + 2)
  })

  it('leaves no event that was set aside and no failed request in the log', async () => {
    const { system, stored } = scene.now
    const failed = await stored.db
      .selectFrom('inbox')
      .select(['type', 'failure'])
      .where('failure', 'is not', null)
      .execute()
    expect(failed).toEqual([])
    expect(system.log()).not.toContain('"level":50')
  })
})

function flipLast(hex: string): string {
  return hex.slice(0, -1) + (hex.endsWith('0') ? '1' : '0')
}
