import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SANDBOX_ZALO } from '../../../src/sandbox/index.ts'
import { ATTACHMENT_KINDS } from '../../../src/sandbox/zalo/attachments.ts'
import { signedHeaders } from '../../../src/sandbox/zalo/webhook.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'
import { startZaloBench, USER, type ZaloBench } from '../support/zalo.ts'

let receiver: Receiver
let bench: ZaloBench
beforeEach(async () => {
  receiver = await startReceiver()
  bench = await startZaloBench({ webhookUrl: receiver.url, echoes: true, answerDeadlineMs: 100 })
})
afterEach(async () => {
  await bench.close()
  await receiver.close()
})

const person = () => bench.zalo.person(USER)
const OA = SANDBOX_ZALO.oaId

describe('the signature', () => {
  it('is the SHA-256 of app id, body, timestamp and OA secret key', () => {
    const body =
      '{"app_id":"1000000000000000001","sender":{"id":"2000000000000000002"},"user_id_by_app":"3000000000000000003","recipient":{"id":"4000000000000000004"},"event_name":"user_send_text","message":{"text":"Xin chào, đăng ký lớp học","msg_id":"aa11bb22cc33dd44ee55"},"timestamp":"1795161600000"}'
    const keys = { appId: '1000000000000000001', oaSecretKey: 'demoOaSecretKey123' }
    expect(signedHeaders(keys, body)['x-zevent-signature']).toBe(
      'mac=178b24ad94c365963c9c59c60a18b2f1ab4308b95566d0fd35095ed542ad7996',
    )
  })

  it('covers the bytes that are posted', async () => {
    await person().writes('Lớp học tối nay ở đâu?')
    const [post] = receiver.posts
    const { timestamp } = JSON.parse(post?.text ?? '') as { timestamp: string }
    const signed = SANDBOX_ZALO.appId + post?.text + timestamp + SANDBOX_ZALO.oaSecretKey
    expect(post?.headers['x-zevent-signature']).toBe(`mac=${createHash('sha256').update(signed).digest('hex')}`)
  })

  it.each([
    { name: 'timestamp first', body: '{"timestamp":"17","app_id":"1"}', timestamp: '17' },
    { name: 'timestamp as a number', body: '{"app_id":"1","timestamp":17}', timestamp: '17' },
  ])('takes the timestamp out of the body: $name', ({ body, timestamp }) => {
    const mac = createHash('sha256').update(`1${body}${timestamp}k`).digest('hex')
    expect(signedHeaders({ appId: '1', oaSecretKey: 'k' }, body)['x-zevent-signature']).toBe(`mac=${mac}`)
  })
})

describe('events', () => {
  const fromUser = { app_id: SANDBOX_ZALO.appId, sender: { id: USER }, recipient: { id: OA } }

  it.each([
    {
      name: 'a text',
      act: () => person().writes('Xin chào'),
      event: {
        ...fromUser,
        event_name: 'user_send_text',
        message: { text: 'Xin chào', msg_id: expect.stringMatching(/^[0-9a-f]{20}$/) },
      },
    },
    {
      name: 'an answer to a message',
      act: () => person().writes('Dạ', { quotedId: 'c4c4' }),
      event: { ...fromUser, message: { quote_msg_id: 'c4c4' } },
    },
    {
      name: 'a pressed button, as text',
      act: () => person().presses('#dangky'),
      event: { ...fromUser, event_name: 'user_send_text', message: { text: '#dangky' } },
    },
    {
      name: 'a follow',
      act: () => person().follows(),
      event: {
        event_name: 'follow',
        oa_id: OA,
        follower: { id: USER },
        source: 'oa_profile',
        user_id_by_app: '3000000000000000002',
      },
    },
    { name: 'an unfollow', act: () => person().unfollows(), event: { event_name: 'unfollow', follower: { id: USER } } },
    {
      name: 'an opened chat',
      act: () => person().opensChat(),
      event: { event_name: 'user_click_chatnow', oa_id: OA, user_id: USER },
    },
    {
      name: 'a form',
      act: () =>
        person().submitsForm({ name: 'Trần Thị Mẫu', phone: '84900000001', birthDate: '02/09/1960', ward: 'Xã Mẫu' }),
      event: {
        event_name: 'user_submit_info',
        sender: { id: USER },
        info: {
          name: 'Trần Thị Mẫu',
          phone: '84900000001',
          user_dob: '02/09/1960',
          full_address: { user_ward: 'Xã Mẫu' },
        },
      },
    },
    {
      name: 'a seen receipt',
      act: () => person().sees(['a', 'b']),
      event: {
        event_name: 'user_seen_message',
        sender: { id: OA },
        recipient: { id: USER },
        message: { msg_ids: ['a', 'b'] },
      },
    },
    {
      name: 'a reaction',
      act: () => person().reactsTo('c4'),
      event: { ...fromUser, event_name: 'user_reacted_message', message: { msg_id: 'c4', react_icon: '/-heart' } },
    },
    { name: 'a withdrawal', act: () => person().withdraws(), event: { event_name: 'user_withdraw', user_id: USER } },
    {
      name: 'the answer to a template',
      act: () => person().answersTemplate('f4', 'Tôi sẽ tham gia', 'lop-1'),
      event: {
        event_name: 'user_click_response_button',
        msg_id: 'f4',
        message: { button_type: 'response', data: 'Tôi sẽ tham gia', tracking_id: 'lop-1' },
      },
    },
    {
      name: 'a message of staff',
      act: () => bench.zalo.staffWrites(USER, 'Cán bộ xã sẽ gọi lại'),
      event: {
        event_name: 'oa_send_text',
        sender: { id: OA, admin_id: expect.any(String) },
        recipient: { id: USER },
        message: { text: 'Cán bộ xã sẽ gọi lại' },
      },
    },
    {
      name: 'an anonymous text',
      act: () => bench.zalo.anonymous('an0n1111').writes('Lớp ở đâu?'),
      event: {
        event_name: 'anonymous_send_text',
        sender: { id: 'an0n1111' },
        message: { conversation_id: expect.any(String) },
      },
    },
  ])('$name has the platform’s shape', async ({ act, event }) => {
    expect(await act()).toBe(200)
    expect(receiver.events()[0]).toMatchObject({ ...event, timestamp: String(bench.clock.now()) })
  })

  it.each(ATTACHMENT_KINDS)('an attachment of kind %s is named by its event', async (kind) => {
    await person().sends(kind)
    const type = kind === 'business_card' ? 'link' : kind
    expect(receiver.events()[0]).toMatchObject({
      event_name: `user_send_${kind}`,
      message: { attachments: [{ type }] },
    })
  })

  it('an opened chat is told once, and never of people who wrote', async () => {
    expect(await person().opensChat()).toBe(200)
    expect(await person().opensChat()).toBe(0)
    await bench.zalo.person('2000000000000000003').writes('a')
    expect(await bench.zalo.person('2000000000000000003').opensChat()).toBe(0)
  })

  it('mirrors the OA’s own message without an admin, and its receipt', async () => {
    await person().writes('a')
    const { data } = await bench.say('Chào bác')
    await bench.zalo.settled()
    expect(receiver.events().slice(1)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          event_name: 'oa_send_text',
          sender: { id: OA },
          message: { msg_id: data.message_id, text: 'Chào bác' },
        }),
        expect.objectContaining({ event_name: 'user_received_message', message: { msg_id: data.message_id } }),
      ]),
    )
  })
})

describe('a receiver that fails', () => {
  it.each([
    { name: 'answers 503', script: [503, 503, 200] },
    { name: 'does not answer in time', script: ['hang', 'hang', 200] },
  ] as const)('gets the same body again with num_retry when it $name', async ({ script }) => {
    receiver.script.push(...script)
    expect(await person().writes('a')).toBe(script[0] === 'hang' ? 0 : 503)
    await bench.zalo.settled()
    expect(receiver.posts.map((post) => post.headers.num_retry)).toEqual([undefined, '1', '2'])
    expect(new Set(receiver.posts.map((post) => post.text)).size).toBe(1)
  })

  it('is unsubscribed after five repetitions, until it is connected again', async () => {
    receiver.script.push(500, 500, 500, 500, 500, 500)
    await person().writes('a')
    await bench.zalo.settled()
    expect(receiver.posts).toHaveLength(6)
    expect(bench.zalo.subscribed).toBe(false)
    expect(await person().writes('b')).toBe(0)
    bench.zalo.connectWebhook(receiver.url)
    expect(await person().writes('c')).toBe(200)
  })
})

describe('hand-made events', () => {
  it('are posted as they are, signed for their OA', async () => {
    const event = bench.zalo.event.text('2000000000000000009', 'a', { messageId: 'b1b1', at: 1_795_161_600_000 })
    await bench.zalo.deliver(event)
    expect(receiver.posts[0]?.text).toBe(JSON.stringify(event))
    const headers = bench.zalo.signed(JSON.stringify(event))
    expect(receiver.posts[0]?.headers['x-zevent-signature']).toBe(headers['x-zevent-signature'])
  })
})
