import { describe, expect, it } from 'vitest'
import { zaloAccountSchema } from '../../../src/channels/zalo-oa/settings.ts'
import { accountWith, OA_ID, SETTINGS } from './fixtures.ts'

describe('zalo account settings', () => {
  it('become an account with its id, its pace and no tokens', () => {
    expect(accountWith()).toMatchObject({
      id: `zalo-oa:${OA_ID}`,
      oaId: OA_ID,
      sendPath: 'v3',
      province: 'gia-lai',
      initialTokens: null,
    })
  })

  it('keep the first token pair', () => {
    expect(accountWith({ access_token: 'at-1', refresh_token: 'rt-1' }).initialTokens).toEqual({
      accessToken: 'at-1',
      refreshToken: 'rt-1',
    })
  })

  it.each([100, 2_000, 4_000])('pace %i requests a minute so that no 60 seconds hold more', (perMinute) => {
    const { perSecond, burst } = accountWith({ send_per_minute: perMinute }).pace
    expect(burst + perSecond * 60).toBeCloseTo(perMinute)
    expect(burst).toBe(perMinute / 10)
  })

  it.each([
    {
      name: 'an id read as a number',
      settings: { oa_id: 4_000_000_000 },
      says: /oa_id must be given as text in quotes/,
    },
    { name: 'an id with letters', settings: { app_id: 'my-app' }, says: /app_id must be the digits/ },
    {
      name: 'no OA secret',
      settings: { oa_secret_key: undefined },
      says: /oa_secret_key is missing.*not the app secret/,
    },
    { name: 'half a token pair', settings: { access_token: 'at-1' }, says: /give both access_token and refresh_token/ },
    { name: 'an unknown path', settings: { send_path: 'v4' }, says: /send_path must be v3 \(usual\) or v2/ },
    { name: 'too fast a pace', settings: { send_per_minute: 5_000 }, says: /send_per_minute: Zalo allows an app 4000/ },
    { name: 'a misspelt key', settings: { oa_secret: 'x' }, says: /Unrecognized key: "oa_secret"/ },
  ])('refuse $name, naming the key', ({ settings, says }) => {
    const parsed = zaloAccountSchema.safeParse({ ...SETTINGS, ...settings })
    expect(parsed.error?.issues.map((issue) => issue.message).join('\n')).toMatch(says)
  })
})
