import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SANDBOX_MESSENGER } from '../../../src/sandbox/index.ts'
import { type MessengerBench, PSID, startMessengerBench } from '../support/messenger.ts'

let bench: MessengerBench
beforeEach(async () => {
  bench = await startMessengerBench()
})
afterEach(() => bench.close())

describe('the Messenger profile', () => {
  const path = '/v25.0/me/messenger_profile'
  const STARTED = { get_started: { payload: 'START' } }
  const MENU = {
    persistent_menu: [{ locale: 'default', call_to_actions: [{ type: 'postback', title: 'Hỏi đáp', payload: 'FAQ' }] }],
  }
  const question = { question: 'Học ở đâu?', payload: 'WHERE' }
  const read = async (fields: string) => (await bench.call('GET', `${path}?fields=${fields}`)).body.data

  it('is written, read and deleted', async () => {
    expect(await read('get_started')).toEqual([])
    expect((await bench.call('POST', path, { ...STARTED, ...MENU })).body).toEqual({ result: 'success' })
    expect(await read('get_started,persistent_menu,greeting')).toEqual([{ ...STARTED, ...MENU }])
    expect((await bench.call('DELETE', path, { fields: ['get_started'] })).code).toBe('100')
    expect((await bench.call('DELETE', path, { fields: ['get_started', 'persistent_menu'] })).code).toBe('0')
    expect(await read('get_started')).toEqual([])
  })

  it.each([
    { name: 'a menu without Get Started', body: MENU },
    { name: 'a menu without the default locale', body: { ...STARTED, persistent_menu: [{ locale: 'vi_VN' }] } },
    { name: 'a greeting of 161 letters', body: { greeting: [{ locale: 'default', text: 'a'.repeat(161) }] } },
    { name: 'five ice breakers', body: { ice_breakers: Array.from({ length: 5 }, () => question) } },
    { name: 'nothing', body: {} },
  ])('refuses $name', async ({ body }) => {
    expect((await bench.call('POST', path, body)).code).toBe('100')
  })
})

describe('a person’s profile', () => {
  it('is read by field, of people who began a conversation', async () => {
    expect((await bench.call('GET', `/v25.0/${PSID}?fields=first_name`)).code).toBe('100/33')
    await bench.messenger.person(PSID).writes('a')
    expect((await bench.call('GET', `/v25.0/${PSID}?fields=first_name,gender`)).body).toEqual({
      id: PSID,
      first_name: expect.any(String),
    })
  })

  it('needs the feature', async () => {
    const own = await startMessengerBench({ profileAccess: false })
    await own.messenger.person(PSID).writes('a')
    expect((await own.call('GET', `/v25.0/${PSID}?fields=first_name`)).code).toBe('100/2018218')
    await own.close()
  })
})

describe('a token’s state', () => {
  const ask = async (token: string) => {
    const appToken = `${SANDBOX_MESSENGER.appId}|${SANDBOX_MESSENGER.appSecret}`
    const path = `/v25.0/debug_token?input_token=${token}&access_token=${encodeURIComponent(appToken)}`
    return (await bench.call('GET', path, undefined, { authorization: '' })).body.data
  }

  it('is told to the app', async () => {
    expect(await ask(SANDBOX_MESSENGER.pageToken)).toMatchObject({ is_valid: true, expires_at: 0, type: 'PAGE' })
    expect(await ask('x')).toMatchObject({ is_valid: false })
    bench.messenger.faults.killToken()
    expect(await ask(SANDBOX_MESSENGER.pageToken)).toMatchObject({ is_valid: false })
  })
})

describe('attachments', () => {
  const path = '/v25.0/me/message_attachments'
  const message = { attachment: { type: 'file', payload: { is_reusable: true } } }

  async function uploadFile(bytes: number): Promise<Record<string, unknown>> {
    const form = new FormData()
    form.set('message', JSON.stringify(message))
    form.set('filedata', new File([new Uint8Array(bytes)], 'don.pdf'))
    const headers = { authorization: `Bearer ${SANDBOX_MESSENGER.pageToken}` }
    const answer = await fetch(bench.messenger.url + path, { method: 'POST', headers, body: form })
    return (await answer.json()) as Record<string, unknown>
  }

  it('are uploaded from an address or as a file of at most 25 MB', async () => {
    const withUrl = { attachment: { type: 'file', payload: { url: 'https://a.vn/don.pdf', is_reusable: true } } }
    expect((await bench.call('POST', path, { message: withUrl })).body).toEqual({ attachment_id: expect.any(String) })
    expect(await uploadFile(9)).toEqual({ attachment_id: expect.any(String) })
    expect(await uploadFile(25 * 1024 * 1024 + 1)).toMatchObject({ error: { code: 100, error_subcode: 2018109 } })
    expect((await bench.call('POST', path, { message })).code).toBe('100')
  })
})

it('personas are made, read and removed', async () => {
  const persona = { name: 'Cán bộ xã', profile_picture_url: 'https://a.vn/a.png' }
  const { id } = (await bench.call('POST', '/v25.0/me/personas', persona)).body
  expect((await bench.call('GET', `/v25.0/${id}`)).body).toEqual({ id, ...persona })
  expect((await bench.call('DELETE', `/v25.0/${id}`)).body).toEqual({ success: true })
  expect((await bench.call('GET', '/v25.0/me/personas')).body).toEqual({ data: [] })
})
