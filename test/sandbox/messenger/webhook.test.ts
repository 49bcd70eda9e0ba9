import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SANDBOX_MESSENGER } from '../../../src/sandbox/index.ts'
import { ATTACHMENT_KINDS } from '../../../src/sandbox/messenger/attachments-received.ts'
import type { Chaos } from '../../../src/sandbox/messenger/chaos.ts'
import { INBOX_APP_ID } from '../../../src/sandbox/messenger/events.ts'
import { signedHeaders, toWire } from '../../../src/sandbox/messenger/wire.ts'
import { HOUR } from '../support/clock.ts'
import { answerTo, type MessengerBench, PAGE_ID, PSID, startMessengerBench } from '../support/messenger.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'

interface Entry {
  readonly id: unknown
  readonly time: number
  readonly messaging?: Record<string, unknown>[]
  readonly standby?: Record<string, unknown>[]
  readonly changes?: Record<string, unknown>[]
}

let receiver: Receiver
let bench: MessengerBench
beforeEach(async () => {
  receiver = await startReceiver()
  bench = await startMessengerBench({ webhookUrl: receiver.url, answerDeadlineMs: 100 })
})
afterEach(async () => {
  await bench.close()
  await receiver.close()
})

const person = () => bench.messenger.person(PSID)
const entries = () => receiver.events().map((event) => (event.entry as Entry[])[0])
const items = () => entries().flatMap((entry) => entry?.messaging ?? [])
const ends = { sender: { id: PSID }, recipient: { id: PAGE_ID } }
const echoEnds = { sender: { id: PAGE_ID }, recipient: { id: PSID } }

describe('the wire format', () => {
  it('is ASCII with lower-case escapes and escaped slashes', () => {
    expect(toWire({ text: 'Lịch 😀 https://a.vn?x=1%2 <b>@' })).toBe(
      '{"text":"L\\u1ecbch \\ud83d\\ude00 https:\\/\\/a.vn?x=1%2 <b>@"}',
    )
    expect(toWire('%<@', true)).toBe('"\\u0025\\u003c\\u0040"')
  })

  it.each([
    {
      body: '{"object":"page","entry":[]}',
      mac: '0cb2b5894cd63ad48851f0deef5e8d9038741d27cf704f529c7edbe63f3454fc',
    },
    {
      body: toWire({
        object: 'page',
        entry: [
          {
            id: '100200300400500',
            time: 1795150800123,
            messaging: [
              {
                sender: { id: '7001002003004005' },
                recipient: { id: '100200300400500' },
                timestamp: 1795150800001,
                message: { mid: 'm_fake0001', text: 'Xin chào' },
              },
            ],
          },
        ],
      }),
      mac: 'e291e872fe28526136c75c29fe6a6b0df7180de5ed73458f048614010db67312',
    },
  ])('is signed over those bytes: $mac', ({ body, mac }) => {
    expect(signedHeaders('test-app-secret-0001', body)['x-hub-signature-256']).toBe(`sha256=${mac}`)
  })

  it('is what arrives', async () => {
    await person().writes('Lịch học 18/11 thế nào?')
    const post = receiver.posts[0]
    expect(post?.text).toContain('L\\u1ecbch h\\u1ecdc 18\\/11')
    const mac = createHmac('sha256', SANDBOX_MESSENGER.appSecret)
      .update(post?.text ?? '')
      .digest('hex')
    expect(post?.headers['x-hub-signature-256']).toBe(`sha256=${mac}`)
  })
})

describe('events', () => {
  const referral = { ref: 'poster-nov', source: 'SHORTLINK', type: 'OPEN_THREAD' }
  it.each([
    {
      name: 'a text',
      act: () => person().writes('a', { replyTo: 'm_1' }),
      event: { ...ends, message: { text: 'a', reply_to: { mid: 'm_1' } } },
    },
    {
      name: 'a postback',
      act: () => person().pressesPostback('FAQ', 'Hỏi đáp'),
      event: { ...ends, postback: { title: 'Hỏi đáp', payload: 'FAQ' } },
    },
    { name: 'a start', act: () => person().getsStarted(), event: { postback: { payload: 'GET_STARTED' } } },
    {
      name: 'a start through a link',
      act: () => person().getsStarted('poster-nov'),
      event: { postback: { payload: 'GET_STARTED', referral } },
    },
    { name: 'a link of somebody new', act: () => person().opensLink('poster-nov'), event: { postback: { referral } } },
    {
      name: 'a reaction',
      act: () => person().reactsTo('m_1'),
      event: { reaction: { action: 'react', mid: 'm_1', emoji: '❤️' } },
    },
    {
      name: 'an edit',
      act: () => person().edits('m_1', 'b'),
      event: { message_edit: { mid: 'm_1', text: 'b', num_edit: 1 } },
    },
    {
      name: 'an unsent message',
      act: () => person().unsends('m_1'),
      event: { message: { mid: 'm_1', is_deleted: true } },
    },
    { name: 'reading', act: () => person().reads(), event: { ...ends, read: { watermark: expect.any(Number) } } },
    {
      name: 'an opt-in',
      act: () => person().optsIn('t1', 'Tin mới'),
      event: { optin: { type: 'notification_messages', notification_messages_token: 't1' } },
    },
    {
      name: 'an opt-out',
      act: () => person().optsOut('t1', 'Tin mới'),
      event: { optin: { notification_messages_status: 'STOP_NOTIFICATIONS' } },
    },
    {
      name: 'staff in the inbox',
      act: () => bench.messenger.staffWrites(PSID, 'a'),
      event: { ...echoEnds, message: { is_echo: true, app_id: Number(INBOX_APP_ID), text: 'a' } },
    },
    {
      name: 'a thread handed back',
      act: () => bench.messenger.staffHandsBack(PSID),
      event: { pass_thread_control: { new_owner_app_id: Number(SANDBOX_MESSENGER.appId) } },
    },
  ])('$name has the platform’s shape', async ({ act, event }) => {
    expect(await act()).toBe(200)
    expect(items()[0]).toMatchObject({ ...event, timestamp: bench.clock.now() })
    expect(entries()[0]).toMatchObject({ id: PAGE_ID })
    expect(entries()[0]?.time).toBeGreaterThanOrEqual(bench.clock.now())
  })

  it.each(ATTACHMENT_KINDS)('an attachment of kind %s arrives', async (type) => {
    await person().sends(type)
    expect(items()[0]).toMatchObject({ message: { attachments: [{ type }] } })
  })

  it('a link opened in an existing conversation is a referral', async () => {
    await person().writes('a')
    await person().opensLink('poster-nov')
    expect(items()[1]).toMatchObject({ ...ends, referral })
  })

  it('a quick reply sends its title and payload, as long as it is offered', async () => {
    await person().writes('a')
    await bench.send(
      answerTo(PSID, { text: 'Chọn', quick_replies: [{ content_type: 'text', title: 'Đăng ký', payload: 'SIGNUP' }] }),
    )
    await bench.messenger.settled()
    receiver.posts.length = 0
    await person().tapsQuickReply('SIGNUP')
    expect(items()[0]).toMatchObject({ message: { text: 'Đăng ký', quick_reply: { payload: 'SIGNUP' } } })
    await expect(person().tapsQuickReply('OTHER')).rejects.toThrow('no quick reply')
    await bench.say('Đã ghi')
    await expect(person().tapsQuickReply('SIGNUP')).rejects.toThrow('no quick reply')
  })

  it('a message can be edited five times', async () => {
    const statuses = []
    for (let i = 0; i < 6; i++) statuses.push(await person().edits('m_1', String(i)))
    expect(statuses).toEqual([200, 200, 200, 200, 200, 0])
  })

  it('a comment is a change of the feed', async () => {
    const { commentId } = await person().comments('Cho mình xin lịch')
    expect(entries()[0]?.changes).toMatchObject([{ field: 'feed', value: { verb: 'add', comment_id: commentId } }])
  })

  it('own messages are mirrored with their metadata, then delivered', async () => {
    await person().writes('a')
    const { body } = await bench.send(answerTo(PSID, { text: 'b', metadata: 'out:1' }))
    await bench.messenger.settled()
    const mid = body.message_id
    expect(items().slice(1)).toMatchObject([
      {
        ...echoEnds,
        message: { mid, is_echo: true, app_id: Number(SANDBOX_MESSENGER.appId), metadata: 'out:1', text: 'b' },
      },
      { ...ends, delivery: { mids: [mid], watermark: bench.clock.now() } },
    ])
  })

  it('come only for subscribed fields', async () => {
    await bench.call('POST', `/v25.0/${PAGE_ID}/subscribed_apps?subscribed_fields=messages`)
    expect(await person().pressesPostback('FAQ')).toBe(0)
    expect(await person().writes('a')).toBe(200)
    const { body } = await bench.call('GET', `/v25.0/${PAGE_ID}/subscribed_apps`)
    expect(body).toMatchObject({ data: [{ id: SANDBOX_MESSENGER.appId, subscribed_fields: ['messages'] }] })
  })

  it('come on standby while staff control the thread, postbacks without payload', async () => {
    bench.messenger.setDefaultApp(SANDBOX_MESSENGER.appId)
    await person().writes('a')
    await bench.messenger.staffWrites(PSID, 'b')
    await person().pressesPostback('FAQ', 'Hỏi đáp')
    expect(entries()[1]?.standby).toMatchObject([{ message: { is_echo: true } }])
    expect(entries()[2]?.standby).toMatchObject([{ postback: { title: 'Hỏi đáp' } }])
    expect(entries()[2]?.standby?.[0]?.postback).not.toHaveProperty('payload')
  })

  it('of the platform itself have their own shapes', async () => {
    const { event } = bench.messenger
    const taken = event.takeThreadControl(PSID, SANDBOX_MESSENGER.appId, INBOX_APP_ID, 'staff')
    await bench.messenger.batch([event.policy('warning', 'Too many unwanted messages'), taken])
    expect(items()[0]).toMatchObject({
      policy_enforcement: { action: 'warning', reason: 'Too many unwanted messages' },
    })
    expect(items()[0]).not.toHaveProperty('sender')
    expect(items()[1]).toMatchObject({
      ...ends,
      take_thread_control: { previous_owner_app_id: SANDBOX_MESSENGER.appId, new_owner_app_id: Number(INBOX_APP_ID) },
    })
  })

  it('come together in one call when they are batched', async () => {
    const { event } = bench.messenger
    await bench.messenger.batch([event.text(PSID, 'a'), event.text('7001002003004005', 'b')])
    expect(receiver.posts).toHaveLength(1)
    expect(items()).toMatchObject([{ message: { text: 'a' } }, { message: { text: 'b' } }])
  })
})

describe('chaos', () => {
  const on = (chaos: Partial<Chaos>) => Object.assign(bench.messenger.chaos, chaos)

  it('duplicate: the same mid twice, with another time', async () => {
    on({ duplicate: true })
    await person().writes('a')
    const [first, second] = items() as { message: { mid: string } }[]
    expect(second?.message.mid).toBe(first?.message.mid)
    expect(entries()[1]?.time).not.toBe(entries()[0]?.time)
  })

  it('reorder: the second overtakes the first', async () => {
    on({ reorder: true })
    await Promise.all([person().writes('một'), person().writes('hai')])
    expect(items()).toMatchObject([{ message: { text: 'hai' } }, { message: { text: 'một' } }])
  })

  it('echoFirst: the echo is there before the answer', async () => {
    on({ echoFirst: true })
    await person().writes('a')
    const { body } = await bench.say('b')
    expect(items()[1]).toMatchObject({ message: { is_echo: true, mid: body.message_id } })
  })

  it.each([
    { name: 'secondsTimestamps', check: () => expect(items()[0]?.timestamp).toBe(bench.clock.now() / 1000) },
    { name: 'unknownEvent', check: () => expect(items()[1]).toMatchObject({ ...ends, brand_new_event: { x: 1 } }) },
    { name: 'wrongPageId', check: () => expect(entries()[0]?.id).not.toBe(PAGE_ID) },
    { name: 'numberIds', check: () => expect(receiver.posts[0]?.text).toContain(`"sender":{"id":${PSID}}`) },
    { name: 'escapeMore', check: () => expect(receiver.posts[0]?.text).toContain('a\\u0040b.vn') },
  ] as const)('$name changes the body', async ({ name, check }) => {
    on({ [name]: true })
    await person().writes('a@b.vn')
    check()
  })

  it('badSignature does not match', async () => {
    on({ badSignature: true })
    await person().writes('a')
    const right = bench.messenger.signed(receiver.posts[0]?.text ?? '')
    expect(receiver.posts[0]?.headers['x-hub-signature-256']).not.toBe(right['x-hub-signature-256'])
  })

  it('leaves out app ids and mids', async () => {
    on({ echoWithoutAppId: true, deliveryWithoutMids: true })
    await person().writes('a')
    await bench.say('b')
    await bench.messenger.settled()
    const [, echo, delivery] = items()
    expect(echo?.message).not.toHaveProperty('app_id')
    expect(delivery?.delivery).toEqual({ watermark: bench.clock.now() })
  })
})

describe('a receiver that fails', () => {
  it.each([
    { name: '503', script: [503, 200] },
    { name: 'no answer in time', script: ['hang', 200] },
  ] as const)('gets the event again after $name, with a new time', async ({ script }) => {
    receiver.script.push(...script)
    await person().writes('a')
    await bench.messenger.settled()
    const [first, second] = items() as { message: { mid: string } }[]
    expect(receiver.posts).toHaveLength(2)
    expect(second?.message.mid).toBe(first?.message.mid)
    expect(entries()[1]?.time).not.toBe(entries()[0]?.time)
  })

  it('is unsubscribed after an hour, until it is connected again', async () => {
    receiver.script.push(...Array.from({ length: 8 }, () => 500))
    await person().writes('a')
    await bench.messenger.settled()
    expect(bench.messenger.subscribed).toBe(true)
    bench.clock.pass(HOUR)
    await person().writes('b')
    await bench.messenger.settled()
    expect(bench.messenger.subscribed).toBe(false)
    expect(await person().writes('c')).toBe(0)
    bench.messenger.connectWebhook(receiver.url)
    expect(await person().writes('d')).toBe(200)
  })
})

describe('the verification of a callback', () => {
  it.each([
    { token: 'right-token', accepted: true, status: 200 },
    { token: 'wrong-token', accepted: false, status: 403 },
  ])('with $token: $status', async ({ token, accepted, status }) => {
    expect(await bench.messenger.verifyWebhook(token)).toMatchObject({ accepted, status })
  })

  it('comes before an app’s subscription', async () => {
    const subscribe = (verify_token: string) =>
      bench.call(
        'POST',
        `/v25.0/${SANDBOX_MESSENGER.appId}/subscriptions`,
        { object: 'page', callback_url: receiver.url, verify_token, fields: 'messages' },
        { authorization: `Bearer ${SANDBOX_MESSENGER.appId}|${SANDBOX_MESSENGER.appSecret}` },
      )
    expect((await subscribe('wrong-token')).code).toBe('2200')
    expect((await subscribe('right-token')).body).toEqual({ success: true })
  })
})
