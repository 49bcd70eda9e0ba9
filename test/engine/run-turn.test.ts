import { describe, expect, it } from 'vitest'
import type { Attachment, InboundEvent } from '../../src/core/events.ts'
import { type AccountId, type ContactId, contactIdOf, type ProvinceId, type TopicId } from '../../src/core/ids.ts'
import { replyChoices } from '../../src/core/messages.ts'
import { runTurn, STAFF_SILENCE_MS, type TurnInput, type TurnResult } from '../../src/engine/run-turn.ts'
import { EMPTY_SESSION } from '../../src/engine/session.ts'
import { realConversation } from '../support/conversation.ts'

const conversation = await realConversation()
const account = 'zalo-oa:4' as AccountId
const contact: ContactId = contactIdOf(account, '2')
const now = Date.parse('2026-11-21T08:00:00+07:00')
const envelope = { externalId: 'e1', account, contact, sentAt: now } as const

function message(text: string, attachments: readonly Attachment[] = []): InboundEvent {
  return { ...envelope, type: 'message', text, attachments, quotedId: null, ref: null, anonymous: false }
}

function turn(event: InboundEvent, input: Partial<TurnInput> = {}): Promise<TurnResult> {
  return runTurn(conversation, {
    event,
    session: EMPTY_SESSION,
    first: false,
    mutedUntil: null,
    province: 'gia-lai' as ProvinceId,
    now,
    ...input,
  })
}

const textOf = (result: TurnResult) => result.messages.map((sent) => ('text' in sent ? sent.text : '')).join('\n')
const bodyOf = (topic: string) => conversation.answers.article(topic as TopicId)?.body ?? 'there is no such article'

describe('a question', () => {
  it.each([
    { typed: 'đăng ký chữ ký số miễn phí ở đâu', topic: 'cks.mien-phi' },
    { typed: 'dang ky vneid muc 2 can gi', topic: 'vneid.dang-ky-muc-2' },
    { typed: 'quen mat khau vneid', topic: 'vneid.quen-mat-khau' },
  ])('"$typed" is answered from the article $topic', async ({ typed, topic }) => {
    const result = await turn(message(typed))
    expect(result.decision).toBe('answer')
    expect(textOf(result)).toContain(bodyOf(topic))
    expect(textOf(result)).toContain('Nguồn:')
  })

  it('without an article is declined honestly, with a way to a person', async () => {
    const result = await turn(message('giá cà phê hôm nay bao nhiêu'))
    expect(result.decision).toBe('decline')
    expect(textOf(result)).toContain('1800 1096')
    expect(result.messages.flatMap(replyChoices).map((choice) => choice.payload)).toContain('flow:gap-can-bo')
  })

  it('from someone new is answered in the same message that says who answers', async () => {
    const result = await turn(message('quen mat khau vneid'), { first: true })
    expect(result.messages).toHaveLength(1)
    expect(textOf(result)).toMatch(/^Chào bà con, đây là Gần Dân.*tỉnh Gia Lai/)
  })
})

describe('small talk and commands', () => {
  it.each([
    { typed: 'xin chào', decision: 'chitchat', says: 'trợ lý trả lời tự động' },
    { typed: 'chao ad', decision: 'chitchat', says: 'trợ lý trả lời tự động' },
    { typed: 'menu', decision: 'chitchat', says: 'Bà con có thể hỏi về' },
    { typed: 'cảm ơn nhiều nhé', decision: 'chitchat', says: 'không có gì' },
    { typed: 'cho tôi gặp cán bộ', decision: 'handover', says: 'mã HT-' },
    { typed: 'dừng', decision: 'flow', says: 'Đã ngừng gửi tin' },
    { typed: 'nhan tin', decision: 'flow', says: 'Đã ghi nhận' },
    { typed: 'bạn là ai', decision: 'chitchat', says: 'không phải người thật' },
  ] as const)('"$typed"', async ({ typed, decision, says }) => {
    const result = await turn(message(typed))
    expect(result.decision).toBe(decision)
    expect(textOf(result)).toContain(says)
  })

  it.each([
    { typed: 'dừng nhận tin', effects: [{ type: 'opt_out' }] },
    { typed: 'nhận tin lại', effects: [{ type: 'opt_in' }] },
  ])('"$typed" has its effect', async ({ typed, effects }) => {
    const result = await turn(message(typed), { session: { ...EMPTY_SESSION, lastQuestion: 'làm sổ đỏ thế nào' } })
    expect(result.effects).toEqual(effects)
  })
})

describe('what is not text', () => {
  it.each([
    { sent: 'sticker', attachment: { type: 'sticker', url: null }, says: 'cảm ơn' },
    { sent: 'image', attachment: { type: 'image', url: null }, says: 'chưa xem được ảnh' },
    { sent: 'voice', attachment: { type: 'audio', url: null }, says: 'chưa nghe được' },
    { sent: 'location', attachment: { type: 'location', latitude: 13.9, longitude: 108 }, says: 'đã gửi vị trí' },
    { sent: 'file', attachment: { type: 'file', url: null, name: 'don.pdf' }, says: 'chưa đọc được tệp' },
    { sent: 'something new', attachment: { type: 'other', platformType: 'hologram' }, says: 'chưa đọc được tệp' },
  ] as const)('gets a kind answer: $sent', async ({ attachment, says }) => {
    expect(textOf(await turn(message('', [attachment])))).toContain(says)
  })

  it('is left aside when words came with it', async () => {
    const result = await turn(message('quen mat khau vneid', [{ type: 'image', url: null }]))
    expect(textOf(result)).toContain(bodyOf('vneid.quen-mat-khau'))
  })
})

describe('choices', () => {
  it('offered last can be picked by number, by word and by label', async () => {
    const menu = await turn(message('menu'))
    for (const typed of ['2', 'số 2', 'hai', 'dich vu cong']) {
      expect(textOf(await turn(message(typed), { session: menu.session }))).toContain(bodyOf('dvc.la-gi'))
    }
  })

  it('lead where their buttons lead', async () => {
    const result = await turn({
      ...envelope,
      type: 'button',
      payload: 'topic:cks.la-gi',
      label: 'Chữ ký số',
      ref: null,
    })
    expect(textOf(result)).toContain(bodyOf('cks.la-gi'))
  })

  it('from an older version are read as the words on them', async () => {
    const result = await turn({
      ...envelope,
      type: 'button',
      payload: 'topic:gone.away',
      label: 'quên mật khẩu vneid',
      ref: null,
    })
    expect(textOf(result)).toContain(bodyOf('vneid.quen-mat-khau'))
  })

  it('stay open while nothing else was said', async () => {
    const menu = await turn(message('menu'))
    const after = await turn(
      { ...envelope, type: 'staff_wrote', messageId: 'm', text: 'chào bác' },
      { session: menu.session },
    )
    expect(after.session.choices).toEqual(menu.session.choices)
  })

  it('after an article: the rest of it, then what people ask next', async () => {
    const article = await turn(message('dang ky vneid muc 2 can gi'))
    const [more] = article.session.choices
    expect(more).toEqual({ label: 'Xem thêm', payload: 'more:vneid.dang-ky-muc-2' })
    const rest = await turn(message('1'), { session: article.session })
    expect(textOf(rest)).toContain(
      conversation.answers.article('vneid.dang-ky-muc-2' as TopicId)?.more ?? 'nothing more',
    )
  })
})

describe('when staff speak', () => {
  it('the assistant is muted for a while', async () => {
    const result = await turn({ ...envelope, type: 'staff_wrote', messageId: 'm', text: 'Cán bộ xã đây ạ' })
    expect(result.messages).toEqual([])
    expect(result.effects).toEqual([{ type: 'mute', until: now + STAFF_SILENCE_MS }])
  })

  it('it says nothing until then, yet keeps an opt-out', async () => {
    const result = await turn(message('dừng'), { mutedUntil: now + 1 })
    expect(result.messages).toEqual([])
    expect(result.effects).toEqual([{ type: 'opt_out' }])
  })

  it('it still answers somebody in danger, who must not wait for staff to read it', async () => {
    const result = await turn(message('tôi không muốn sống nữa'), { mutedUntil: now + 1 })
    expect(result.messages).not.toEqual([])
    expect((await turn(message('quên mật khẩu vneid'), { mutedUntil: now + 1 })).messages).toEqual([])
  })

  it('it speaks again afterwards', async () => {
    expect((await turn(message('menu'), { mutedUntil: now - 1 })).messages).toHaveLength(1)
  })
})

describe('the first contact', () => {
  it.each(['followed', 'chat_opened'] as const)('by %s gets a welcome with choices', async (type) => {
    const event: InboundEvent =
      type === 'followed' ? { ...envelope, type, source: null } : { ...envelope, type, ref: null }
    const result = await turn(event, { first: true })
    expect(textOf(result)).toContain('Gần Dân')
    expect(result.messages.flatMap(replyChoices).length).toBeGreaterThan(2)
  })
})

describe('a data-subject request', () => {
  it('has everything about the person erased, without a word', async () => {
    const result = await turn({ ...envelope, type: 'data_withdrawn' })
    expect(result).toMatchObject({ messages: [], effects: [{ type: 'erase_person' }] })
  })
})
