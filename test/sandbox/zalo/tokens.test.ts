import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SANDBOX_ZALO } from '../../../src/sandbox/index.ts'
import { challengeOf } from '../../../src/sandbox/zalo/oauth.ts'
import { isRightProof } from '../../../src/sandbox/zalo/tokens.ts'
import { DAY, HOUR } from '../support/clock.ts'
import { CS, REFRESH_TOKEN, startZaloBench, TOKEN, textTo, USER, type ZaloBench } from '../support/zalo.ts'

let bench: ZaloBench
beforeEach(async () => {
  bench = await startZaloBench()
  await bench.zalo.person(USER).writes('a')
})
afterEach(() => bench.close())

interface TokenAnswer {
  readonly access_token?: string
  readonly refresh_token?: string
  readonly expires_in?: string
  readonly error?: number
  readonly error_name?: string
}

async function ask(form: Record<string, string>, secret: string = SANDBOX_ZALO.appSecret): Promise<TokenAnswer> {
  const answer = await fetch(`${bench.zalo.url}/v4/oa/access_token`, {
    method: 'POST',
    headers: { secret_key: secret },
    body: new URLSearchParams({ app_id: SANDBOX_ZALO.appId, ...form }),
  })
  expect(answer.status).toBe(200)
  return (await answer.json()) as TokenAnswer
}
const refresh = (token: string) => ask({ grant_type: 'refresh_token', refresh_token: token })
const sayWith = async (token: string) => (await bench.post(CS, textTo(USER, 'b'), { access_token: token })).error

describe('the access token', () => {
  it.each([
    { name: 'in its header', path: CS, headers: { access_token: TOKEN }, error: 0 },
    { name: 'missing', path: CS, headers: {}, error: -216 },
    { name: 'never given out', path: CS, headers: { access_token: 'x' }, error: -216 },
    { name: 'as Bearer', path: CS, headers: { authorization: `Bearer ${TOKEN}` }, error: -216 },
    { name: 'as query parameter', path: `${CS}?access_token=${TOKEN}`, headers: {}, error: -216 },
    { name: 'missing on the business host', path: '/message/template', headers: {}, error: -124 },
    { name: 'with a wrong proof', path: CS, headers: { access_token: TOKEN, appsecret_proof: 'x' }, error: -242 },
    {
      name: 'with a wrong proof on the business host',
      path: '/message/template',
      headers: { access_token: TOKEN, appsecret_proof: 'x' },
      error: -1241,
    },
  ])('$name: $error', async ({ path, headers, error }) => {
    expect((await bench.post(path, textTo(USER, 'b'), headers as Record<string, string>)).error).toBe(error)
  })

  it('lives 25 hours', async () => {
    bench.clock.pass(25 * HOUR - 1)
    expect(await sayWith(TOKEN)).toBe(0)
    bench.clock.pass(1)
    expect(await sayWith(TOKEN)).toBe(-220)
  })

  it('proves itself with an HMAC of the app secret', () => {
    const proof = '4c36960296bf27762767d7d5c06e43e4447513b850702b2aee15ccd6b79680de'
    expect(isRightProof(proof, 'demoAccessToken', 'demoAppSecret')).toBe(true)
    expect(isRightProof(proof, 'demoAccessToken', 'otherSecret')).toBe(false)
  })
})

describe('a refresh', () => {
  it('gives a new pair and kills the old one at once', async () => {
    const pair = await refresh(REFRESH_TOKEN)
    expect(pair).toMatchObject({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: '90000',
    })
    expect(await sayWith(TOKEN)).toBe(-220)
    expect(await sayWith(pair.access_token ?? '')).toBe(0)
    expect((await refresh(REFRESH_TOKEN)).error).toBeLessThan(0)
    expect(bench.zalo.refreshes).toBe(1)
  })

  it('succeeds for exactly one of twenty at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(REFRESH_TOKEN)))
    expect(answers.filter((answer) => answer.access_token !== undefined)).toHaveLength(1)
    expect(bench.zalo.refreshes).toBe(1)
  })

  it('fails three months after the pair was given out', async () => {
    bench.clock.pass(90 * DAY)
    expect((await refresh(REFRESH_TOKEN)).access_token).toBeUndefined()
  })

  it.each([
    { name: 'wrong app secret', form: { grant_type: 'refresh_token', refresh_token: REFRESH_TOKEN }, secret: 'x' },
    { name: 'wrong app', form: { app_id: '9', grant_type: 'refresh_token', refresh_token: REFRESH_TOKEN } },
    { name: 'unknown grant', form: { grant_type: 'password', refresh_token: REFRESH_TOKEN } },
  ])('is refused in the shape of the OAuth host: $name', async ({ form, secret }) => {
    const answer = await ask(form, secret)
    expect(answer).toMatchObject({ error: expect.any(Number), error_name: expect.any(String) })
    expect(answer).not.toHaveProperty('message')
    expect(answer).not.toHaveProperty('access_token')
    expect(await sayWith(TOKEN)).toBe(0)
  })
})

describe('faults of tokens', () => {
  it('an expired access token can be refreshed, a killed refresh token cannot', async () => {
    bench.zalo.faults.expireAccessToken()
    expect(await sayWith(TOKEN)).toBe(-220)
    bench.zalo.faults.killRefreshToken()
    expect((await refresh(REFRESH_TOKEN)).error).toBeLessThan(0)
  })
})

describe('a consent', () => {
  const verifier = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefg'
  const exchange = (code: string, code_verifier: string) =>
    ask({ grant_type: 'authorization_code', code, code_verifier })

  it('matches the published pair of verifier and challenge', () => {
    expect(challengeOf(verifier)).toBe('mTuinsmbs-W2SCEfW7BaGNdW1iifiasHtAO2ktyDbaM')
  })

  it('gives a pair once, to who knows the verifier, within ten minutes', async () => {
    const codeChallenge = createHash('sha256').update(verifier).digest('base64url')
    expect((await exchange(bench.zalo.consent({ codeChallenge }), 'other')).access_token).toBeUndefined()
    const code = bench.zalo.consent({ codeChallenge })
    expect((await exchange(code, verifier)).access_token).toBeDefined()
    expect((await exchange(code, verifier)).access_token).toBeUndefined()
    const late = bench.zalo.consent({ codeChallenge })
    bench.clock.pass(600_000)
    expect((await exchange(late, verifier)).access_token).toBeUndefined()
  })
})

describe('tokens of an earlier run', () => {
  it.each([
    { trustsEarlierRuns: true, error: 0 },
    { trustsEarlierRuns: false, error: -216 },
  ])('trusted $trustsEarlierRuns: error $error', async ({ trustsEarlierRuns, error }) => {
    const { access_token = '', refresh_token = '' } = await refresh(REFRESH_TOKEN)
    await bench.close()
    bench = await startZaloBench({ trustsEarlierRuns })
    await bench.zalo.person(USER).writes('a')
    expect(await sayWith(access_token)).toBe(error)
    expect((await refresh(refresh_token)).access_token !== undefined).toBe(trustsEarlierRuns)
  })
})
