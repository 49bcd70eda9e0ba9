import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SANDBOX_MESSENGER } from '../../../src/sandbox/index.ts'
import { DAY, HOUR } from '../support/clock.ts'
import { answerTo, type MessengerBench, PAGE_ID, PSID, startMessengerBench } from '../support/messenger.ts'
import { startReceiver } from '../support/receiver.ts'

const TOKEN = '9900112233445566778'
const ACT = `/v25.0/act_${SANDBOX_MESSENGER.paid?.adAccount}`
const ASK = {
  attachment: {
    type: 'template',
    payload: { template_type: 'notification_messages', title: 'Nhận tin của Gia Lai', payload: 'PAID' },
  },
}

let bench: MessengerBench
beforeEach(async () => {
  bench = await startMessengerBench()
})
afterEach(() => bench.close())

const person = () => bench.messenger.person(PSID)
const paid = (change: object = {}) =>
  bench.call('POST', `${ACT}/messages`, {
    message_id: SANDBOX_MESSENGER.paid?.campaign,
    messenger_delivery_data: { subscription_token: TOKEN },
    message: { text: 'Lớp mới mở đăng ký.' },
    ...change,
  })

describe('paid messages', () => {
  it('reach who allowed them, outside of the window, and answer with an id of their own kind', async () => {
    await person().writes('a')
    await person().optsIn(TOKEN, 'Tin')
    bench.clock.pass(3 * DAY)
    const { code, body } = await paid()
    expect({ code, success: body.success }).toEqual({ code: '0', success: true })
    expect(body.marketing_message_tracking_id).toEqual(expect.stringMatching(/^track-/))
    expect(person().received()).toMatchObject([{ kind: 'paid', text: 'Lớp mới mở đăng ký.' }])
  })

  it.each<{ name: string; act: () => unknown; change?: object; code: string }>([
    { name: 'nobody has this token', act: () => {}, code: '2300052' },
    {
      name: 'the person stopped them',
      act: async () => {
        await person().optsIn(TOKEN, 'Tin')
        await person().optsOut(TOKEN, 'Tin')
      },
      code: '2300052',
    },
    {
      name: 'the consent is over',
      act: async () => {
        await person().optsIn(TOKEN, 'Tin')
        bench.clock.pass(365 * DAY)
      },
      code: '2300052',
    },
    {
      name: 'the last one was less than 12 hours ago',
      act: async () => {
        await person().optsIn(TOKEN, 'Tin')
        expect((await paid()).code).toBe('0')
        bench.clock.pass(12 * HOUR - 1)
      },
      code: '4/2018354',
    },
    {
      name: 'the budget is used up',
      act: async () => {
        await person().optsIn(TOKEN, 'Tin')
        bench.messenger.setPaidBudget(0)
      },
      code: '2300070',
    },
    {
      name: 'the campaign is unknown',
      act: () => person().optsIn(TOKEN, 'Tin'),
      change: { message_id: '1' },
      code: '2300001',
    },
    {
      name: 'the text is longer than 640',
      act: () => person().optsIn(TOKEN, 'Tin'),
      change: { message: { text: 'ế'.repeat(641) } },
      code: '100',
    },
    {
      name: 'it has quick replies',
      act: () => person().optsIn(TOKEN, 'Tin'),
      change: { message: { text: 'a', quick_replies: [{ content_type: 'text', title: 'a', payload: 'a' }] } },
      code: '100',
    },
    {
      name: 'it is addressed to a person',
      act: () => person().optsIn(TOKEN, 'Tin'),
      change: { recipient: { id: PSID } },
      code: '100',
    },
  ])('are refused with $code when $name', async ({ act, change, code }) => {
    await act()
    expect((await paid(change)).code).toBe(code)
  })

  it('go out again after 12 hours', async () => {
    await person().optsIn(TOKEN, 'Tin')
    await paid()
    bench.clock.pass(12 * HOUR)
    expect((await paid()).code).toBe('0')
  })

  it('wait an hour after their campaign was made', async () => {
    await person().optsIn(TOKEN, 'Tin')
    const campaign = { name: 'Ngày Chuyển đổi số', page_id: PAGE_ID, daily_budget: 100_000 }
    const { body } = await bench.call('POST', `${ACT}/message_campaign`, campaign)
    expect((await paid({ message_id: body.id })).code).toBe('2300028')
    bench.clock.pass(HOUR)
    expect((await paid({ message_id: body.id })).code).toBe('0')
  })

  it.each([
    { name: 'two budgets', campaign: { name: 'a', page_id: PAGE_ID, daily_budget: 1, lifetime_budget: 1 } },
    { name: 'none', campaign: { name: 'a', page_id: PAGE_ID } },
    { name: 'another Page', campaign: { name: 'a', page_id: '1', daily_budget: 1 } },
  ])('have no campaign with $name', async ({ campaign }) => {
    expect((await bench.call('POST', `${ACT}/message_campaign`, campaign)).code).toBe('100')
  })

  it('need an ad account of the Page', async () => {
    expect((await bench.call('POST', '/v25.0/act_1/messages', {})).code).toBe('100/33')
  })

  it.each([
    { name: 'delivered', blocks: false, field: 'marketing_message_deliveries', received: 1 },
    { name: 'failed', blocks: true, field: 'marketing_message_delivery_failed', received: 0 },
  ])('are told as $name by webhook', async ({ blocks, field, received }) => {
    await person().optsIn(TOKEN, 'Tin')
    if (blocks) person().blocks()
    const receiver = await startReceiver()
    bench.messenger.connectWebhook(receiver.url)
    const { code, body } = await paid()
    await bench.messenger.settled()
    const value = { marketing_message_tracking_id: body.marketing_message_tracking_id }
    expect(code).toBe('0')
    expect(receiver.events()).toMatchObject([{ object: 'page', entry: [{ changes: [{ field, value }] }] }])
    expect(person().received()).toHaveLength(received)
    await receiver.close()
  })
})

describe('the request to allow paid messages', () => {
  it('can be answered with a tap, which leaves the window as it is', async () => {
    await person().writes('a')
    bench.clock.pass(DAY - HOUR)
    expect((await bench.send(answerTo(PSID, ASK))).code).toBe('0')
    await person().allowsPaidMessages()
    bench.clock.pass(2 * HOUR)
    expect((await bench.say('b')).code).toBe('10/2018278')
  })

  it('may not be sent after the window, nor by a Page that has no paid messages', async () => {
    await person().writes('a')
    bench.clock.pass(DAY + 1)
    expect((await bench.send(answerTo(PSID, ASK))).code).toBe('10/2018278')
    const { paid: _paid, ...plain } = SANDBOX_MESSENGER
    const other = await startMessengerBench({ pages: [plain] })
    await other.messenger.person(PSID).writes('a')
    expect((await other.send(answerTo(PSID, ASK))).code).toBe('10')
    await other.close()
  })

  it('cannot be tapped where none came', async () => {
    await person().writes('a')
    await expect(person().allowsPaidMessages()).rejects.toThrow('asks for no consent')
  })
})
