import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SANDBOX_MESSENGER } from '../../../src/sandbox/index.ts'
import { INBOX_APP_ID } from '../../../src/sandbox/messenger/events.ts'
import { DAY, HOUR } from '../support/clock.ts'
import { type MessengerBench, PAGE_ID, PSID, startMessengerBench } from '../support/messenger.ts'

let bench: MessengerBench
beforeEach(async () => {
  bench = await startMessengerBench()
})
afterEach(() => bench.close())

const person = () => bench.messenger.person(PSID)

describe('conversation routing', () => {
  const control = (verb: string, body: object = {}) =>
    bench.call('POST', `/v25.0/${PAGE_ID}/${verb}_thread_control`, { recipient: { id: PSID }, ...body })
  const owner = async () => (await bench.call('GET', `/v25.0/${PAGE_ID}/thread_owner?recipient=${PSID}`)).body.data

  beforeEach(() => person().writes('a'))

  it('by default lets staff and the app answer side by side', async () => {
    await bench.messenger.staffWrites(PSID, 'Chúng tôi sẽ gọi lại')
    expect((await bench.say('b')).code).toBe('0')
    expect((await control('take')).code).toBe('10')
    expect(await owner()).toEqual([])
  })

  it('with a default app gives the thread to staff who answer, for a day', async () => {
    bench.messenger.setDefaultApp(SANDBOX_MESSENGER.appId)
    await bench.messenger.staffWrites(PSID, 'Chúng tôi sẽ gọi lại')
    expect(await bench.say('b')).toMatchObject({ status: 403, code: '10/2018300' })
    bench.clock.pass(DAY)
    await person().writes('c')
    expect((await bench.say('d')).code).toBe('0')
  })

  it('passes the thread to the inbox and gets it back', async () => {
    expect((await control('pass', { target_app_id: INBOX_APP_ID })).body).toEqual({ success: true })
    expect(await owner()).toEqual([
      { thread_owner: { app_id: INBOX_APP_ID, expiration: (bench.clock.now() + 24 * HOUR) / 1000 } },
    ])
    expect((await bench.say('b')).code).toBe('10/2018300')
    expect((await control('release')).code).toBe('10/2018300')
    await bench.messenger.staffHandsBack(PSID)
    expect((await bench.say('b')).code).toBe('0')
    expect((await control('extend', { duration: 3600 })).code).toBe('0')
    expect((await control('extend', { duration: 8 * 86_400 })).code).toBe('100')
    expect((await control('request')).code).toBe('0')
    expect((await control('release')).code).toBe('0')
    expect((await control('pass')).code).toBe('100')
  })

  it('lets the default app take the thread', async () => {
    bench.messenger.setDefaultApp(SANDBOX_MESSENGER.appId)
    await bench.messenger.staffWrites(PSID, 'a')
    expect((await control('take')).code).toBe('0')
    expect((await bench.say('b')).code).toBe('0')
  })
})
