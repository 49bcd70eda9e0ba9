import { describe, expect, it } from 'vitest'
import { createZaloChannel } from '../../../src/channels/zalo-oa/adapter.ts'
import { type AccountId, type ContactId, platformAccountIdOf } from '../../../src/core/ids.ts'
import { ACCOUNT, accountWith, CONTACT, NOW, signedRequest, textEvent } from './fixtures.ts'
import { MemoryTokenStore } from './memory-token-store.ts'
import { type Platform, startPlatform } from './platform.ts'

/** A platform whose only good access token is `good`, and which grants it once for `rt-1`. */
function platformThatWants(good: string): Promise<Platform> {
  let refreshes = 0
  return startPlatform((call) => {
    if (call.path === '/v4/oa/access_token') {
      refreshes++
      const granted = refreshes === 1 && call.body.includes('refresh_token=rt-1')
      return { json: granted ? { access_token: good, refresh_token: 'rt-2', expires_in: '90000' } : { error: -14014 } }
    }
    return {
      json: call.headers.access_token === good ? { error: 0, data: { message_id: 'm' } } : { error: -216, message: '' },
    }
  })
}

function channelOn(platform: Platform, tokenStore = new MemoryTokenStore(), clock = { now: () => NOW }) {
  const accounts = [accountWith({ access_token: 'at-1', refresh_token: 'rt-1' })]
  return createZaloChannel({ accounts, apiUrl: platform.url, oauthUrl: platform.url, clock, tokenStore })
}

describe('the zalo channel', () => {
  it('gets twenty refused messages through with one refresh', async () => {
    await using platform = await platformThatWants('at-2')
    const channel = channelOn(platform)
    const request = { contact: CONTACT as ContactId, part: { body: { message: { text: 'a' } } }, key: 'k' }
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const first = await channel.send(request)
        if (first.type === 'sent' || first.reason !== 'token_invalid') return first.type
        const renewal = await channel.renewToken(ACCOUNT as AccountId)
        return renewal.type === 'renewed' ? (await channel.send(request)).type : renewal.cure
      }),
    )
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => 'sent'))
    expect(platform.calls.filter((call) => call.path === '/v4/oa/access_token')).toHaveLength(1)
  })

  it('renews what is due and shows how old each pair is', async () => {
    await using platform = await platformThatWants('at-2')
    let now = NOW
    const channel = channelOn(platform, new MemoryTokenStore(), { now: () => now })
    expect(channel.tokenAges()).toEqual([])
    await channel.renewDueTokens()
    expect(channel.tokenAges()).toMatchObject([{ account: ACCOUNT, refreshedAt: NOW, isDead: false }])
    now += 13 * 3_600_000
    await channel.renewDueTokens()
    expect(channel.tokenAges()).toMatchObject([{ refreshedAt: now, expiresAt: now + 90_000_000 }])
    expect(platform.calls).toHaveLength(1)
  })

  it('does not reject when storage fails during the renewal of all', async () => {
    await using platform = await platformThatWants('at-2')
    const store = new MemoryTokenStore()
    store.failingSaves = 1
    await expect(channelOn(platform, store).renewDueTokens()).resolves.toBeUndefined()
  })

  it('has an address that writes a code for the person: Zalo keeps none by itself', async () => {
    await using platform = await platformThatWants('at-1')
    const channel = channelOn(platform)
    const account = ACCOUNT as AccountId
    const link = `https://zalo.me/${platformAccountIdOf(account)}?text=dd-LC12-1-7K`
    expect(channel.chatLink?.(account, 'dd-LC12-1-7K')).toBe(link)
  })

  it('knows no account but its own', async () => {
    await using platform = await platformThatWants('at-2')
    const renewal = await channelOn(platform).renewToken('zalo-oa:999' as AccountId)
    expect(renewal).toMatchObject({ type: 'failed', final: true, cure: expect.stringContaining('settings') })
  })

  it('reads the reply to a button back as the payload it was given', async () => {
    await using platform = await platformThatWants('at-2')
    const channel = channelOn(platform)
    const choices = [{ type: 'reply', label: 'Đăng ký', payload: 'lop:42?' } as const]
    const [{ body }] = channel.render({ type: 'text', text: 'Chọn', choices })
    const [, pressed] = /"payload":"([^"]+)"/.exec(JSON.stringify(body)) ?? []
    const reading = channel.readWebhook(signedRequest(textEvent({ message: { msg_id: 'm1', text: pressed } })))
    expect(reading).toMatchObject({ type: 'events', events: [{ type: 'button', payload: 'lop:42?' }] })
  })
})
