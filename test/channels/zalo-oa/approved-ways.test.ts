import { afterEach, describe, expect, it } from 'vitest'
import { createZaloChannel } from '../../../src/channels/zalo-oa/adapter.ts'
import type { PlatformTemplate } from '../../../src/core/channel.ts'
import type { ContactId } from '../../../src/core/ids.ts'
import { type FakeZalo, startFakeZalo } from '../../../src/sandbox/index.ts'
import type { ZbsTemplate } from '../../../src/sandbox/zalo/templates.ts'
import type { ZaloApp } from '../../../src/sandbox/zalo/world.ts'
import { ACCOUNT, accountWith, NOW, USER_ID } from './fixtures.ts'
import { MemoryTokenStore } from './memory-token-store.ts'
import { type Answer, inTurn, startPlatform } from './platform.ts'

const TEMPLATE: ZbsTemplate = {
  id: '900001',
  name: 'Nhắc lớp',
  status: 'ENABLE',
  text: 'Lớp <lop> lúc <gio>',
  params: [
    { name: 'lop', type: 'STRING', maxLength: 30 },
    { name: 'gio', type: 'DATE', maxLength: 20 },
  ],
  allowsUid: true,
  prices: { phone: 300, uid: 200 },
}
const TOKENS = { access_token: 'at-1', refresh_token: 'rt-1' }
const account = accountWith(TOKENS)
const VALUES = { lop: 'Chữ ký số', gio: '19:00 10/10/2026' }

let fake: FakeZalo | null = null
afterEach(async () => {
  await fake?.close()
  fake = null
})

async function createFake(templates: readonly ZbsTemplate[] = [TEMPLATE]) {
  const { appId, appSecret, oaId, oaSecretKey } = account
  const app: ZaloApp = { appId, appSecret, oaId, oaSecretKey, tokens: { accessToken: 'at-1', refreshToken: 'rt-1' } }
  fake = await startFakeZalo({ clock: { now: () => NOW }, apps: [app], templates, templatesPerDay: 2 })
  return { fake, channel: channelTo(fake.url) }
}

function channelTo(url: string) {
  return createZaloChannel({
    accounts: [account],
    apiUrl: url,
    oauthUrl: url,
    clock: { now: () => NOW },
    tokenStore: new MemoryTokenStore(),
    timeoutMs: 300,
  })
}

describe('the templates of an OA', () => {
  it('are read with their parameters and prices, page by page', async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ ...TEMPLATE, id: String(800_000 + index) }))
    const { channel } = await createFake([
      TEMPLATE,
      { ...many[0], id: '900002', status: 'REJECT', allowsUid: false } as ZbsTemplate,
      ...many,
    ])
    const templates = await channel.approved.listTemplates(account.id)
    expect(templates).toHaveLength(103)
    expect(templates.slice(0, 2)).toEqual([
      {
        id: '900001',
        title: 'Nhắc lớp',
        status: 'approved',
        parameters: [
          { name: 'lop', type: 'text', maxLength: 30 },
          { name: 'gio', type: 'date', maxLength: 20 },
        ],
        text: null,
        toPerson: { priceDong: 200 },
        toPhone: { priceDong: 300 },
      },
      expect.objectContaining({ id: '900002', status: 'refused', toPerson: null, toPhone: { priceDong: 300 } }),
    ])
  })

  it('are asked for again with a renewed token when the first is refused', async () => {
    const { fake: zalo, channel } = await createFake()
    zalo.faults.expireAccessToken()
    expect(await channel.approved.listTemplates(account.id)).toHaveLength(1)
    expect(zalo.refreshes).toBe(1)
  })

  it('tell who asks when Zalo does not answer', async () => {
    await using silent = await startPlatform(() => ({ status: 502, text: '<html>' }))
    await expect(channelTo(silent.url).approved.listTemplates(account.id)).rejects.toThrow(/did not answer/)
  })
})

describe('the allowances of an OA', () => {
  it('are those of templates a day and of messages beyond 48 hours a month', async () => {
    const { channel } = await createFake()
    expect(await channel.approved.readQuotas?.(account.id)).toEqual([
      { quota: 'templates_a_day', total: 2, remaining: 2 },
      { quota: 'beyond_window_a_month', total: 2000, remaining: 2000 },
    ])
  })
})

describe('a template', () => {
  const send = async (
    channel: ReturnType<typeof channelTo>,
    { phone, values = VALUES }: { phone?: string; values?: Record<string, string> } = {},
  ) => {
    const [template] = (await channel.approved.listTemplates(account.id)) as [PlatformTemplate]
    const part = channel.approved.renderTemplate({ template, values, ...(phone !== undefined && { phone }) })
    const contact = `${ACCOUNT}/${phone === undefined ? USER_ID : 'phone-x'}` as ContactId
    return channel.send({ contact, part, key: `b12-${contact}` })
  }

  it('goes to a user id, and to a phone number', async () => {
    const { fake: zalo, channel } = await createFake()
    await zalo.person(USER_ID).writes('chào')
    expect(await send(channel)).toMatchObject({ type: 'sent' })
    expect(await send(channel, { phone: '84912345678' })).toMatchObject({ type: 'sent' })
    expect(zalo.sent.map(({ to, text }) => [to, text])).toEqual([
      [USER_ID, 'Lớp Chữ ký số lúc 19:00 10/10/2026'],
      ['84912345678', 'Lớp Chữ ký số lúc 19:00 10/10/2026'],
    ])
  })

  it('waits when the templates of the day are used up', async () => {
    const { channel } = await createFake()
    for (const phone of ['84912345671', '84912345672']) await send(channel, { phone })
    expect(await send(channel, { phone: '84912345673' })).toMatchObject({ reason: 'quota', code: '-144' })
  })

  it.each<{ code: number; reason: string }>([
    { code: -118, reason: 'unreachable' },
    { code: -139, reason: 'unreachable' },
    { code: -115, reason: 'quota' },
    { code: -137, reason: 'quota' },
    { code: -147, reason: 'quota' },
    { code: -133, reason: 'retry_later' },
    { code: -1121, reason: 'rejected' },
    { code: -131, reason: 'operator' },
    { code: -124, reason: 'token_invalid' },
    { code: -99999, reason: 'rejected' },
  ])('by phone that is refused with $code is $reason, by the table of that host', async ({ code, reason }) => {
    const refusal: Answer = { json: { error: code, message: 'refused' } }
    await using platform = await startPlatform(inTurn(refusal))
    const part = { body: { template_id: '1', template_data: {}, phone: '84912345678' } }
    const contact = `${ACCOUNT}/phone-x` as ContactId
    expect(await channelTo(platform.url).send({ contact, part, key: 'k' })).toMatchObject({
      reason,
      code: String(code),
    })
    expect(JSON.parse(platform.calls[0]?.body ?? '{}').tracking_id.length).toBeLessThanOrEqual(48)
  })
})
