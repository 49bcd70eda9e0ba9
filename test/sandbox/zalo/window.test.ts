import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR } from '../support/clock.ts'
import { CS, LASTING, startZaloBench, USER, type ZaloBench } from '../support/zalo.ts'

let bench: ZaloBench
beforeEach(async () => {
  bench = await startZaloBench({ apps: [LASTING] })
})
afterEach(() => bench.close())

describe('the window after a message of the person', () => {
  it.each([
    { name: '48 hours', after: 48 * HOUR, error: 0, quota: undefined },
    { name: 'a moment more', after: 48 * HOUR + 1, error: 0, quota: 'sub_quota' },
    { name: '7 days', after: 7 * DAY, error: 0, quota: 'sub_quota' },
    { name: 'more than 7 days', after: 7 * DAY + 1, error: -230, quota: undefined },
    { name: 'more than 45 days', after: 45 * DAY + 1, error: -227, quota: undefined },
  ])('$name: error $error', async ({ after, error, quota }) => {
    await bench.zalo.person(USER).writes('Xin chào')
    bench.clock.pass(after)
    const reply = await bench.say('Chào bác')
    expect(reply.error).toBe(error)
    expect((reply.data?.quota as { quota_type: string } | undefined)?.quota_type).toBe(quota)
  })
})

describe('the free messages of a window', () => {
  const quotaTypes = async (count: number, of: ZaloBench = bench) => {
    const types: unknown[] = []
    for (let i = 0; i < count; i++) {
      const { error, data } = await of.say('Chào bác')
      types.push(error === 0 ? (data.quota as { quota_type: string } | undefined)?.quota_type : error)
    }
    return types
  }
  const free = (count: number) => Array.from({ length: count }, () => undefined)

  it('are eight after each sign of life; the ninth is taken from the allowance', async () => {
    await bench.zalo.person(USER).writes('Xin chào')
    expect(await quotaTypes(9)).toEqual([...free(8), 'sub_quota'])
    await bench.zalo.person(USER).writes('còn lớp không?')
    expect(await quotaTypes(9)).toEqual([...free(8), 'sub_quota'])
  })

  it('are told as what is left of them', async () => {
    await bench.zalo.person(USER).writes('Xin chào')
    await quotaTypes(3)
    const reply = await bench.post('/v3.0/oa/quota/message', { user_id: USER })
    expect(reply.data.cs_reply).toEqual({ remain: 5, total: 8 })
  })

  it('are without a number where the newer notices are believed', async () => {
    const open = await startZaloBench({ apps: [LASTING], freePerWindow: Infinity })
    await open.zalo.person(USER).writes('Xin chào')
    expect(await quotaTypes(12, open)).toEqual(free(12))
    await open.close()
  })
})

describe('who can be written to', () => {
  it.each([
    { name: 'one who never appeared', act: async () => 0, error: -213 },
    { name: 'one who opened the chat', act: () => bench.zalo.person(USER).opensChat(), error: 0 },
    {
      name: 'one who sent the form',
      act: () => bench.zalo.person(USER).submitsForm({ name: 'A', phone: '84' }),
      error: 0,
    },
    { name: 'one who only read', act: () => bench.zalo.person(USER).sees(['a']), error: -213 },
    {
      name: 'one who follows, then stops',
      act: async () => {
        await bench.zalo.person(USER).follows()
        return bench.zalo.person(USER).unfollows()
      },
      error: -213,
    },
    {
      name: 'one who wrote, then blocked the OA',
      act: async () => {
        await bench.zalo.person(USER).writes('a')
        bench.zalo.person(USER).blocks()
        return 0
      },
      error: -217,
    },
  ])('$name: error $error', async ({ act, error }) => {
    await act()
    expect((await bench.say('b')).error).toBe(error)
  })

  it('gives a follower who never wrote three welcome messages', async () => {
    await bench.zalo.person(USER).follows()
    const replies = []
    for (let i = 0; i < 4; i++) replies.push(await bench.say('Chào bác'))
    expect(replies.map((reply) => reply.error)).toEqual([0, 0, 0, -232])
    expect(replies[2]?.data.quota).toEqual({ quota_type: 'welcome_msg', remain: '0', total: '3' })
  })

  it('takes eight answers to one incoming message, within 48 hours', async () => {
    const answer = async (message_id: string) =>
      (await bench.post(CS, { recipient: { message_id }, message: { text: 'b' } })).error
    await bench.zalo.person(USER).writes('a', { messageId: 'aa11' })
    const errors = []
    for (let i = 0; i < 9; i++) errors.push(await answer('aa11'))
    expect(errors).toEqual([0, 0, 0, 0, 0, 0, 0, 0, -211])
    await bench.zalo.person(USER).writes('a', { messageId: 'bb22' })
    bench.clock.pass(48 * HOUR + 1)
    expect(await answer('bb22')).toBe(-232)
  })
})

describe('switches for load tests', () => {
  it('openToAll takes messages to anybody', async () => {
    const open = await startZaloBench({ openToAll: true })
    expect((await open.say('a', '2999999999999999999')).error).toBe(0)
    await open.close()
  })

  it('windowEnforced false forgets time, not blocks', async () => {
    const open = await startZaloBench({ windowEnforced: false, apps: [LASTING] })
    await open.zalo.person(USER).writes('a')
    open.clock.pass(60 * DAY)
    expect((await open.say('b')).error).toBe(0)
    open.zalo.person(USER).blocks()
    expect((await open.say('b')).error).toBe(-217)
    await open.close()
  })
})
