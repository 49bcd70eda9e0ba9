import { describe, expect, it } from 'vitest'
import { renderMessage } from '../../../src/channels/zalo-oa/render.ts'
import type { Choice } from '../../../src/core/messages.ts'
import { lengthOf } from '../../../src/core/text-length.ts'
import { listOf, textOf } from './rendered.ts'

const REPLIES: Choice[] = [
  { type: 'reply', label: 'Đăng ký lớp', payload: 'dang-ky' },
  { type: 'reply', label: 'Hỏi đáp', payload: 'hoi-dap' },
]
const LINK: Choice = { type: 'url', label: 'Cổng dịch vụ công', url: 'https://dichvucong.gov.vn' }
const PHONE: Choice = { type: 'phone', label: 'Gọi hỗ trợ', phone: '0900 000 009' }
const HOTLINE: Choice = { type: 'phone', label: 'Tổng đài', phone: '1022' }

describe('a zalo text', () => {
  it('is one plain message', () => {
    expect(renderMessage({ type: 'text', text: 'Xin chào' })).toEqual([{ body: { message: { text: 'Xin chào' } } }])
  })

  it('is parted at 2,000 letters, however the letters are written', () => {
    const text = `${'Lớp kỹ năng số ở nhà văn hóa. '.repeat(150)}`.normalize('NFD')
    const texts = renderMessage({ type: 'text', text }).map((part) => textOf(part.body))
    expect(texts.length).toBe(3)
    expect(texts.every((piece) => lengthOf(piece) <= 2_000 && piece === piece.normalize('NFC'))).toBe(true)
    expect(texts.join(' ')).toBe(text.normalize('NFC').trim())
  })

  it('of 2,000 letters in parts is one message of 2,000', () => {
    const [part, ...more] = renderMessage({ type: 'text', text: 'ế'.repeat(2_000).normalize('NFD') })
    expect(more).toEqual([])
    expect(textOf(part.body)).toBe('ế'.repeat(2_000))
  })
})

describe('a zalo text with choices', () => {
  it('is a list with buttons, and the same in words', () => {
    const choices = [...REPLIES, LINK, PHONE]
    expect(renderMessage({ type: 'text', text: 'Bác cần giúp gì?\nChọn một mục bên dưới', choices })).toEqual([
      {
        body: {
          message: {
            attachment: {
              type: 'template',
              payload: {
                template_type: 'list',
                elements: [{ title: 'Bác cần giúp gì?', subtitle: 'Chọn một mục bên dưới' }],
                buttons: [
                  { title: 'Đăng ký lớp', type: 'oa.query.hide', payload: '#dang-ky' },
                  { title: 'Hỏi đáp', type: 'oa.query.hide', payload: '#hoi-dap' },
                  { title: 'Cổng dịch vụ công', type: 'oa.open.url', payload: { url: 'https://dichvucong.gov.vn' } },
                  { title: 'Gọi hỗ trợ', type: 'oa.open.phone', payload: { phone_code: '84900000009' } },
                ],
              },
            },
          },
        },
        plain: {
          message: {
            text:
              'Bác cần giúp gì?\nChọn một mục bên dưới\n\n' +
              'Cổng dịch vụ công: https://dichvucong.gov.vn\nGọi hỗ trợ: 0900 000 009\n\n' +
              '1. Đăng ký lớp\n2. Hỏi đáp',
          },
        },
      },
    ])
  })

  it.each([
    { name: 'one line', text: 'Bác cần giúp gì?', title: 'Bác cần giúp gì?', subtitle: '👇' },
    {
      name: 'a line and more',
      text: 'Bác chọn lớp\nLớp mở tối thứ Tư.',
      title: 'Bác chọn lớp',
      subtitle: 'Lớp mở tối thứ Tư.',
    },
    {
      name: 'a long line of sentences',
      text: `Lớp mở tối nay. Mời bác đến! ${'Nhà văn hóa thôn ở cạnh trạm y tế, '.repeat(3)}`,
      title: 'Lớp mở tối nay. Mời bác đến!',
      subtitle: `${'Nhà văn hóa thôn ở cạnh trạm y tế, '.repeat(3)}`.trim(),
    },
  ])('puts $name into title and subtitle', ({ text, title, subtitle }) => {
    const [part] = renderMessage({ type: 'text', text, choices: REPLIES })
    expect(listOf(part.body).elements).toEqual([{ title, subtitle }])
  })

  it('says a hotline in the text, for Zalo has no button for it', () => {
    const [part] = renderMessage({ type: 'text', text: 'Bác cần giúp gì?', choices: [HOTLINE, ...REPLIES] })
    expect(listOf(part.body).elements[0]?.subtitle).toBe('Tổng đài: 1022')
    expect(listOf(part.body).buttons?.map((button) => button.title)).toEqual(['Đăng ký lớp', 'Hỏi đáp'])
  })

  it.each([
    { name: 'the first sentence is too long for a title', text: 'a '.repeat(80), choices: REPLIES },
    { name: 'the rest is too long for a subtitle', text: `Lớp học\n${'a '.repeat(260)}`, choices: REPLIES },
    { name: 'there are more than five', text: 'Chọn', choices: [...REPLIES, ...REPLIES, ...REPLIES] },
    {
      name: 'a payload is too long',
      text: 'Chọn',
      choices: [{ type: 'reply', label: 'A', payload: 'x'.repeat(1_000) } as const],
    },
    { name: 'there is nothing but a hotline', text: 'Gọi', choices: [HOTLINE] },
  ])('is said in words when $name', ({ text, choices }) => {
    const parts = renderMessage({ type: 'text', text, choices })
    expect(parts).toHaveLength(1)
    expect(textOf(parts[0].body).startsWith(text.trim())).toBe(true)
    expect(parts[0].plain).toBeUndefined()
  })

  it('cuts a long label at a word', () => {
    const label = 'Lớp kỹ năng số cho người cao tuổi '.repeat(5)
    const [part] = renderMessage({ type: 'text', text: 'Chọn', choices: [{ type: 'reply', label, payload: 'x' }] })
    const title = listOf(part.body).buttons?.[0]?.title ?? ''
    expect(lengthOf(title)).toBeLessThanOrEqual(100)
    expect(title).toMatch(/[a-zà-ỹ]…$/)
  })

  it.each([
    { phone: '0900 000 009', code: '84900000009' },
    { phone: '+84 (900) 000-009', code: '84900000009' },
    { phone: '84900000009', code: '84900000009' },
    { phone: '02693.824.404', code: '842693824404' },
  ])('calls $phone as $code', ({ phone, code }) => {
    const [part] = renderMessage({ type: 'text', text: 'Gọi', choices: [{ type: 'phone', label: 'Gọi', phone }] })
    expect(listOf(part.body).buttons?.[0]?.payload).toEqual({ phone_code: code })
  })

  it.each([1_980, 2_000, 2_500, 4_100])('of %i letters keeps its choices whole in its last message', (length) => {
    const text = 'Nội dung bài. '.repeat(length / 14 + 1).slice(0, length)
    const texts = renderMessage({ type: 'text', text, choices: REPLIES }).map((part) => textOf(part.body))
    expect(texts.length).toBeGreaterThan(1)
    expect(texts.every((piece) => lengthOf(piece) <= 2_000)).toBe(true)
    expect(texts.at(-1)).toMatch(/\S\n\n1\. Đăng ký lớp\n2\. Hỏi đáp$/)
    expect(texts.slice(0, -1).join()).not.toContain('1. Đăng ký lớp')
  })

  it('parts even choices that no message could hold', () => {
    const choices = Array.from(
      { length: 60 },
      (_, index): Choice => ({ type: 'reply', label: 'Lớp kỹ năng số '.repeat(4), payload: `${index}` }),
    )
    const texts = renderMessage({ type: 'text', text: 'Chọn một lớp', choices }).map((part) => textOf(part.body))
    expect(texts.every((piece) => lengthOf(piece) <= 2_000)).toBe(true)
    expect(texts.join('\n')).toMatch(/^Chọn một lớp\n\n1\. .*\n60\. Lớp kỹ năng số/s)
  })
})

describe('other zalo messages', () => {
  const url = 'https://example.vn/lop.jpg'

  it('send an image by its address, with its meaning for those who get words', () => {
    expect(renderMessage({ type: 'image', url, alt: 'Áp phích lớp học' })).toEqual([
      {
        body: {
          message: {
            attachment: {
              type: 'template',
              payload: { template_type: 'media', elements: [{ media_type: 'image', url }] },
            },
          },
        },
        plain: { message: { text: `Áp phích lớp học\n${url}` } },
      },
    ])
  })

  it('send an image with choices under its caption', () => {
    const [part] = renderMessage({ type: 'image', url, alt: 'Áp phích', choices: REPLIES })
    expect(textOf(part.body)).toBe('Áp phích\n\n1. Đăng ký lớp\n2. Hỏi đáp')
    expect(textOf(part.plain)).toBe(`Áp phích\n${url}\n\n1. Đăng ký lớp\n2. Hỏi đáp`)
  })

  it('say what is too long for a caption in a text after the image', () => {
    const [image, ...texts] = renderMessage({ type: 'image', url, alt: 'mô tả '.repeat(400), choices: REPLIES })
    expect(image.body).not.toHaveProperty('message.text')
    expect(textOf(image.plain)).toBe(url)
    expect(textOf(texts.at(-1)?.body)).toMatch(/mô tả\n\n1\. Đăng ký lớp\n2\. Hỏi đáp$/)
  })

  it('send a file as its link', () => {
    expect(renderMessage({ type: 'file', name: 'Đơn đăng ký.pdf', url })).toEqual([
      { body: { message: { text: `Đơn đăng ký.pdf\n${url}` } } },
    ])
  })

  it("ask for contact details by Zalo's form", () => {
    const form = { type: 'form_request', title: 'Đăng ký lớp', text: 'Bấm để gửi họ tên và số điện thoại' } as const
    expect(renderMessage({ ...form, imageUrl: url })).toEqual([
      {
        body: {
          message: {
            attachment: {
              type: 'template',
              payload: {
                template_type: 'request_user_info',
                elements: [{ title: 'Đăng ký lớp', subtitle: 'Bấm để gửi họ tên và số điện thoại', image_url: url }],
              },
            },
          },
        },
        plain: { message: { text: 'Đăng ký lớp\nBấm để gửi họ tên và số điện thoại' } },
      },
    ])
    expect(renderMessage(form)).toEqual([
      { body: { message: { text: 'Đăng ký lớp\nBấm để gửi họ tên và số điện thoại' } } },
    ])
  })
})
