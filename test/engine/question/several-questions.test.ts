import { describe, expect, it } from 'vitest'
import { replyChoices } from '../../../src/core/messages.ts'
import { conversation, say, textOf } from './support.ts'

describe('two questions in one message', () => {
  it.each([
    ['quên mật khẩu vneid thì làm sao, với lại chữ ký số đăng ký ở đâu?', 'vneid.quen-mat-khau', 'cks.dang-ky'],
    ['quen mat khau vneid lam sao, voi lai dang ky tam tru o dau', 'vneid.quen-mat-khau', 'thu-tuc.tam-tru'],
    ['vneid là gì? chữ ký số là gì?', 'vneid.la-gi', 'cks.la-gi'],
    ['lỡ đọc otp cho người lạ thì làm gì, ngoài ra quên mật khẩu vneid thì sao', 'at.otp', 'vneid.quen-mat-khau'],
  ])('get two short answers: %s', async (typed, first, second) => {
    const result = await say(typed)
    expect(result.decision).toBe('answer')
    expect(result.findings?.topics).toEqual([first, second])
    expect(result.messages).toHaveLength(1)
    expect(result.messages.flatMap(replyChoices).map(({ payload }) => payload)).toEqual([
      `topic:${first}`,
      `topic:${second}`,
    ])
    for (const topic of [first, second]) {
      const body = conversation.answers.article(topic as never)?.body ?? ''
      expect(textOf(result)).toContain(body.split('\n\n')[0])
    }
  })

  it.each([
    'quên mật khẩu vneid thì làm sao',
    'làm căn cước và vneid mức 2 cùng lúc được không',
    'quên mật khẩu vneid thì làm sao, với lại giá vàng hôm nay bao nhiêu',
    'vneid là gì và dùng để làm gì',
    'tôi quên mật khẩu vneid rồi. Làm sao lấy lại mật khẩu?',
  ])('are not seen in one: %s', async (typed) => {
    const result = await say(typed)
    expect(textOf(result)).not.toMatch(/^1\. /)
  })
})

describe('a long story is answered by the question at its end', () => {
  it.each([
    [
      'Chào cán bộ. Hôm trước tôi đi chợ gặp bà con kể chuyện lớp học, rồi về nhà con trai mua cho cái điện thoại mới, mừng quá. Tôi lớn tuổi rồi nên hay quên. Quên mật khẩu vneid thì làm sao?',
      'vneid.quen-mat-khau',
    ],
    [
      'hom qua toi di len uy ban nop ho so cho con, ho noi phai co tai khoan moi lam duoc, ve nha loay hoay mai khong xong. quen mat khau vneid lam sao?',
      'vneid.quen-mat-khau',
    ],
    [
      'Em đang làm công nhân ở Bình Dương, quê Gia Lai, tháng trước con em mới sinh ở bệnh viện. Chồng em đi làm xa. Đăng ký chữ ký số ở đâu ạ?',
      'cks.dang-ky',
    ],
  ])('%s', async (typed, topic) => {
    const result = await say(typed)
    expect(result.decision).toBe('answer')
    expect(result.findings?.topics[0]).toBe(topic)
  })
})
