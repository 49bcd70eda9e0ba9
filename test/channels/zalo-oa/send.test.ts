import { describe, expect, it } from 'vitest'
import { createZaloChannel, type ZaloChannel } from '../../../src/channels/zalo-oa/adapter.ts'
import type { RenderedPart, SendOutcome } from '../../../src/core/channel.ts'
import type { ContactId } from '../../../src/core/ids.ts'
import { ACCOUNT, accountWith, CONTACT, NOW, USER_ID } from './fixtures.ts'
import { MemoryTokenStore } from './memory-token-store.ts'
import { type Answer, inTurn, type Platform, startPlatform } from './platform.ts'

const SENT = {
  json: { data: { message_id: '0a0b', user_id: USER_ID, sent_time: '1795161800000' }, error: 0, message: 'Success' },
}
const refusal = (error: number, message = 'refused') => ({ json: { error, message } })
const TOKENS = { access_token: 'at-1', refresh_token: 'rt-1' }
const TEXT: RenderedPart = { body: { message: { text: 'Lớp mở lúc 19:30' } } }

class Setting implements AsyncDisposable {
  now = NOW
  readonly api: Platform
  readonly channel: ZaloChannel

  constructor(api: Platform, settings: object = {}) {
    this.api = api
    this.channel = createZaloChannel({
      accounts: [accountWith({ ...TOKENS, ...settings })],
      apiUrl: api.url,
      oauthUrl: api.url,
      clock: { now: () => this.now },
      tokenStore: new MemoryTokenStore(),
      timeoutMs: 300,
    })
  }

  send(part: RenderedPart = TEXT, contact: string = CONTACT): Promise<SendOutcome> {
    return this.channel.send({ contact: contact as ContactId, part, key: 'k1' })
  }

  get paths(): string[] {
    return this.api.calls.map((call) => call.path)
  }

  get bodies(): unknown[] {
    return this.api.calls.map((call) => JSON.parse(call.body))
  }

  [Symbol.asyncDispose]() {
    return this.api[Symbol.asyncDispose]()
  }
}

async function settingWith(answers: readonly Answer[], settings?: object): Promise<Setting> {
  return new Setting(await startPlatform(inTurn(...answers)), settings)
}

/** A message with buttons and the same in words. */
function shaped(setting: Setting): RenderedPart {
  const choices = [{ type: 'reply', label: 'Đăng ký', payload: 'dk' } as const]
  return setting.channel.render({ type: 'text', text: 'Bác cần giúp gì?', choices })[0]
}

describe('sending to zalo', () => {
  it.each([
    { sendPath: 'v3', path: '/v3.0/oa/message/cs' },
    { sendPath: 'v2', path: '/v2.0/oa/message' },
  ])('posts the part with its recipient and the bare token on $sendPath', async ({ sendPath, path }) => {
    await using setting = await settingWith([SENT], { send_path: sendPath })
    expect(await setting.send()).toEqual({ type: 'sent', externalId: '0a0b' })
    expect(setting.paths).toEqual([path])
    expect(setting.api.calls[0]?.headers).toMatchObject({ access_token: 'at-1', 'content-type': 'application/json' })
    expect(setting.bodies).toEqual([{ recipient: { user_id: USER_ID }, message: { text: 'Lớp mở lúc 19:30' } }])
  })

  it('answers an anonymous visitor in words, on v2, naming both ids', async () => {
    await using setting = await settingWith([SENT])
    const part = shaped(setting)
    expect((await setting.send(part, `${ACCOUNT}/anon:an0n1:cv1`)).type).toBe('sent')
    expect(setting.paths).toEqual(['/v2.0/oa/message'])
    expect(setting.bodies).toEqual([
      { recipient: { anonymous_id: 'an0n1', conversation_id: 'cv1' }, ...(part.plain as object) },
    ])
  })

  it('keeps every digit of a message id that comes as a number', async () => {
    await using setting = await settingWith([])
    setting.api.answer = () => ({ status: 200, text: '{"error":0,"data":{"message_id":12345678901234567891}}' })
    expect(await setting.send()).toEqual({ type: 'sent', externalId: '12345678901234567891' })
  })

  it.each([
    { name: 'the window is closed', answer: refusal(-230), outcome: { reason: 'outside_window', code: '-230' } },
    { name: 'the code is text', answer: { json: { error: '-213' } }, outcome: { reason: 'unreachable', code: '-213' } },
    {
      name: 'the code comes under HTTP 400',
      answer: { status: 400, ...refusal(-248) },
      outcome: { reason: 'rejected', code: '-248' },
    },
    {
      name: 'the night forbids it',
      answer: refusal(-234),
      outcome: { reason: 'retry_later', code: '-234', retryAfterMs: 54_000_000 },
    },
    {
      name: 'the minute is used up',
      answer: refusal(-32),
      outcome: { reason: 'slow_down', code: '-32', retryAfterMs: 60_000 },
    },
    {
      name: 'HTTP says so',
      answer: { status: 429, text: '' },
      outcome: { reason: 'slow_down', code: 'http 429', retryAfterMs: 60_000 },
    },
    { name: 'the token has expired', answer: refusal(-220), outcome: { reason: 'token_invalid', code: '-220' } },
    {
      name: 'a gateway answers',
      answer: { status: 502, text: '<html>Bad Gateway</html>' },
      outcome: { reason: 'retry_later', code: 'http 502' },
    },
    {
      name: 'the path is wrong',
      answer: { status: 404, text: 'empty api' },
      outcome: { reason: 'operator', code: 'http 404' },
    },
    {
      name: 'a success has no message id',
      answer: { json: { error: 0, message: 'Success' } },
      outcome: { reason: 'unknown', code: 'http 200' },
    },
    {
      name: 'a page stands for the answer',
      answer: { status: 200, text: '<html>' },
      outcome: { reason: 'unknown', code: 'http 200' },
    },
    { name: 'the connection breaks', answer: 'reset', outcome: { reason: 'unknown', code: 'network' } },
    { name: 'no answer comes', answer: 'silence', outcome: { reason: 'unknown', code: 'timeout' } },
  ] as { name: string; answer: Answer; outcome: object }[])('fails when $name', async ({ answer, outcome }) => {
    await using setting = await settingWith([answer])
    expect(await setting.send()).toEqual({ type: 'failed', detail: expect.any(String), ...outcome })
    expect(setting.api.calls).toHaveLength(1)
  })

  it('names the field that Zalo finds invalid, and nothing else of its words', async () => {
    await using setting = await settingWith([refusal(-201, 'message.text is invalid! "Lớp mở lúc 19:30"')])
    const outcome = await setting.send()
    expect(outcome.type === 'failed' && outcome.detail).toMatch(/invalid: message\.text$/)
  })

  it('may be repeated when nobody listens', async () => {
    await using setting = await settingWith([SENT])
    await setting.api[Symbol.asyncDispose]()
    expect(await setting.send()).toMatchObject({ type: 'failed', reason: 'retry_later', code: 'network' })
  })

  it.each([
    { name: 'an account that is not configured', contact: 'zalo-oa:999/1', part: TEXT, reason: 'operator' },
    { name: "another channel's message", contact: CONTACT, part: { body: { text: 'a' } }, reason: 'rejected' },
    { name: 'nothing', contact: CONTACT, part: { body: null }, reason: 'rejected' },
  ])('makes no call for $name', async ({ contact, part, reason }) => {
    await using setting = await settingWith([SENT])
    expect(await setting.send(part, contact)).toMatchObject({ type: 'failed', reason })
    expect(setting.api.calls).toEqual([])
  })

  it('asks for a token when there is none', async () => {
    await using setting = await settingWith([SENT], { access_token: undefined, refresh_token: undefined })
    expect(await setting.send()).toMatchObject({ reason: 'token_invalid' })
    expect(setting.api.calls).toEqual([])
  })
})

describe("zalo's sending path", () => {
  it.each([
    { name: 'v3 refuses the type of OA', from: 'v3', code: -235, paths: ['/v3.0/oa/message/cs', '/v2.0/oa/message'] },
    { name: 'v2 is shut', from: 'v2', code: -240, paths: ['/v2.0/oa/message', '/v3.0/oa/message/cs'] },
  ])('is switched for good when $name', async ({ from, code, paths }) => {
    await using setting = await settingWith([refusal(code), SENT], { send_path: from })
    expect((await setting.send()).type).toBe('sent')
    expect((await setting.send()).type).toBe('sent')
    expect(setting.paths).toEqual([...paths, paths[1]])
  })

  it('is switched for good even when the other path refuses for another reason', async () => {
    await using setting = await settingWith([refusal(-235), refusal(-230)])
    expect(await setting.send()).toMatchObject({ reason: 'outside_window' })
    await setting.send()
    expect(setting.paths).toEqual(['/v3.0/oa/message/cs', '/v2.0/oa/message', '/v2.0/oa/message'])
  })

  it("is the operator's affair when both refuse", async () => {
    await using setting = await settingWith([refusal(-235), refusal(-240), refusal(-235), refusal(-240)])
    expect(await setting.send()).toMatchObject({ reason: 'operator', code: '-240' })
    expect(await setting.send()).toMatchObject({ reason: 'operator' })
    expect(setting.paths[2]).toBe('/v3.0/oa/message/cs')
    expect(setting.api.calls).toHaveLength(4)
  })
})

describe('templates that an OA does not take', () => {
  it.each([
    { code: -233, refusedBeforeBelieved: 1 },
    { code: -201, refusedBeforeBelieved: 3 },
  ])('are said in words after $code, and at once after it came $refusedBeforeBelieved times', async ({
    code,
    refusedBeforeBelieved,
  }) => {
    await using setting = await settingWith([])
    setting.api.answer = (call) => (call.body.includes('template') ? refusal(code) : SENT)
    const part = shaped(setting)
    for (let sends = 0; sends < refusedBeforeBelieved; sends++) expect((await setting.send(part)).type).toBe('sent')
    expect(setting.api.calls).toHaveLength(2 * refusedBeforeBelieved)
    expect((await setting.send(part)).type).toBe('sent')
    expect(setting.api.calls).toHaveLength(2 * refusedBeforeBelieved + 1)
    expect(setting.bodies.at(-1)).toEqual({ recipient: { user_id: USER_ID }, ...(part.plain as object) })
  })

  it('are tried again after one of them was taken', async () => {
    await using setting = await settingWith([refusal(-201), SENT, refusal(-201), SENT, SENT, refusal(-201), SENT])
    const part = shaped(setting)
    for (const _ of [1, 2, 3, 4, 5]) await setting.send(part)
    expect(setting.bodies.filter((body) => JSON.stringify(body).includes('template'))).toHaveLength(5)
  })

  it('do not make words of other kinds of templates', async () => {
    await using setting = await settingWith([refusal(-233), SENT])
    await setting.send(shaped(setting))
    const [image] = setting.channel.render({ type: 'image', url: 'https://example.vn/a.jpg', alt: 'Áp phích' })
    await setting.send(image)
    expect(setting.bodies.at(-1)).toMatchObject({ message: { attachment: { payload: { template_type: 'media' } } } })
  })

  it('are not blamed when the words are refused too', async () => {
    await using setting = await settingWith([refusal(-233)])
    const part = shaped(setting)
    expect(await setting.send(part)).toMatchObject({ reason: 'rejected', code: '-233' })
    await setting.send(part)
    expect(setting.bodies[2]).toEqual(setting.bodies[0])
  })

  it('are said in words on the other path when both are refused', async () => {
    await using setting = await settingWith([refusal(-235), refusal(-233), SENT])
    expect((await setting.send(shaped(setting))).type).toBe('sent')
    expect(setting.paths).toEqual(['/v3.0/oa/message/cs', '/v2.0/oa/message', '/v2.0/oa/message'])
  })
})

describe("an OA's own rate limit", () => {
  const lastOfMinute = { ...SENT, headers: { 'x-ratelimit-limit': '100', 'x-ratelimit-remain': '0' } }

  it.each([
    { name: 'Zalo says that none is left', answer: lastOfMinute },
    { name: 'Zalo refuses', answer: refusal(-32, 'Your OA reached limit call api') },
  ])('stops calls until the next minute when $name', async ({ answer }) => {
    await using setting = await settingWith([answer, SENT])
    setting.now = NOW + 15_000
    await setting.send()
    expect(await setting.send()).toMatchObject({ reason: 'slow_down', code: '-32', retryAfterMs: 45_000 })
    expect(setting.api.calls).toHaveLength(1)
    setting.now += 45_000
    expect((await setting.send()).type).toBe('sent')
  })

  it('is learned from the answers', async () => {
    await using setting = await settingWith([
      { ...SENT, headers: { 'x-ratelimit-limit': '100', 'x-ratelimit-remain': '99' } },
    ])
    expect([...setting.channel.learnedLimits()]).toEqual([])
    await setting.send()
    expect([...setting.channel.learnedLimits()]).toEqual([[ACCOUNT, 100]])
  })

  it('is not learned from nonsense', async () => {
    await using setting = await settingWith([
      { ...SENT, headers: { 'x-ratelimit-limit': 'many', 'x-ratelimit-remain': '-1' } },
    ])
    await setting.send()
    expect((await setting.send()).type).toBe('sent')
    expect([...setting.channel.learnedLimits()]).toEqual([])
  })
})
