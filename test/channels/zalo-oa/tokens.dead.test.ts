import { describe, expect, it } from 'vitest'
import { ACCOUNT } from './fixtures.ts'
import { NEXT_PAIR, REFUSED, refuse, settingWith } from './token-setting.ts'

const REDIRECT_MISMATCH = {
  json: { error_name: 'Invalid redirect uri', error_reason: '', error_description: '', error: -14003 },
}

describe('a token pair that Zalo refuses to renew', () => {
  it.each([
    { name: 'twice', answers: [REFUSED, REFUSED], calls: 2 },
    { name: 'in the shape without message', answers: [REDIRECT_MISMATCH, REDIRECT_MISMATCH], calls: 2 },
    { name: 'after a lost answer that used it up', answers: ['reset', REFUSED] as const, calls: 2 },
  ])('$name is dead: an administrator is asked, Zalo no more', async ({ answers, calls }) => {
    await using setting = await settingWith(...answers)
    const keeper = setting.keeper()
    await refuse(keeper)
    expect(await keeper.renew()).toMatchObject({
      type: 'failed',
      final: true,
      cure: expect.stringMatching(/-140\d\d Invalid.*administrator.*consent again.*ZALO_REFRESH_TOKEN/),
    })
    expect(await keeper.renew()).toMatchObject({ type: 'failed', final: true })
    expect(await keeper.renewIfDue()).toMatchObject({ type: 'failed', final: true })
    expect(setting.oauth.calls).toHaveLength(calls)
    expect(setting.store.stored?.deadReason).toMatch(/^refresh refused: -140/)
    expect(keeper.age).toMatchObject({ account: ACCOUNT, isDead: true })
    expect(setting.warnings).toHaveLength(1)
  })

  it('lives when another process stored a new pair meanwhile', async () => {
    await using setting = await settingWith('silence')
    const keeper = setting.keeper()
    await refuse(keeper)
    setting.oauth.answer = () => {
      setting.store.stored = setting.store.stored && {
        ...setting.store.stored,
        accessToken: 'at-5',
        refreshToken: 'rt-5',
      }
      return REFUSED
    }
    expect(await keeper.renew()).toEqual({ type: 'renewed' })
    expect(await keeper.accessToken()).toBe('at-5')
  })

  it('is tried once more after a restart, for the settings may have been mended', async () => {
    await using setting = await settingWith(REFUSED, REFUSED, NEXT_PAIR)
    const before = setting.keeper()
    await refuse(before)
    await before.renew()
    const after = setting.keeper()
    await refuse(after)
    expect(await after.renew()).toEqual({ type: 'renewed' })
    expect(setting.store.stored).toMatchObject({ accessToken: 'at-2', deadReason: null })
  })

  it('gives way to a new pair in the settings, which then is the stored one', async () => {
    await using setting = await settingWith(REFUSED)
    const before = setting.keeper()
    await refuse(before)
    await before.renew()
    const consented = { access_token: 'at-7', refresh_token: 'rt-7' }
    expect(await setting.keeper().accessToken()).toBe('at-1')
    expect(await setting.keeper(consented).accessToken()).toBe('at-7')
    expect(setting.store.stored).toMatchObject({ refreshToken: 'rt-7', deadReason: null })
  })

  it('gives way at once to a new pair that was put into the settings before it died', async () => {
    await using setting = await settingWith(REFUSED)
    await setting.keeper().accessToken()
    const keeper = setting.keeper({ access_token: 'at-7', refresh_token: 'rt-7' })
    await refuse(keeper)
    expect(await keeper.renew()).toEqual({ type: 'renewed' })
    expect(await keeper.accessToken()).toBe('at-7')
  })

  it('never shows a token in what it tells', async () => {
    const secretive = { json: { error: -1, error_name: 'no at-secret-0123456789abcdefghijklmnop please' } }
    await using setting = await settingWith(secretive)
    const keeper = setting.keeper({ access_token: 'at-secret-1', refresh_token: 'rt-secret-1' })
    await refuse(keeper)
    const told = JSON.stringify([
      await keeper.renew(),
      setting.warnings,
      setting.store.steps.filter((step) => step.startsWith('dead')),
    ])
    expect(told).toContain('-1 no')
    expect(told).not.toContain('secret')
  })
})
