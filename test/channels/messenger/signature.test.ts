import { describe, expect, it } from 'vitest'
import { appSecretProof, sameSecret, signatureOf } from '../../../src/channels/messenger/signature.ts'

describe('signatureOf', () => {
  it.each([
    {
      name: 'an empty page event',
      secret: 'test-app-secret-0001',
      body: '{"object":"page","entry":[]}',
      signature: 'sha256=0cb2b5894cd63ad48851f0deef5e8d9038741d27cf704f529c7edbe63f3454fc',
    },
    {
      name: 'escaped Vietnamese letters, which are signed as they stand on the wire',
      secret: 'test-app-secret-0001',
      body: String.raw`{"object":"page","entry":[{"id":"100200300400500","time":1795150800123,"messaging":[{"sender":{"id":"7001002003004005"},"recipient":{"id":"100200300400500"},"timestamp":1795150800001,"message":{"mid":"m_fake0001","text":"Xin ch\u00e0o"}}]}]}`,
      signature: 'sha256=e291e872fe28526136c75c29fe6a6b0df7180de5ed73458f048614010db67312',
    },
    {
      name: 'any bytes',
      secret: 'sesame',
      body: 'hello world',
      signature: 'sha256=f39034b29165ec6a5104d9aef27266484ab26c8caa7bca8bcb2dd02e8be61b17',
    },
  ])('is the published one of $name', ({ secret, body, signature }) => {
    expect(signatureOf(Buffer.from(body), secret)).toBe(signature)
  })
})

it('proves the app secret with the published value', () => {
  expect(appSecretProof('EAAFAKEPAGETOKEN0001', 'test-app-secret-0001')).toBe(
    '8923571a5bc1087c4b740f3abc087dfb04b473c97d89347d38efd3e036aeabce',
  )
})

it.each([
  { given: 'abc', expected: 'abc', same: true },
  { given: 'abd', expected: 'abc', same: false },
  { given: 'ab', expected: 'abc', same: false },
  { given: '', expected: 'abc', same: false },
])('compares secrets of any length: "$given" with "$expected"', ({ given, expected, same }) => {
  expect(sameSecret(given, expected)).toBe(same)
})
