import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CS, startZaloBench, TOKEN, templateTo, textTo, USER, V2, type ZaloBench } from '../support/zalo.ts'

let bench: ZaloBench
beforeAll(async () => {
  bench = await startZaloBench()
  await bench.zalo.person(USER).writes('Xin chào')
})
afterAll(() => bench.close())

const PHONE_BUTTON = { title: 'Gọi', type: 'oa.open.phone', payload: { phone_code: '84900000009' } }
const URL_BUTTON = { title: 'Cổng dịch vụ công', type: 'oa.open.url', payload: { url: 'https://dichvucong.gov.vn' } }
const HIDDEN_BUTTON = { title: 'Đăng ký lớp', type: 'oa.query.hide', payload: '#dangky' }
const ELEMENT = {
  title: 'Bác cần giúp gì?',
  subtitle: 'Chọn một mục bên dưới',
  image_url: 'https://oa.example.vn/a.png',
}
const list = (parts: object) => templateTo(USER, { template_type: 'list', ...parts })
const media = (element: object) => templateTo(USER, { template_type: 'media', elements: [element] })
const form = (elements: object[]) => templateTo(USER, { template_type: 'request_user_info', elements })
const times = (count: number, item: object) => Array.from({ length: count }, () => item)

describe('a consultation message that fits', () => {
  it.each([
    { name: 'text of 2,000 letters', body: textTo(USER, 'ế'.repeat(2000)), kind: 'text' },
    {
      name: 'text of 2,000 letters typed as 6,000',
      body: textTo(USER, 'ế'.normalize('NFD').repeat(2000)),
      kind: 'text',
    },
    {
      name: 'quote',
      body: { recipient: { user_id: USER }, message: { text: 'Dạ', quote_message_id: 'aa11bb22cc33dd44ee55' } },
      kind: 'text',
    },
    {
      name: 'image by address',
      body: media({ media_type: 'image', url: 'https://oa.example.vn/a.png' }),
      kind: 'image',
    },
    { name: 'sticker', body: media({ media_type: 'sticker', attachment_id: 'abc' }), kind: 'sticker' },
    { name: 'form', body: form([ELEMENT]), kind: 'request_user_info' },
    {
      name: 'list',
      body: list({ elements: [ELEMENT], buttons: [HIDDEN_BUTTON, URL_BUTTON, PHONE_BUTTON] }),
      kind: 'list',
    },
    { name: 'buttons alone in a list', body: list({ buttons: [HIDDEN_BUTTON] }), kind: 'list' },
    {
      name: 'button template',
      body: templateTo(USER, { template_type: 'button', text: 'Chọn', buttons: [URL_BUTTON] }),
      kind: 'button',
    },
  ])('is accepted: $name', async ({ body, kind }) => {
    const reply = await bench.post(CS, body)
    expect(reply).toMatchObject({ status: 200, error: 0, message: 'Success', data: { user_id: USER } })
    expect(reply.data.message_id).toMatch(/^[0-9a-f]{20}$/)
    expect(reply.data.sent_time).toBe(String(bench.clock.now()))
    expect(bench.zalo.sent.at(-1)).toMatchObject({ id: reply.data.message_id, to: USER, kind, body })
  })

  it('is kept as the person sees it, with what its buttons do', async () => {
    await bench.post(CS, list({ elements: [ELEMENT], buttons: [HIDDEN_BUTTON, URL_BUTTON, PHONE_BUTTON] }))
    expect(bench.zalo.person(USER).received().at(-1)).toMatchObject({
      text: 'Bác cần giúp gì?\nChọn một mục bên dưới',
      buttons: [
        { title: 'Đăng ký lớp', type: 'oa.query.hide', payload: '#dangky' },
        { title: 'Cổng dịch vụ công', type: 'oa.open.url', payload: 'https://dichvucong.gov.vn' },
        { title: 'Gọi', type: 'oa.open.phone', payload: '84900000009' },
      ],
    })
  })
})

describe('a consultation message that breaks a rule', () => {
  it.each([
    { name: 'text of 2,001 letters', body: textTo(USER, 'ế'.repeat(2001)), error: -210 },
    { name: 'empty text', body: textTo(USER, '  '), error: -201 },
    { name: 'no content', body: { recipient: { user_id: USER }, message: {} }, error: -201 },
    { name: 'no message', body: { recipient: { user_id: USER } }, error: -201 },
    { name: 'no recipient', body: { message: { text: 'a' } }, error: -201 },
    { name: 'user id as a number', body: { recipient: { user_id: 2e18 }, message: { text: 'a' } }, error: -201 },
    { name: 'user id that is none', body: textTo('abc', 'a'), error: -201 },
    {
      name: 'unknown incoming message',
      body: { recipient: { message_id: 'no' }, message: { text: 'a' } },
      error: -201,
    },
    { name: 'six buttons', body: list({ elements: [ELEMENT], buttons: times(6, URL_BUTTON) }), error: -210 },
    { name: 'six elements', body: list({ elements: times(6, ELEMENT) }), error: -210 },
    { name: 'empty list', body: list({}), error: -201 },
    { name: 'first element without subtitle', body: list({ elements: [{ title: 'a' }] }), error: -201 },
    { name: 'title of 101 letters', body: list({ elements: [{ ...ELEMENT, title: 'ế'.repeat(101) }] }), error: -210 },
    {
      name: 'subtitle of 501 letters',
      body: list({ elements: [{ ...ELEMENT, subtitle: 'ế'.repeat(501) }] }),
      error: -210,
    },
    {
      name: 'button title of 101 letters',
      body: list({ buttons: [{ ...URL_BUTTON, title: 'a'.repeat(101) }] }),
      error: -210,
    },
    { name: 'unknown button type', body: list({ buttons: [{ ...URL_BUTTON, type: 'web_url' }] }), error: -201 },
    {
      name: 'address as plain text',
      body: list({ buttons: [{ ...URL_BUTTON, payload: 'https://a.vn' }] }),
      error: -201,
    },
    { name: 'query with an object', body: list({ buttons: [{ ...HIDDEN_BUTTON, payload: { a: 1 } }] }), error: -201 },
    {
      name: 'query of 1,001 letters',
      body: list({ buttons: [{ ...HIDDEN_BUTTON, payload: 'a'.repeat(1001) }] }),
      error: -210,
    },
    {
      name: 'phone with a leading 0',
      body: list({ buttons: [{ ...PHONE_BUTTON, payload: { phone_code: '0900000009' } }] }),
      error: -201,
    },
    {
      name: 'two media elements',
      body: templateTo(USER, {
        template_type: 'media',
        elements: times(2, { media_type: 'sticker', attachment_id: 'a' }),
      }),
      error: -210,
    },
    { name: 'image by neither address nor id', body: media({ media_type: 'image' }), error: -201 },
    { name: 'image that was never uploaded', body: media({ media_type: 'image', attachment_id: 'none' }), error: -201 },
    { name: 'gif without size', body: media({ media_type: 'gif', attachment_id: 'a' }), error: -201 },
    { name: 'article to one person', body: media({ media_type: 'article', attachment_id: 'a' }), error: -201 },
    {
      name: 'file with an unknown token',
      body: { recipient: { user_id: USER }, message: { attachment: { type: 'file', payload: { token: 'x' } } } },
      error: -201,
    },
    { name: 'form with two elements', body: form([ELEMENT, ELEMENT]), error: -210 },
    { name: 'form without picture', body: form([{ title: 'a', subtitle: 'b' }]), error: -201 },
    { name: 'unknown template', body: templateTo(USER, { template_type: 'carousel' }), error: -233 },
  ])('is refused with $error: $name', async ({ body, error }) => {
    const before = bench.zalo.sent.length
    expect(await bench.post(CS, body)).toMatchObject({ status: 200, error })
    expect(bench.zalo.sent).toHaveLength(before)
  })

  it('names the wrong field', async () => {
    const reply = await bench.post(CS, list({ buttons: [{ ...URL_BUTTON, payload: { url: 'ftp://a' } }] }))
    expect(reply.message).toBe('url is invalid!')
  })
})

describe('the path and the kind of OA', () => {
  it.each([
    { oaType: 'business', path: CS, error: 0 },
    { oaType: 'business', path: V2, error: -240 },
    { oaType: 'state', path: CS, error: -235 },
    { oaType: 'state', path: V2, error: 0 },
    { oaType: 'business', path: '/v3.0/oa/message/transaction', error: -233 },
    { oaType: 'business', path: '/v3.0/oa/message/promotion', error: -233 },
  ] as const)('$oaType OA on $path: $error', async ({ oaType, path, error }) => {
    const own = await startZaloBench({ oaType })
    await own.zalo.person(USER).writes('a')
    expect((await own.post(path, textTo(USER, 'b'))).error).toBe(error)
    await own.close()
  })

  it('refuses lists and buttons with -233 where the OA does not take them, and still takes text', async () => {
    const own = await startZaloBench({ acceptsTemplates: false })
    await own.zalo.person(USER).writes('a')
    expect((await own.post(CS, list({ elements: [ELEMENT] }))).error).toBe(-233)
    expect((await own.say('b')).error).toBe(0)
    await own.close()
  })

  it('answers an unknown path with 404', async () => {
    expect((await bench.post('/v3.0/oa/message/consult', {})).status).toBe(404)
  })

  it('takes nothing that does not say it is JSON', async () => {
    const body = JSON.stringify(textTo(USER, 'a'))
    const answer = await fetch(bench.zalo.url + CS, { method: 'POST', headers: { access_token: TOKEN }, body })
    expect(await answer.json()).toMatchObject({ error: -201 })
  })
})
