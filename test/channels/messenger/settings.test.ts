import { describe, expect, it } from 'vitest'
import { messengerAccountSchema } from '../../../src/channels/messenger/settings.ts'

const given = {
  page_id: '100200300400500',
  page_token: 'EAAFAKEPAGETOKEN0001',
  app_secret: 'test-app-secret-0001',
  verify_token: 'chosen-by-the-operator',
  province: 'gia-lai',
}

describe('settings of a Messenger account', () => {
  it('become an account that paces itself below the 300 sends a second of the platform', () => {
    expect(messengerAccountSchema.parse(given)).toEqual({
      id: 'messenger:100200300400500',
      province: 'gia-lai',
      pace: { perSecond: 200, burst: 36 },
      pageId: '100200300400500',
      pageToken: 'EAAFAKEPAGETOKEN0001',
      appSecret: 'test-app-secret-0001',
      appId: null,
      verifyToken: 'chosen-by-the-operator',
      paid: null,
    })
  })

  it.each([
    { perSecond: 300, burst: 1 },
    { perSecond: 20, burst: 20 },
    { perSecond: 0.5, burst: 1 },
  ])('keep burst, stream of $perSecond a second and late arrivals within the limit', ({ perSecond, burst }) => {
    expect(messengerAccountSchema.parse({ ...given, send_per_second: perSecond }).pace).toEqual({ perSecond, burst })
  })

  it.each([
    {
      name: 'a Page id that YAML read as a number',
      wrong: { page_id: 100200300400500 },
      says: 'page_id must be digits',
    },
    { name: 'a Page name for an id', wrong: { page_id: 'ubnd.xa' }, says: 'page_id must be digits' },
    { name: 'no token', wrong: { page_token: undefined }, says: 'page_token must be text' },
    { name: 'an empty secret', wrong: { app_secret: '' }, says: 'App settings > Basic' },
    { name: 'a misspelt key', wrong: { page_tokn: 'x' }, says: 'page_tokn' },
    { name: 'a pace above the limit', wrong: { send_per_second: 301 }, says: 'at most 300' },
    { name: 'a pace of nothing', wrong: { send_per_second: 0 }, says: 'above 0' },
    { name: 'paid messages without a price', wrong: { paid: { ad_account: '1', campaign: '2' } }, says: 'price_dong' },
    {
      name: 'paid messages for nothing',
      wrong: { paid: { ad_account: '1', campaign: '2', price_dong: 0 } },
      says: 'Meta charges for each message',
    },
    { name: 'a province by its full name', wrong: { province: 'Gia Lai' }, says: 'data/provinces' },
  ])('are refused with the cure: $name', ({ wrong, says }) => {
    const read = messengerAccountSchema.safeParse({ ...given, ...wrong })
    expect(read.error?.issues.map((issue) => issue.message).join('\n')).toContain(says)
  })
})
