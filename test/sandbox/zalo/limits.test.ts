import { afterEach, expect, it } from 'vitest'
import { SANDBOX_ZALO } from '../../../src/sandbox/index.ts'
import { MINUTE } from '../support/clock.ts'
import { CS, startZaloBench, textTo, USER, type ZaloBench } from '../support/zalo.ts'

let bench: ZaloBench
afterEach(() => bench.close())

it('refuses calls over the package’s rate with -32 until the next clock minute, and says so in headers', async () => {
  bench = await startZaloBench({ openToAll: true, package: { requestsPerMinute: 3 } })
  bench.clock.pass(59_999)
  const replies = []
  for (let i = 0; i < 4; i++) replies.push(await bench.say('a'))
  expect(replies.map((reply) => reply.error)).toEqual([0, 0, 0, -32])
  expect(replies.map((reply) => reply.headers.get('x-ratelimit-remain'))).toEqual(['2', '1', '0', '0'])
  expect(replies[0]?.headers.get('x-ratelimit-limit')).toBe('3')
  expect(replies[3]?.message).toBe('Your OA reached limit call api')
  bench.clock.pass(1)
  expect((await bench.say('a')).error).toBe(0)
})

it('counts one app over all its OAs, and its article calls apart', async () => {
  const second = { ...SANDBOX_ZALO, oaId: '4000000000000000005', tokens: { accessToken: 'at-2', refreshToken: 'rt-2' } }
  const limits = { requestsPerMinute: 10, perApp: 3 }
  bench = await startZaloBench({ openToAll: true, package: limits, apps: [SANDBOX_ZALO, second] })
  const sayAsSecond = () => bench.post(CS, textTo(USER, 'a'), { access_token: 'at-2' })
  const replies = [await bench.say('a'), await sayAsSecond(), await bench.say('a'), await sayAsSecond()]
  expect(replies.map((reply) => reply.error)).toEqual([0, 0, 0, -32])
  expect(replies[3]?.message).toBe('Your application reached limit call api')
  expect((await bench.get('/v2.0/article/getslice')).error).toBe(0)
})

it('does not count templates by phone', async () => {
  bench = await startZaloBench({ package: { requestsPerMinute: 1 } })
  const errors = []
  for (let i = 0; i < 3; i++) errors.push((await bench.post('/message/template', {})).error)
  expect(errors).toEqual([-132, -132, -132])
})

it('has no limit and no headers when the rate is infinite', async () => {
  bench = await startZaloBench({ openToAll: true, package: { requestsPerMinute: Number.POSITIVE_INFINITY } })
  const reply = await bench.say('a')
  expect(reply.headers.get('x-ratelimit-limit')).toBeNull()
})

it('lets a fault lower the rate until the minute is over or the fault is cleared', async () => {
  bench = await startZaloBench({ openToAll: true })
  bench.zalo.faults.throttle(1)
  expect([(await bench.say('a')).error, (await bench.say('a')).error]).toEqual([0, -32])
  bench.clock.pass(MINUTE)
  expect((await bench.say('a')).error).toBe(0)
  bench.zalo.faults.clear()
  expect((await bench.say('a')).error).toBe(0)
})
