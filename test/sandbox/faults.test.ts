import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MessengerBench, PSID, startMessengerBench } from './support/messenger.ts'
import { CS, startZaloBench, USER, type ZaloBench } from './support/zalo.ts'

let zalo: ZaloBench
let messenger: MessengerBench
beforeEach(async () => {
  zalo = await startZaloBench({ openToAll: true })
  messenger = await startMessengerBench({ openToAll: true })
})
afterEach(async () => {
  await zalo.close()
  await messenger.close()
})

describe('a broken connection', () => {
  it.each([
    { failure: 'cut', sent: 1 },
    { failure: 'cutBefore', sent: 0 },
  ] as const)('$failure: the caller gets no answer, $sent message was sent', async ({ failure, sent }) => {
    zalo.zalo.faults.fail(failure)
    messenger.messenger.faults.fail(failure)
    await expect(zalo.say('a')).rejects.toThrow()
    await expect(messenger.say('a')).rejects.toThrow()
    expect(zalo.zalo.sent).toHaveLength(sent)
    expect(messenger.messenger.sent).toHaveLength(sent)
    expect(zalo.zalo.calls.byPath[CS]).toBe(1)
    expect(messenger.messenger.calls.byPath.messages).toBe(1)
  })
})

describe('a proxy in between', () => {
  it.each([
    { failure: 'html', status: 502 },
    { failure: { http: 503 }, status: 503 },
  ] as const)('answers $status with a page and sends nothing', async ({ failure, status }) => {
    zalo.zalo.faults.fail(failure)
    const answer = await fetch(zalo.zalo.url + CS, { method: 'POST' })
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain('<html>')
    expect(zalo.zalo.sent).toHaveLength(0)
    expect(zalo.zalo.calls.byCode[`http ${status}`]).toBe(1)
  })
})

describe('a scripted refusal', () => {
  it('strikes as often as it was told', async () => {
    zalo.zalo.faults.fail({ error: -200 }, { times: 2 })
    const errors = [(await zalo.say('a')).error, (await zalo.say('a')).error, (await zalo.say('a')).error]
    expect(errors).toEqual([-200, -200, 0])
    expect(zalo.zalo.calls.byCode).toEqual({ '-200': 2, '0': 1 })
  })

  it('strikes only the calls it matches', async () => {
    zalo.zalo.faults.fail({ error: -244 }, { match: (call) => call.body.includes(USER) })
    expect((await zalo.say('a')).error).toBe(-244)
    expect((await zalo.say('a', '2000000000000000003')).error).toBe(0)
  })

  it.each([
    { name: 'the usual status', fault: { code: 10, subcode: 1893063 }, status: 403, code: '10/1893063' },
    { name: 'an error under 200', fault: { code: 613, status: 200 }, status: 200, code: '613' },
    { name: 'a hiccup', fault: { code: 2 }, status: 500, code: '2' },
  ])('of Messenger has its code and $name', async ({ fault, status, code }) => {
    messenger.messenger.faults.fail(fault, { times: 1 })
    expect(await messenger.say('a')).toMatchObject({ status, code })
    expect((await messenger.say('a')).code).toBe('0')
  })

  it('ends when the faults are cleared', async () => {
    zalo.zalo.faults.fail({ error: -200 })
    zalo.zalo.faults.clear()
    expect((await zalo.say('a')).error).toBe(0)
  })
})

it('a slow platform answers late, and rightly', async () => {
  messenger.messenger.faults.slow(60, { times: 1 })
  const start = performance.now()
  expect((await messenger.say('a')).body.recipient_id).toBe(PSID)
  expect(performance.now() - start).toBeGreaterThanOrEqual(55)
})

it('a throttled Page gets 613 with the time until it may go on', async () => {
  messenger.messenger.faults.throttle(1)
  await messenger.say('a')
  const reply = await messenger.say('a')
  expect(reply.code).toBe('613')
  expect(reply.headers.get('x-business-use-case-usage')).toContain('estimated_time_to_regain_access')
})
