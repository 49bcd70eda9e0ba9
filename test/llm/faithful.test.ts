import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readArticles, readKnowledgeFiles } from '../../src/answers/read-articles.ts'
import { readTopics } from '../../src/answers/topics.ts'
import { createFaithfulCheck } from '../../src/llm/faithful.ts'
import { readLlmLanguage } from '../../src/llm/language.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const check = createFaithfulCheck(readLlmLanguage(ROOT))
const topics = readTopics(resolve(ROOT, 'data/topics.yaml'))
const { articles } = readArticles(readKnowledgeFiles(resolve(ROOT, 'data/knowledge'), ROOT), topics)

const ARTICLE = `Bà con nộp lệ phí cấp lại thẻ 50.000 đồng tại Công an xã, phường. Hồ sơ nộp trên dichvucong.gov.vn.

Các bước:
1. Mở Cổng Dịch vụ công, đăng nhập bằng VNeID mức 2.
2. Nộp hồ sơ trong 3 ngày làm việc kể từ ngày 05/10/2026. Người dưới 14 tuổi không phải nộp lệ phí.
3. Nhận kết quả sau 7 ngày, không được ủy quyền.

Mức phạt từ 500.000 đến 1.000.000 đồng theo Nghị định 23/2025/NĐ-CP. Mở cửa từ 7h30. Chương trình kéo dài trong 2 năm.
Cần giúp: gọi 1900 0368, bấm phím 4, hoặc 0269 3822 333. Không bấm vào đường link lạ.`

describe('a text of the model is sent', () => {
  it.each([
    'Bà con nộp lệ phí cấp lại thẻ 50000 đồng tại Công an xã.',
    'Lệ phí cấp lại thẻ là 50 nghìn đồng, nộp tại Công an phường.',
    'Lệ phí cấp lại thẻ là 50.000 đ.',
    'Lệ phí cấp lại thẻ là năm mươi nghìn đồng.',
    'Mức phạt từ 500 nghìn đến 1 triệu đồng.',
    'Mức phạt từ 500.000-1.000.000 đồng theo Nghị định 23/2025/NĐ-CP.',
    'Nộp hồ sơ kể từ ngày 5/10/2026.',
    'Nộp hồ sơ kể từ ngày 5 tháng 10 năm 2026.',
    'Nộp hồ sơ kể từ ngày 5/10.',
    'Cần giúp: gọi 1900-0368, bấm phím 4.',
    'Cần giúp: gọi 19000368 hoặc 02693822333.',
    'Cần giúp: gọi (0269) 3822.333.',
    'Hồ sơ nộp trên https://dichvucong.gov.vn/.',
    'Các bước:\n1. Đăng nhập bằng VNeID mức 2.\n2. Nộp hồ sơ trong ba ngày làm việc.',
    'Mở cửa từ 07:30.',
    'Người dưới 14 tuổi không phải nộp lệ phí.',
  ])('that says what the article says: %s', (text) => {
    expect(check(text, ARTICLE)).toBeNull()
  })

  it.each(articles.map((article) => [article.topic, article] as const))('that is the article %s', (_, { body }) => {
    expect(check(body, body)).toBeNull()
  })
})

describe('the article itself is sent instead of', () => {
  it.each([
    ['a fee that is another', 'number', 'Bà con nộp lệ phí cấp lại thẻ 60.000 đồng tại Công an xã.'],
    ['a fine rounded', 'number', 'Mức phạt từ 500.000 đến khoảng 900.000 đồng.'],
    ['a fee in spelled-out words', 'number', 'Bà con nộp lệ phí cấp lại thẻ sáu mươi nghìn đồng.'],
    ['a fee in thousands', 'number', 'Bà con nộp lệ phí cấp lại thẻ 60k tại Công an xã.'],
    ['a fee in a mixed spelling', 'number', 'Bà con nộp lệ phí cấp lại thẻ 1 triệu rưỡi.'],
    ['a fee split by a space', 'number', 'Bà con nộp lệ phí cấp lại thẻ 50 0000 đồng.'],
    ['a fee ten times as high', 'number', 'Bà con nộp lệ phí cấp lại thẻ 500.00 đồng.'],
    ['a number in wide digits', 'number', 'Bà con nộp lệ phí cấp lại thẻ ６0.000 đồng.'],
    ['a number parted by an invisible sign', 'number', 'Bà con nộp lệ phí cấp lại thẻ 5\u200b1.000 đồng.'],
    ['days for working days', 'number', 'Nộp hồ sơ trong 3 ngày.'],
    ['months for days', 'number', 'Nhận kết quả sau 7 tháng.'],
    ['a number that only counts a step', 'number', 'Nhận kết quả sau 1 ngày.'],
    ['over for under', 'number', 'Người trên 14 tuổi không phải nộp lệ phí.'],
    ['another level', 'number', 'Đăng nhập bằng VNeID mức 1.'],
    ['another key', 'number', 'Cần giúp: gọi 1900 0368, bấm phím 2.'],
    ['another hour', 'number', 'Mở cửa từ 8h30.'],
    ['another decree', 'number', 'Mức phạt theo Nghị định 24/2025/NĐ-CP.'],
    ['list numbers that do not count on', 'number', 'Các bước:\n1. Đăng nhập bằng VNeID mức 2.\n9. Nộp hồ sơ.'],
    ['a phone number with two digits exchanged', 'number', 'Cần giúp: gọi 1900 0386.'],
    ['half of a phone number', 'number', 'Cần giúp: gọi 1900.'],
    ['a phone number put together otherwise', 'number', 'Cần giúp: gọi 0368 1900.'],
    ['a phone number with other separators', 'number', 'Cần giúp: gọi 0912.345-678.'],
    ['a phone number read out', 'number', 'Cần giúp: gọi không chín một hai ba bốn năm sáu bảy tám.'],
    ['another day', 'date', 'Nộp hồ sơ kể từ ngày 06/10/2026.'],
    ['another year', 'date', 'Nộp hồ sơ kể từ ngày 05/10/2027.'],
    ['a date in words', 'date', 'Nộp hồ sơ kể từ ngày 10 tháng 5 năm 2026.'],
    ['another month', 'date', 'Nộp hồ sơ kể từ tháng 11.'],
    ['another link', 'link', 'Hồ sơ nộp trên dichvucong.com.'],
    ['a deeper link', 'link', 'Hồ sơ nộp trên dichvucong.gov.vn/nop.'],
    ['a link within a longer one', 'link', 'Hồ sơ nộp trên dichvucong.gov.vn.xyz.top.'],
    ['a link in words', 'link', 'Hồ sơ nộp trên dichvucong chấm com.'],
    ['a link taken apart', 'link', 'Hồ sơ nộp trên dichvucong . net.'],
    ['a link in brackets', 'link', 'Hồ sơ nộp trên dichvucong[.]info.'],
    ['a mail address', 'link', 'Hồ sơ nộp trên hotro@gmail.com.'],
    ['another office', 'office', 'Hồ sơ nộp tại Ủy ban nhân dân xã.'],
    ['the office of another level', 'office', 'Bà con nộp lệ phí cấp lại thẻ tại Công an huyện.'],
    ['an office in small letters', 'office', 'Hồ sơ nộp tại trung tâm phục vụ hành chính công.'],
    ['an office at the beginning', 'office', 'Sở Tư pháp nhận hồ sơ.'],
    ['a ministry', 'name', 'Nộp hồ sơ theo Bộ Tài chính.'],
    ['a name', 'name', 'Hồ sơ nộp cho Hoa tại Công an xã.'],
    ['other letters', 'letters', 'Hồ sơ nộp tại Cổng Dịch vụ cônг.'],
    ['digits of another script', 'letters', 'Nhận kết quả sau ٩ ngày.'],
    ['a digit in a circle', 'number', 'Nhận kết quả sau ⑨ ngày.'],
    ['a level in Roman numerals', 'wording', 'Đăng nhập bằng VNeID mức iii.'],
    ['a promise', 'wording', 'Bà con chắc chắn nhận kết quả sau 7 ngày.'],
    ['a fee taken off', 'wording', 'Cấp lại thẻ miễn phí tại Công an xã.'],
    ['half of a time', 'wording', 'Nhận kết quả sau nửa ngày.'],
    ['a denial of what is so', 'polarity', 'Bà con không nộp lệ phí cấp lại thẻ.'],
    ['a ban turned into leave', 'polarity', 'Nhận kết quả sau 7 ngày, được ủy quyền.'],
    ['advice turned round', 'polarity', 'Bà con bấm vào đường link lạ.'],
    ['bold print', 'markdown', 'Lệ phí cấp lại thẻ là **50.000 đồng**.'],
    ['a heading', 'markdown', '# Lệ phí cấp lại thẻ'],
    ['a hidden link', 'markdown', 'Hồ sơ nộp [trên Cổng](dichvucong.gov.vn).'],
    ['HTML', 'markdown', 'Hồ sơ nộp trên <b>Cổng Dịch vụ công</b>.'],
    ['another matter', 'topic', 'Muốn nấu phở ngon thì ninh xương bò cùng gừng nướng.'],
    ['a good end followed by another matter', 'topic', 'Nhận kết quả sau 7 ngày. Hãy mua bánh kẹo gửi biếu thầy.'],
    ['words without their accents', 'topic', 'Ba con nop le phi cap lai the hai tram nghin.'],
    ['nothing', 'empty', '  \n'],
    ['very much', 'length', ARTICLE.repeat(2)],
  ] as const)('%s', (_, reason, text) => {
    expect(check(text, ARTICLE)).toBe(reason)
  })

  it('any article in which one digit is another', () => {
    const places = articles.flatMap(({ body }) =>
      [...body.matchAll(/(?<!^\s*)\d(?![.)] )/gmu)].map(({ index }) => ({ body, index })),
    )
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.integer({ min: 1, max: 9 }), ({ body, index }, step) => {
        const digit = (Number(body[index]) + step) % 10
        const changed = `${body.slice(0, index)}${digit}${body.slice(index + 1)}`
        const word = /[\d\p{L}./-]*$/u.exec(changed.slice(0, index))?.[0] ?? ''
        const rest = /^[\d\p{L}./-]*/u.exec(changed.slice(index))?.[0] ?? ''
        // Elsewhere the article may say that number itself.
        fc.pre(!body.includes(`${word}${rest}`.replace(/[./-]+$/u, '')))
        return check(changed, body) !== null
      }),
      { numRuns: 300, seed: 7 },
    )
  })
})
