import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLlmLanguage } from '../../src/llm/language.ts'
import { createPersonalMask } from '../../src/llm/mask-personal.ts'

const mask = createPersonalMask(readLlmLanguage(resolve(import.meta.dirname, '../..')).personal)

describe('before a text goes to the model', () => {
  it.each([
    ['Tôi là Nguyễn Văn Tám, số 0912 345 678, muốn cấp lại thẻ', ['Nguyễn', 'Văn', 'Tám', '0912', '678']],
    ['tôi là nguyễn văn tám ở xã ia grai hỏi cấp lại thẻ', ['nguyễn', 'tám']],
    ['toi la nguyen van tam muon hoi cap lai the', ['nguyen', 'tam']],
    ['em tên H’Bia, cần cấp lại thẻ', ['Bia']],
    ['Tôi tên Hoa. Cho hỏi cấp lại thẻ', ['Hoa']],
    ['mẹ tôi là Rơ Châm H Nga bị mất thẻ, cấp lại thẻ thế nào', ['Châm', 'Nga']],
    ['ông Siu Klah quên mật khẩu, cấp lại thẻ', ['Siu', 'Klah']],
    ['cccd 079203001234 và cmnd 201 234 567, cấp lại thẻ', ['079203001234', '201', '567']],
    ['gọi +84-912-345-678 hoặc (0269) 3.822.333 cấp lại thẻ', ['912', '678', '822']],
    ['hoa.nguyen@gmail.com cấp lại thẻ', ['hoa', 'gmail']],
    ['nhà em ở số nhà 17/3, sinh ngày 05/10/1960, cấp lại thẻ', ['17', '1960', '05/10']],
    ['sinh năm 1960 cấp lại thẻ', ['1960']],
  ])('what tells who it is is hidden: %s', (text, hidden) => {
    const masked = mask(text)
    for (const part of hidden) expect(masked).not.toContain(part)
    expect(masked).toMatch(/cấp lại thẻ|cap lai the/)
  })

  it.each([
    'cấp lại thẻ hết 1.000.000 đồng à',
    'từ 5/10/2026 có phải nộp 50.000 đồng không',
    'tôi là người dân tộc, có được miễn phí không',
    'Hà Tĩnh làm ở đâu',
    'thủ tục đó là gì vậy, Công an xã có làm không',
    'gọi số 1022 được không',
  ])('the question itself stays: %s', (text) => {
    expect(mask(text)).toBe(text)
  })
})
