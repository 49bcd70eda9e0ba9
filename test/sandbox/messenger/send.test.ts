import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SANDBOX_MESSENGER } from '../../../src/sandbox/index.ts'
import { answerTo, type MessengerBench, PAGE_ID, PSID, startMessengerBench } from '../support/messenger.ts'

let bench: MessengerBench
let lenient: MessengerBench
beforeAll(async () => {
  bench = await startMessengerBench()
  lenient = await startMessengerBench({ strict: false })
  await bench.messenger.person(PSID).writes('Xin chào')
  await lenient.messenger.person(PSID).writes('Xin chào')
})
afterAll(async () => {
  await bench.close()
  await lenient.close()
})

const POSTBACK = { type: 'postback', title: 'Đăng ký', payload: 'SIGNUP' }
const WEB = { type: 'web_url', title: 'Chi tiết', url: 'https://bot.example.test/th01', webview_height_ratio: 'tall' }
const PHONE = { type: 'phone_number', title: 'Gọi cán bộ', payload: '+842400000000' }
const ELEMENT = { title: 'Tin học cơ bản', subtitle: 'Thứ 7, 8h00', buttons: [POSTBACK, WEB] }
const QUICK = { content_type: 'text', title: 'Hỏi đáp', payload: 'FAQ' }
const template = (payload: object) => answerTo(PSID, { attachment: { type: 'template', payload } })
const generic = (elements: object[]) => template({ template_type: 'generic', elements })
const buttons = (list: object[], text = 'Xác nhận?') => template({ template_type: 'button', text, buttons: list })
const quick = (list: object[], text: object = { text: 'Bạn muốn làm gì?' }) =>
  answerTo(PSID, { ...text, quick_replies: list })
const times = (count: number, item: object) => Array.from({ length: count }, () => item)
const image = (payload: object) => answerTo(PSID, { attachment: { type: 'image', payload } })

describe('a message that fits', () => {
  it.each([
    { name: 'text of 2,000 letters', body: answerTo(PSID, { text: 'ế'.repeat(2000) }), kind: 'text' },
    { name: 'without messaging_type', body: { recipient: { id: PSID }, message: { text: 'a' } }, kind: 'text' },
    { name: 'update in the window', body: answerTo(PSID, { text: 'a' }, { messaging_type: 'UPDATE' }), kind: 'text' },
    { name: '13 quick replies', body: quick(times(13, QUICK)), kind: 'text' },
    { name: 'quick reply for the phone number', body: quick([{ content_type: 'user_phone_number' }]), kind: 'text' },
    { name: 'carousel of 10', body: generic(times(10, ELEMENT)), kind: 'generic' },
    { name: 'three buttons', body: buttons([POSTBACK, WEB, PHONE]), kind: 'button' },
    { name: 'image by address', body: image({ url: 'https://bot.example.test/a.png' }), kind: 'image' },
    { name: 'sticker', body: answerTo(PSID, { sticker_id: 369239263222822 }), kind: 'sticker' },
  ])('is accepted: $name', async ({ body, kind }) => {
    const reply = await bench.send(body)
    expect(reply.body).toEqual({ recipient_id: PSID, message_id: expect.stringMatching(/^m_.{64,}$/) })
    expect(bench.messenger.sent.at(-1)).toMatchObject({ id: reply.body.message_id, to: PSID, kind, body })
  })

  it('is kept as the person sees it', async () => {
    await bench.send(generic([ELEMENT]))
    expect(bench.messenger.person(PSID).received().at(-1)).toMatchObject({
      text: 'Tin học cơ bản\nThứ 7, 8h00',
      buttons: [
        { title: 'Đăng ký', type: 'postback', payload: 'SIGNUP' },
        { title: 'Chi tiết', type: 'web_url', payload: 'https://bot.example.test/th01' },
      ],
    })
  })
})

describe('a message that breaks a rule', () => {
  it.each([
    { name: 'text of 2,001 letters', body: answerTo(PSID, { text: 'ế'.repeat(2001) }), code: '100' },
    { name: 'empty message', body: answerTo(PSID, {}), code: '100/2018034' },
    {
      name: 'text and attachment',
      body: answerTo(PSID, { text: 'a', attachment: { type: 'image', payload: { url: 'https://a.vn/a.png' } } }),
      code: '100',
    },
    {
      name: 'message and sender action',
      body: answerTo(PSID, { text: 'a' }, { sender_action: 'typing_on' }),
      code: '100',
    },
    { name: 'neither of them', body: { recipient: { id: PSID } }, code: '100' },
    { name: '14 quick replies', body: quick(times(14, QUICK)), code: '100' },
    { name: 'quick replies alone', body: quick([QUICK], {}), code: '100' },
    { name: 'quick reply of 21 letters', body: quick([{ ...QUICK, title: 'ế'.repeat(21) }]), code: '100' },
    { name: 'quick reply without payload', body: quick([{ content_type: 'text', title: 'a' }]), code: '100' },
    { name: 'payload of 1,001 letters', body: quick([{ ...QUICK, payload: 'a'.repeat(1001) }]), code: '100' },
    { name: 'four buttons', body: buttons(times(4, POSTBACK)), code: '100' },
    { name: 'no button', body: buttons([]), code: '100' },
    { name: 'button text of 641 letters', body: buttons([POSTBACK], 'ế'.repeat(641)), code: '100' },
    { name: 'button title of 21 letters', body: buttons([{ ...POSTBACK, title: 'a'.repeat(21) }]), code: '100' },
    { name: 'address without http', body: buttons([{ ...WEB, url: 'bot.example.test' }]), code: '100' },
    { name: 'phone without +', body: buttons([{ ...PHONE, payload: '0900000009' }]), code: '100' },
    { name: 'eleven elements', body: generic(times(11, ELEMENT)), code: '100' },
    { name: 'element with a title alone', body: generic([{ title: 'a' }]), code: '100' },
    { name: 'element title of 81 letters', body: generic([{ ...ELEMENT, title: 'ế'.repeat(81) }]), code: '100' },
    { name: 'default action with a title', body: generic([{ ...ELEMENT, default_action: WEB }]), code: '100' },
    {
      name: 'media template without media',
      body: template({ template_type: 'media', elements: [{ media_type: 'image' }] }),
      code: '100',
    },
    { name: 'image by neither address nor id', body: image({}), code: '100' },
    { name: 'attachment that was never uploaded', body: image({ attachment_id: '1' }), code: '100' },
    { name: 'metadata of 1,001 letters', body: answerTo(PSID, { text: 'a', metadata: 'a'.repeat(1001) }), code: '100' },
    {
      name: 'retired tag',
      body: answerTo(PSID, { text: 'a' }, { messaging_type: 'MESSAGE_TAG', tag: 'CONFIRMED_EVENT_UPDATE' }),
      code: '100',
    },
    {
      name: 'retired tag with a person unknown',
      body: answerTo('1', { text: 'a' }, { messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' }),
      code: '100',
    },
    {
      name: 'tagged type without tag',
      body: answerTo(PSID, { text: 'a' }, { messaging_type: 'MESSAGE_TAG' }),
      code: '100',
    },
    {
      name: 'utility without template',
      body: answerTo(PSID, { text: 'a' }, { messaging_type: 'UTILITY' }),
      code: '100',
    },
    { name: 'unknown person', body: answerTo('24681012141618203', { text: 'a' }), code: '100/2018001' },
    { name: 'no recipient', body: { message: { text: 'a' } }, code: '100' },
    { name: 'reaction without message', body: { recipient: { id: PSID }, sender_action: 'react' }, code: '100' },
  ])('is refused with $code: $name', async ({ body, code }) => {
    const before = bench.messenger.sent.length
    expect(await bench.send(body)).toMatchObject({ status: 400, code })
    expect(bench.messenger.sent).toHaveLength(before)
  })

  it('cuts long titles where the fake is lenient', async () => {
    await lenient.send(quick([{ ...QUICK, title: 'ế'.repeat(25) }]))
    expect(lenient.messenger.sent.at(-1)?.buttons).toMatchObject([{ title: 'ế'.repeat(20) }])
  })
})

describe('access', () => {
  const path = `/v25.0/${PAGE_ID}/messages`
  const body = answerTo(PSID, { text: 'a' })
  const token = SANDBOX_MESSENGER.pageToken
  const proof = { appsecret_proof: 'x' }
  it.each([
    { name: 'Bearer', path, headers: {}, code: '0', status: 200 },
    { name: 'me', path: '/v25.0/me/messages', headers: {}, code: '0', status: 200 },
    { name: 'query', path: `${path}?access_token=${token}`, headers: { authorization: '' }, code: '0', status: 200 },
    { name: 'no version', path: `/${PAGE_ID}/messages`, headers: {}, code: '0', status: 200 },
    { name: 'version to come', path: '/v27.0/me/messages', headers: {}, code: '2500', status: 400 },
    { name: 'no token', path, headers: { authorization: '' }, code: '190', status: 401 },
    { name: 'wrong token', path, headers: { authorization: 'Bearer x' }, code: '190', status: 401 },
    { name: 'another Page', path: '/v25.0/1/messages', headers: {}, code: '100/33', status: 400 },
    { name: 'unknown edge', path: '/v25.0/me/message', headers: {}, code: '2500', status: 400 },
    { name: 'wrong proof', path, headers: proof, code: '100', status: 400 },
  ])('$name: $status, $code', async ({ path, headers, code, status }) => {
    expect(await bench.call('POST', path, body, headers as Record<string, string>)).toMatchObject({ status, code })
  })

  it('takes the right proof', async () => {
    const { createHmac } = await import('node:crypto')
    const appsecret_proof = createHmac('sha256', SANDBOX_MESSENGER.appSecret).update(token).digest('hex')
    expect((await bench.call('POST', path, body, { appsecret_proof })).code).toBe('0')
  })

  it('takes form fields whose objects are JSON', async () => {
    const form = new URLSearchParams({
      access_token: token,
      recipient: JSON.stringify({ id: PSID }),
      message: JSON.stringify({ text: 'từ mẫu' }),
    })
    const answer = await fetch(bench.messenger.url + path, { method: 'POST', body: form })
    expect(answer.status).toBe(200)
    expect(bench.messenger.sent.at(-1)?.text).toBe('từ mẫu')
  })

  it.each([460, 463, 467] as const)('a token dead by %i gives 401 until it is revived', async (subcode) => {
    bench.messenger.faults.killToken(subcode)
    expect(await bench.say('a')).toMatchObject({ status: 401, code: `190/${subcode}` })
    bench.messenger.faults.reviveToken()
    expect((await bench.say('a')).code).toBe('0')
  })

  it('without advanced access reaches only people with a role', async () => {
    const own = await startMessengerBench({ advancedAccess: false })
    await own.messenger.person(PSID).writes('a')
    expect(await own.say('b')).toMatchObject({ status: 403, code: '10/2018028' })
    own.messenger.person(PSID).getsRole()
    expect((await own.say('b')).code).toBe('0')
    await own.close()
  })
})

describe('rates', () => {
  it('are 300 calls a second and Page', async () => {
    const own = await startMessengerBench({ openToAll: true })
    const replies = await Promise.all(Array.from({ length: 301 }, () => own.say('a')))
    expect(replies.filter((reply) => reply.code === '613')).toHaveLength(1)
    own.clock.pass(1_000)
    expect((await own.say('a')).code).toBe('0')
    await own.close()
  })

  it('are 10 a second for video', async () => {
    const own = await startMessengerBench({ openToAll: true })
    const video = answerTo(PSID, { attachment: { type: 'video', payload: { url: 'https://a.vn/a.mp4' } } })
    const codes = []
    for (let i = 0; i < 11; i++) codes.push((await own.send(video)).code)
    expect(codes.slice(9)).toEqual(['0', '613'])
    await own.close()
  })
})

describe('other calls of the send path', () => {
  it('a sender action answers without a message id', async () => {
    const reply = await bench.send({ recipient: { id: PSID }, sender_action: 'typing_on' })
    expect(reply.body).toEqual({ recipient_id: PSID })
    expect(bench.messenger.actions.at(-1)).toMatchObject({ to: PSID, action: 'typing_on' })
  })

  it('a reusable attachment gets an id that can be sent again for 90 days', async () => {
    const own = await startMessengerBench({ windowEnforced: false })
    await own.messenger.person(PSID).writes('a')
    const { body } = await own.send(image({ url: 'https://a.vn/a.png', is_reusable: true }))
    const again = image({ attachment_id: body.attachment_id })
    own.clock.pass(90 * 86_400_000)
    expect((await own.send(again)).code).toBe('0')
    own.clock.pass(1)
    expect((await own.send(again)).code).toBe('100')
    await own.close()
  })

  it('a batch answers each of its calls', async () => {
    const call = (text: string) => ({
      method: 'POST',
      relative_url: 'v25.0/me/messages',
      body: `recipient=${JSON.stringify({ id: PSID })}&message=${JSON.stringify({ text })}`,
    })
    const answer = await bench.call('POST', '/', { batch: [call('một'), call('')] })
    const codes = (answer.body as unknown as { code: number }[]).map((item) => item.code)
    expect(codes).toEqual([200, 400])
    expect((await bench.call('POST', '/', { batch: times(51, call('a')) })).code).toBe('100')
  })
})
