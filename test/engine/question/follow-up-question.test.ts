import { describe, expect, it } from 'vitest'
import { EMPTY_SESSION, readSession, type Session } from '../../../src/engine/session.ts'
import { NOW, say } from './support.ts'

const MUC_2 = 'vneid.dang-ky-muc-2'
const CKS = 'cks.dang-ky'
const MAT_KHAU = 'vneid.quen-mat-khau'
const HO_CHIEU = 'thu-tuc.ho-chieu'

function sessionAfter(topic: string, at = NOW): Session {
  return { ...EMPTY_SESSION, lastTopic: { topic, at } }
}

describe('a question that leans on the topic spoken of last', () => {
  it.each([
    [MUC_2, 'mất bao lâu?', MUC_2],
    [MUC_2, 'mat bao lau', MUC_2],
    [MUC_2, 'mất mấy ngày vậy', MUC_2],
    [MUC_2, 'cần mang gì', MUC_2],
    [MUC_2, 'can mang theo giay to gi', MUC_2],
    [MUC_2, 'mang theo những gì ạ', MUC_2],
    [MUC_2, 'ở đâu vậy', MUC_2],
    [MUC_2, 'làm ở đâu', MUC_2],
    [MUC_2, 'phí bao nhiêu', MUC_2],
    [MUC_2, 'có mất tiền không', MUC_2],
    [MUC_2, 'khi nào có kết quả', MUC_2],
    [MUC_2, 'thế còn trẻ em thì sao?', 'vneid.tre-em'],
    [MUC_2, 'the con tre em thi sao', 'vneid.tre-em'],
    [MUC_2, 'còn người già thì sao', 'vneid.nguoi-gia'],
    [CKS, 'mất bao lâu?', CKS],
    [CKS, 'phí bao nhiêu', CKS],
    [CKS, 'cần mang gì', CKS],
    [CKS, 'ở đâu vậy em', CKS],
    [CKS, 'làm ở đâu ạ?', CKS],
    [CKS, 'hết hạn thì sao', 'cks.gia-han'],
    [CKS, 'thế hết hạn thì sao', 'cks.gia-han'],
    ['thu-tuc.can-cuoc', 'hết hạn thì sao', 'thu-tuc.can-cuoc'],
    ['thu-tuc.can-cuoc', 'het han', 'thu-tuc.can-cuoc'],
    ['thu-tuc.can-cuoc', 'nếu thẻ hết hạn thì làm sao', 'thu-tuc.can-cuoc'],
    ['thu-tuc.can-cuoc', 'chữ ký số hết hạn thì sao', 'cks.gia-han'],
    ['dvc.la-gi', 'hết hạn thì sao', 'cks.gia-han'],
    [MAT_KHAU, 'mất bao lâu', MAT_KHAU],
    [MAT_KHAU, 'gọi ở đâu', MAT_KHAU],
    [MAT_KHAU, 'thế mất điện thoại thì sao', 'vneid.bi-khoa'],
    [MAT_KHAU, 'bao lâu thì xong', MAT_KHAU],
    [HO_CHIEU, 'phí bao nhiêu', HO_CHIEU],
    [HO_CHIEU, 'phí bn', HO_CHIEU],
    [MUC_2, 'mấy ngày có kq', MUC_2],
    [MUC_2, 'online dc ko', MUC_2],
    [MAT_KHAU, 'chừ mần răng', MAT_KHAU],
    ['vneid.bi-khoa', 'mất điện thoại thì sao', 'vneid.bi-khoa'],
    ['thu-tuc.can-cuoc', 'thế còn trẻ em thì sao', 'vneid.tre-em'],
    ['thu-tuc.gplx', 'có phải thi lại không', 'thu-tuc.gplx'],
    ['thu-tuc.gplx', 'giay kham suc khoe o dau', 'thu-tuc.gplx'],
    [HO_CHIEU, 'bao lâu thì có', HO_CHIEU],
    [HO_CHIEU, 'cần giấy tờ gì', HO_CHIEU],
    [HO_CHIEU, 'nộp ở đâu', HO_CHIEU],
  ])('after %s "%s" is about %s', async (last, typed, topic) => {
    const result = await say(typed, sessionAfter(last))
    expect(result.decision).toBe('answer')
    expect(result.findings?.topics[0]).toBe(topic)
    expect(result.session.lastTopic?.topic).toBe(topic)
  })
})

describe('a question of its own', () => {
  it.each([
    'quên mật khẩu vneid thì làm sao',
    'đăng ký tạm trú thế nào',
    'lớp bình dân học vụ số học ở đâu',
    'giá cà phê hôm nay bao nhiêu',
    'thế còn giá vàng thì sao',
    'thời tiết ngày mai thế nào',
    'mấy giờ rồi',
    'con người từ đâu mà ra',
    'có ma không',
    'cảm ơn nhé',
    'xin chào',
    'không',
    'gặp cán bộ',
    'làm hộ người khác được không',
    'ai là thủ tướng',
    'có ai không',
    'kết quả bóng đá',
    'bị lừa thì báo ở đâu',
    'nộp hồ sơ trực tuyến có mất phí không',
  ])('is not bent by the topic before: %s', async (typed) => {
    const [alone, later] = [await say(typed), await say(typed, sessionAfter(CKS))]
    expect(later.decision).toBe(alone.decision)
    expect(later.findings?.topics).toEqual(alone.findings?.topics)
  })
})

describe('the topic spoken of last', () => {
  it('is the one that was answered', async () => {
    const first = await say('quen mat khau vneid')
    const second = await say('mất bao lâu?', first.session)
    expect(second.findings?.topics[0]).toBe(first.findings?.topics[0])
  })

  it('is forgotten after some hours', async () => {
    expect((await say('mất bao lâu?', sessionAfter(CKS, NOW - 3 * 3_600_000))).decision).toBe('decline')
  })

  it('is none in a session that was stored before there was one', () => {
    const { lastTopic: _, ...before } = EMPTY_SESSION
    expect(readSession(before)).toEqual(EMPTY_SESSION)
  })

  it('is none when it has no article any more', async () => {
    expect((await say('mất bao lâu?', sessionAfter('gone.topic'))).decision).toBe('decline')
  })
})
