import { describe, expect, it } from 'vitest'
import { ACCOUNT, APP_ID, NOW } from './fixtures.ts'
import { type Answer, inTurn } from './platform.ts'
import { FIRST, NEXT_PAIR, REFUSED, refuse, settingWith } from './token-setting.ts'

const HOUR = 3_600_000

describe('the first token pair', () => {
  it('comes from the settings and is stored before its first use', async () => {
    await using setting = await settingWith('silence')
    expect(await setting.keeper().accessToken()).toBe('at-1')
    expect(setting.store.stored).toMatchObject({
      accessToken: 'at-1',
      refreshToken: 'rt-1',
      refreshedAt: NOW,
      deadReason: null,
    })
    expect(setting.store.stored?.seed).toMatch(/^[0-9a-f]{64}$/)
  })

  it('gives way to the stored pair, whatever the settings hold', async () => {
    await using setting = await settingWith('silence')
    await setting.keeper().accessToken()
    setting.store.stored = setting.store.stored && { ...setting.store.stored, accessToken: 'at-9' }
    expect(await setting.keeper().accessToken()).toBe('at-9')
    expect(await setting.keeper({ access_token: 'x', refresh_token: 'y' }).accessToken()).toBe('at-9')
  })

  it('is not written over a pair that another process stores at the same time', async () => {
    await using setting = await settingWith(NEXT_PAIR)
    const [one, two] = [setting.keeper(), setting.keeper()]
    await refuse(one)
    const [renewal, token] = await Promise.all([one.renew(), two.accessToken()])
    expect(renewal).toEqual({ type: 'renewed' })
    expect(['at-1', 'at-2']).toContain(token)
    expect(setting.store.stored?.accessToken).toBe('at-2')
  })

  it('is missing when neither settings nor storage have one', async () => {
    await using setting = await settingWith('silence')
    const keeper = setting.keeper({})
    expect(await keeper.accessToken()).toBeNull()
    expect(await keeper.renew()).toMatchObject({
      type: 'failed',
      final: true,
      cure: expect.stringContaining('ZALO_REFRESH_TOKEN'),
    })
    expect(setting.oauth.calls).toEqual([])
  })
})

describe('renewing a refused token', () => {
  it("asks as Zalo's OAuth host wants to be asked, and keeps the answer", async () => {
    await using setting = await settingWith(NEXT_PAIR)
    const keeper = setting.keeper()
    await refuse(keeper)
    expect(await keeper.renew()).toEqual({ type: 'renewed' })
    const [call] = setting.oauth.calls
    expect(call?.path).toBe('/v4/oa/access_token')
    expect(call?.headers).toMatchObject({
      secret_key: 'demo-app-secret',
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
      refresh_token: 'rt-1',
      app_id: APP_ID,
      grant_type: 'refresh_token',
    })
    expect(await keeper.accessToken()).toBe('at-2')
    expect(setting.store.stored).toMatchObject({ refreshToken: 'rt-2', expiresAt: NOW + 25 * HOUR })
  })

  it('happens once for twenty at a time and for those who come late', async () => {
    await using setting = await settingWith(NEXT_PAIR, REFUSED)
    const keeper = setting.keeper()
    await refuse(keeper)
    setting.store.leases = 0
    const renewals = await Promise.all(Array.from({ length: 20 }, () => keeper.renew()))
    expect(setting.store.leases).toBe(1)
    keeper.noteRefused('at-1')
    renewals.push(await keeper.renew())
    expect(renewals.every((renewal) => renewal.type === 'renewed')).toBe(true)
    expect(setting.oauth.calls).toHaveLength(1)
  })

  it('happens once over several processes', async () => {
    await using setting = await settingWith(NEXT_PAIR, REFUSED)
    const keepers = [setting.keeper(), setting.keeper(), setting.keeper()]
    for (const keeper of keepers) await refuse(keeper)
    await Promise.all(keepers.map((keeper) => keeper.renew()))
    expect(setting.oauth.calls).toHaveLength(1)
    expect(await Promise.all(keepers.map((keeper) => keeper.accessToken()))).toEqual(['at-2', 'at-2', 'at-2'])
  })

  it('renews again when the renewed token is refused too', async () => {
    const third = { json: { access_token: 'at-3', refresh_token: 'rt-3', expires_in: 90000 } }
    await using setting = await settingWith(NEXT_PAIR, third)
    const keeper = setting.keeper()
    for (const _ of [1, 2]) {
      await refuse(keeper)
      await keeper.renew()
    }
    expect(await keeper.accessToken()).toBe('at-3')
    expect(setting.oauth.calls.map((call) => new URLSearchParams(call.body).get('refresh_token'))).toEqual([
      'rt-1',
      'rt-2',
    ])
  })

  it('stores the new pair before anyone gets it, and keeps it when storage fails', async () => {
    await using setting = await settingWith(NEXT_PAIR, REFUSED)
    const keeper = setting.keeper()
    await refuse(keeper)
    setting.store.failingSaves = 1
    expect(await keeper.renew()).toMatchObject({
      type: 'failed',
      final: false,
      cure: expect.stringContaining('database'),
    })
    expect(await keeper.accessToken()).toBe('at-1')
    expect(await keeper.renew()).toEqual({ type: 'renewed' })
    expect(await keeper.accessToken()).toBe('at-2')
    expect(setting.oauth.calls).toHaveLength(1)
  })

  it.each([
    { name: 'no refresh token', answer: { json: { access_token: 'at-2' } } },
    { name: 'an empty access token', answer: { json: { access_token: ' ', refresh_token: 'rt-2' } } },
    { name: 'tokens that are no texts', answer: { json: { access_token: 1, refresh_token: 2 } } },
    { name: 'a page instead of JSON', answer: { status: 200, text: '<html>' } },
    { name: 'a gateway error', answer: { status: 502, text: '<html>bad gateway</html>' } },
    { name: 'a rate limit', answer: { status: 429, json: { error: -32 } } },
    { name: 'a broken connection', answer: 'reset' },
    { name: 'silence', answer: 'silence' },
  ] as { name: string; answer: Answer }[])('takes $name for no pair and lets it be tried again', async ({ answer }) => {
    await using setting = await settingWith(answer)
    const keeper = setting.keeper(FIRST, 150)
    await refuse(keeper)
    expect(await keeper.renew()).toMatchObject({ type: 'failed', final: false })
    expect(setting.store.stored).toMatchObject({ accessToken: 'at-1', refreshToken: 'rt-1', deadReason: null })
    setting.oauth.answer = inTurn(NEXT_PAIR)
    expect(await keeper.renew()).toEqual({ type: 'renewed' })
  })

  it('tries once more when the answer was lost, with the same refresh token', async () => {
    await using setting = await settingWith('reset', NEXT_PAIR)
    const keeper = setting.keeper()
    await refuse(keeper)
    expect(await keeper.renew()).toEqual({ type: 'renewed' })
    expect(setting.oauth.calls.map((call) => new URLSearchParams(call.body).get('refresh_token'))).toEqual([
      'rt-1',
      'rt-1',
    ])
  })
})

describe('renewing in time', () => {
  it.each([
    { name: 'young', hours: 12, calls: 0 },
    { name: 'half over', hours: 12.5, calls: 1 },
    { name: 'over', hours: 30, calls: 1 },
  ])('a token whose life is $name makes $calls call', async ({ hours, calls }) => {
    await using setting = await settingWith(NEXT_PAIR, REFUSED)
    const keeper = setting.keeper()
    await keeper.accessToken()
    setting.now += hours * HOUR
    expect(await keeper.renewIfDue()).toEqual({ type: 'renewed' })
    expect(await keeper.renewIfDue()).toEqual({ type: 'renewed' })
    expect(setting.oauth.calls).toHaveLength(calls)
  })

  it.each([
    { name: 'text', expires_in: '3600', life: HOUR },
    { name: 'number', expires_in: 3600, life: HOUR },
    { name: 'missing', expires_in: undefined, life: 25 * HOUR },
    { name: 'nonsense', expires_in: 'soon', life: 25 * HOUR },
  ])('reads a life that is $name', async ({ expires_in, life }) => {
    await using setting = await settingWith({ json: { ...NEXT_PAIR.json, expires_in } })
    const keeper = setting.keeper()
    await refuse(keeper)
    await keeper.renew()
    expect(keeper.age).toEqual({ account: ACCOUNT, refreshedAt: NOW, expiresAt: NOW + life, isDead: false })
  })
})
