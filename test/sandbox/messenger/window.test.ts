import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SANDBOX_MESSENGER } from '../../../src/sandbox/index.ts'
import { INBOX_APP_ID } from '../../../src/sandbox/messenger/events.ts'
import { DAY, HOUR } from '../support/clock.ts'
import { answerTo, type MessengerBench, PAGE_ID, PSID, startMessengerBench } from '../support/messenger.ts'

let bench: MessengerBench
beforeEach(async () => {
  bench = await startMessengerBench()
})
afterEach(() => bench.close())

const person = () => bench.messenger.person(PSID)

describe('the 24 hours after an act of the person', () => {
  const HUMAN = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
  it.each([
    { name: 'answer at 24 h', after: DAY, extra: {}, code: '0' },
    { name: 'answer later', after: DAY + 1, extra: {}, code: '10/2018278' },
    { name: 'update later', after: DAY + 1, extra: { messaging_type: 'UPDATE' }, code: '10/2018278' },
    { name: 'staff at 7 days', after: 7 * DAY, extra: HUMAN, code: '0' },
    { name: 'staff later', after: 7 * DAY + 1, extra: HUMAN, code: '10/2018278' },
  ])('$name: $code', async ({ after, extra, code }) => {
    await person().writes('a')
    bench.clock.pass(after)
    expect((await bench.send(answerTo(PSID, { text: 'b' }, extra))).code).toBe(code)
  })

  it('a sender action needs the window too', async () => {
    await person().writes('a')
    bench.clock.pass(DAY + 1)
    expect((await bench.send({ recipient: { id: PSID }, sender_action: 'typing_on' })).code).toBe('10/2018278')
  })

  it('a staff answer needs the feature', async () => {
    const own = await startMessengerBench({ humanAgent: false })
    await own.messenger.person(PSID).writes('a')
    const body = answerTo(PSID, { text: 'b' }, { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' })
    expect((await own.send(body)).code).toBe('10')
    await own.close()
  })
})

describe('what opens the window again', () => {
  it.each([
    { name: 'a message', act: () => person().writes('a'), opens: true },
    { name: 'a picture', act: () => person().sends('image'), opens: true },
    { name: 'a postback', act: () => person().pressesPostback('FAQ'), opens: true },
    { name: 'a link with a ref', act: () => person().opensLink('poster'), opens: true },
    { name: 'a reaction', act: () => person().reactsTo('m_1'), opens: true },
    { name: 'reading', act: () => person().reads(), opens: false },
    { name: 'an edit', act: () => person().edits('m_1', 'b'), opens: false },
    { name: 'a comment', act: () => person().comments('a'), opens: false },
    { name: 'a reaction taken back', act: () => person().takesReactionBack('m_1'), opens: false },
  ])('$name: $opens', async ({ act, opens }) => {
    await person().writes('a')
    bench.clock.pass(2 * DAY)
    await act()
    expect((await bench.say('b')).code).toBe(opens ? '0' : '10/2018278')
  })
})

describe('people who cannot be reached', () => {
  it('one who blocked the Page, until they unblock it', async () => {
    await person().writes('a')
    person().blocks()
    expect(await bench.say('b')).toMatchObject({ status: 400, code: '551/1545041' })
    person().unblocks()
    expect((await bench.say('b')).code).toBe('0')
  })

  it('a block is seen before the window', async () => {
    await person().writes('a')
    person().blocks()
    bench.clock.pass(2 * DAY)
    expect((await bench.say('b')).code).toBe('551/1545041')
  })
})

describe('a private reply', () => {
  const reply = (comment_id: string) => bench.send({ recipient: { comment_id }, message: { text: 'Lịch ở đây' } })

  it('goes once to a comment, within 7 days, and opens no window', async () => {
    const { commentId } = await person().comments('Cho mình xin lịch')
    expect((await reply(commentId)).body.recipient_id).toBe(PSID)
    expect((await reply(commentId)).code).toBe('100')
    expect((await bench.say('b')).code).toBe('10/2018278')
    const late = (await person().comments('a')).commentId
    bench.clock.pass(7 * DAY + 1)
    expect((await reply(late)).code).toBe('10/2018278')
    expect((await reply('900_1')).code).toBe('100')
  })
})

describe('utility templates', () => {
  const BODY = 'Nhắc lịch: lớp {{class_name}} của bạn bắt đầu lúc {{start_time}} tại địa điểm đã đăng ký.'
  const create = (change: object = {}) =>
    bench.call('POST', `/v25.0/${PAGE_ID}/message_templates`, {
      name: 'class_reminder_vi',
      language: 'vi',
      category: 'UTILITY',
      parameter_format: 'NAMED',
      components: [
        { type: 'BODY', text: BODY, example: { body_text_named_params: [] } },
        { type: 'BUTTONS', buttons: [{ type: 'POSTBACK', text: 'Không tham gia', payload: 'CANCEL_{{1}}' }] },
      ],
      ...change,
    })
  const NAMES = [
    { type: 'text', parameter_name: 'class_name', text: 'TH01' },
    { type: 'text', parameter_name: 'start_time', text: '8h00 ngày 22/11' },
  ]
  const CANCEL = { type: 'buttons', parameters: [{ type: 'POSTBACK', payload: 'TH01' }] }
  const use = (change: object = {}) =>
    answerTo(
      PSID,
      {
        template: {
          name: 'class_reminder_vi',
          language: { code: 'vi' },
          components: [{ type: 'body', parameters: NAMES }, CANCEL],
          ...change,
        },
      },
      { messaging_type: 'UTILITY' },
    )

  it('reach people outside the window', async () => {
    await person().writes('a')
    expect((await create()).body).toMatchObject({ status: 'APPROVED', category: 'UTILITY' })
    bench.clock.pass(30 * DAY)
    expect((await bench.send(use())).code).toBe('0')
    expect(bench.messenger.sent.at(-1)).toMatchObject({
      kind: 'utility',
      text: 'Nhắc lịch: lớp TH01 của bạn bắt đầu lúc 8h00 ngày 22/11 tại địa điểm đã đăng ký.',
      buttons: [{ title: 'Không tham gia', payload: 'CANCEL_TH01' }],
    })
  })

  it.each([
    { name: 'another name', change: { name: 'other' } },
    { name: 'another language', change: { language: { code: 'en' } } },
    { name: 'a parameter too few', change: { components: [{ type: 'body', parameters: NAMES.slice(1) }, CANCEL] } },
    {
      name: 'a wrong parameter name',
      change: { components: [{ type: 'body', parameters: [NAMES[0], { ...NAMES[1], parameter_name: 'x' }] }, CANCEL] },
    },
    {
      name: 'a percent sign',
      change: { components: [{ type: 'body', parameters: [NAMES[0], { ...NAMES[1], text: '5%' }] }, CANCEL] },
    },
    { name: 'no button parameter', change: { components: [{ type: 'body', parameters: NAMES }] } },
  ])('are refused with 100: $name', async ({ change }) => {
    await person().writes('a')
    await create()
    expect((await bench.send(use(change))).code).toBe('100')
  })

  it.each([
    { name: 'variable at the end', text: 'Lớp của bạn bắt đầu lúc {{start_time}}', reason: 'INCORRECT_PARAMS' },
    { name: 'variable at the start', text: '{{class_name}} bắt đầu tối nay', reason: 'INCORRECT_PARAMS' },
    { name: 'numbers among names', text: 'Lớp {{1}} của bạn bắt đầu tối nay', reason: 'INCORRECT_PARAMS' },
    { name: 'too few words', text: 'Lớp {{a}} {{b}} nhé', reason: 'PARAMS_TO_WORD_RATIO_EXCEED_LIMIT' },
  ])('are rejected by the review: $name', async ({ text, reason }) => {
    const { body } = await create({ components: [{ type: 'BODY', text, example: {} }] })
    expect(body.status).toBe('REJECTED')
    const list = await bench.call('GET', `/v25.0/${PAGE_ID}/message_templates?name=class_reminder_vi`)
    expect(list.body).toMatchObject({ data: [{ status: 'REJECTED', rejected_reason: reason }] })
    expect((await bench.send(use())).code).toBe('100')
  })
})

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
