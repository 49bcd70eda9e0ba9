import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY } from '../support/clock.ts'
import { answerTo, type MessengerBench, PAGE_ID, PSID, startMessengerBench } from '../support/messenger.ts'

let bench: MessengerBench
beforeEach(async () => {
  bench = await startMessengerBench()
})
afterEach(() => bench.close())

const person = () => bench.messenger.person(PSID)

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
