import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY } from '../support/clock.ts'
import { answerTo, type MessengerBench, PSID, startMessengerBench } from '../support/messenger.ts'

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
