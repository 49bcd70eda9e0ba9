import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { InboundEvent, MessageReceived } from '../../../src/core/events.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import { isFragment, joinWords } from '../../../src/engine/fragments/fragment.ts'
import type { TurnInput } from '../../../src/engine/run-turn.ts'
import { EMPTY_SESSION, type Session } from '../../../src/engine/session.ts'
import { messageFrom, NOW, person } from '../../support/samples.ts'
import { readQuestions } from '../../understanding/questions.ts'
import { conversation, say } from '../question/support.ts'

const texts = z.array(z.string())
const { fragments, whole } = readYaml(
  join(import.meta.dirname, 'fragments.yaml'),
  z.strictObject({ fragments: texts, whole: texts }),
)
/** Measured: five of 1639, none of which is answered at once anyway. */
const MOST_WAITING = 0.005

function input(
  text: string,
  more: { session?: Session; event?: Partial<MessageReceived>; muted?: boolean } = {},
): TurnInput {
  const event = { ...messageFrom(person(1), 'm1'), text, ...more.event } as InboundEvent
  return {
    event,
    session: more.session ?? EMPTY_SESSION,
    first: false,
    mutedUntil: more.muted ? NOW + 1 : null,
    province: 'gia-lai' as TurnInput['province'],
    now: NOW,
  }
}

const waits = (text: string, more?: Parameters<typeof input>[1]) => isFragment(conversation, input(text, more))
const joined = (...pieces: string[]) =>
  joinWords(
    conversation,
    pieces.map((text) => input(text)),
  )

describe('a message that says nothing alone', () => {
  it.each(fragments)('%s … waits for the next', (text) => expect(waits(text)).toBe(true))

  it.each(whole)('%s: nobody waits for more', (text) => expect(waits(text)).toBe(false))

  it('is next to none of the questions that people ask', () => {
    const questions = readQuestions()
    const waiting = questions.filter(({ q }) => waits(q)).map(({ q }) => q)
    expect(waiting.length / questions.length, waiting.join('; ')).toBeLessThanOrEqual(MOST_WAITING)
  })

  it('is none while a form asks for something', async () => {
    const { session } = await say('đăng ký lớp học')
    expect(waits('cho em hỏi', { session })).toBe(false)
    expect(waits('con em', { session })).toBe(false)
  })

  it('is none when it picks what was offered, or goes on from the last topic', async () => {
    const { session } = await say('vneid')
    expect(session.choices.length).toBeGreaterThan(1)
    expect(waits(session.choices[0]?.label ?? '', { session })).toBe(false)
    const answered = (await say('quên mật khẩu vneid')).session
    expect(waits('lệ phí', { session: answered })).toBe(false)
  })

  it('is none when it comes with a picture, quotes a message, or is written to staff', () => {
    expect(waits('cái vneid ấy')).toBe(true)
    expect(waits('cái vneid ấy', { event: { attachments: [{ type: 'image', url: null }] } })).toBe(false)
    expect(waits('cái vneid ấy', { event: { quotedId: 'm0' } })).toBe(false)
    expect(waits('cái vneid ấy', { muted: true })).toBe(false)
  })
})

describe('pieces of one message', () => {
  it.each([
    { pieces: ['cho em hỏi', 'cái vneid ấy', 'quên mật khẩu thì sao ạ'], topic: 'vneid.quen-mat-khau' },
    { pieces: ['vneid', 'quên mật khẩu'], topic: 'vneid.quen-mat-khau' },
    { pieces: ['dạ em muốn hỏi', 'làm căn cước cho con ở đâu'], topic: 'thu-tuc.can-cuoc' },
  ])('$pieces are read as one', ({ pieces, topic }) => {
    const { decision } = conversation.answers.find(joined(...pieces) ?? '', { province: input('').province })
    expect(decision).toMatchObject({ kind: 'answer', topic })
  })

  it('leave a clear question alone that they would only blur', () => {
    expect(joined('cái app đó', 'lệ phí làm sổ đỏ hết bao nhiêu')).toContain('lệ phí làm sổ đỏ hết bao nhiêu')
  })

  it('never swallow what must be read by itself: only an announcement is dropped before it', () => {
    for (const urgent of ['gặp cán bộ', 'nhà tôi đang cháy', 'dừng']) {
      expect(joined('cho em hỏi', urgent)).toBe(urgent)
      expect(joined('cái vneid ấy', urgent)).toBeNull()
    }
  })
})
