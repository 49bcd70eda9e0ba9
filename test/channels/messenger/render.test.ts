import { expect, it } from 'vitest'
import { z } from 'zod'
import { renderMessage } from '../../../src/channels/messenger/render.ts'
import type { Choice, ListItem, Message } from '../../../src/core/messages.ts'

const reply = (label: string, payload = label): Choice => ({ type: 'reply', label, payload })
const url: Choice = { type: 'url', label: 'Mở Cổng', url: 'https://dichvucong.gov.vn' }
const phone: Choice = { type: 'phone', label: 'Gọi tổ số', phone: '0269 382 4404' }
const hotline: Choice = { type: 'phone', label: 'Tổng đài', phone: '1022' }
const quick = (title: string, payload = title) => ({ content_type: 'text', title, payload })
const buttons = (text: string, list: readonly unknown[], quickReplies?: readonly unknown[]) => ({
  attachment: { type: 'template', payload: { template_type: 'button', text, buttons: list } },
  ...(quickReplies ? { quick_replies: quickReplies } : {}),
})
const carousel = (elements: readonly unknown[], quickReplies?: readonly unknown[]) => ({
  attachment: { type: 'template', payload: { template_type: 'generic', elements } },
  ...(quickReplies ? { quick_replies: quickReplies } : {}),
})
const longLabel = 'Cài đặt VNeID trên điện thoại Android'
const card = (title: string, ...choices: Choice[]): ListItem => ({ title, subtitle: 'Thứ 7, 8h00', choices })

const cases: { name: string; message: Message; parts: readonly unknown[] }[] = [
  { name: 'text alone', message: { type: 'text', text: 'Chào bạn' }, parts: [{ body: { text: 'Chào bạn' } }] },
  {
    name: 'text typed with split accents',
    message: { type: 'text', text: 'Chào bạn'.normalize('NFD') },
    parts: [{ body: { text: 'Chào bạn' } }],
  },
  {
    name: 'short replies: quick replies, and a text without numbers',
    message: { type: 'text', text: 'Bạn cần gì?', choices: [reply('Đăng ký lớp', 'SIGNUP'), reply('Hỏi đáp', 'FAQ')] },
    parts: [
      { body: { text: 'Bạn cần gì?', quick_replies: [quick('Đăng ký lớp', 'SIGNUP'), quick('Hỏi đáp', 'FAQ')] } },
    ],
  },
  {
    name: 'a label of 20 letters however it was typed',
    message: { type: 'text', text: 'Chọn:', choices: [reply('Đặt lịch hẹn tại nhà'.normalize('NFD'), 'V')] },
    parts: [{ body: { text: 'Chọn:', quick_replies: [quick('Đặt lịch hẹn tại nhà', 'V')] } }],
  },
  {
    name: 'a long label: numbered lines, and the number in each title',
    message: { type: 'text', text: 'Chọn:', choices: [reply(longLabel, 'A'), reply('Khác', 'B')] },
    parts: [
      {
        body: {
          text: `Chọn:\n\n1. ${longLabel}\n2. Khác`,
          quick_replies: [quick('1. Cài đặt VNeID…', 'A'), quick('2. Khác', 'B')],
        },
      },
    ],
  },
  {
    name: 'more replies than 13: numbered lines alone',
    message: { type: 'text', text: 'Chọn:', choices: Array.from({ length: 14 }, (_, i) => reply(`Xã ${i}`)) },
    parts: [{ body: { text: `Chọn:\n\n${Array.from({ length: 14 }, (_, i) => `${i + 1}. Xã ${i}`).join('\n')}` } }],
  },
  {
    name: 'a payload above 1,000 characters: numbered lines alone',
    message: { type: 'text', text: 'Chọn:', choices: [reply('A', 'x'.repeat(1001))] },
    parts: [{ body: { text: 'Chọn:\n\n1. A' } }],
  },
  {
    name: 'a link and a phone: a button template',
    message: { type: 'text', text: 'Xem thêm', choices: [url, phone] },
    parts: [
      {
        body: buttons('Xem thêm', [
          { type: 'web_url', title: 'Mở Cổng', url: 'https://dichvucong.gov.vn' },
          { type: 'phone_number', title: 'Gọi tổ số', payload: '+842693824404' },
        ]),
        plain: { text: 'Xem thêm\n\nMở Cổng: https://dichvucong.gov.vn\nGọi tổ số: 0269 382 4404' },
      },
    ],
  },
  {
    name: 'a link with replies: quick replies on the button template',
    message: { type: 'text', text: 'Xem thêm', choices: [reply('Hỏi tiếp', 'FAQ'), url] },
    parts: [
      {
        body: buttons(
          'Xem thêm',
          [{ type: 'web_url', title: 'Mở Cổng', url: 'https://dichvucong.gov.vn' }],
          [quick('Hỏi tiếp', 'FAQ')],
        ),
        plain: {
          text: 'Xem thêm\n\nMở Cổng: https://dichvucong.gov.vn',
          quick_replies: [quick('Hỏi tiếp', 'FAQ')],
        },
      },
    ],
  },
  {
    name: 'a service number, which has no international form: a line',
    message: { type: 'text', text: 'Xem thêm', choices: [url, hotline] },
    parts: [{ body: { text: 'Xem thêm\n\nMở Cổng: https://dichvucong.gov.vn\nTổng đài: 1022' } }],
  },
  {
    name: 'more links than three: lines',
    message: { type: 'text', text: 'Xem', choices: [url, url, url, url] },
    parts: [{ body: { text: `Xem\n\n${Array(4).fill('Mở Cổng: https://dichvucong.gov.vn').join('\n')}` } }],
  },
  {
    name: 'a link under a text above 640 letters: a line',
    message: { type: 'text', text: 'a'.repeat(641), choices: [url] },
    parts: [{ body: { text: `${'a'.repeat(641)}\n\nMở Cổng: https://dichvucong.gov.vn` } }],
  },
  {
    name: 'a text above 1,900 letters: parts, quick replies on the last',
    message: {
      type: 'text',
      text: `${'ế'.normalize('NFD').repeat(1500)}\n\n${'b'.repeat(1000)}`,
      choices: [reply('Tiếp')],
    },
    parts: [{ body: { text: 'ế'.repeat(1500) } }, { body: { text: 'b'.repeat(1000), quick_replies: [quick('Tiếp')] } }],
  },
  {
    name: 'a list: a carousel after its text, with the quick replies',
    message: {
      type: 'list',
      text: 'Các lớp:',
      items: [
        { ...card('TH01', reply('Đăng ký', 'SIGNUP:TH01'), url), imageUrl: 'https://bot.example.test/th01.jpg' },
        card('TH02', reply('Đăng ký', 'SIGNUP:TH02')),
      ],
      choices: [reply('Lớp khác', 'MORE')],
    },
    parts: [
      { body: { text: 'Các lớp:' } },
      {
        body: carousel(
          [
            {
              title: 'TH01',
              subtitle: 'Thứ 7, 8h00',
              image_url: 'https://bot.example.test/th01.jpg',
              buttons: [
                { type: 'postback', title: 'Đăng ký', payload: 'SIGNUP:TH01' },
                { type: 'web_url', title: 'Mở Cổng', url: 'https://dichvucong.gov.vn' },
              ],
            },
            {
              title: 'TH02',
              subtitle: 'Thứ 7, 8h00',
              buttons: [{ type: 'postback', title: 'Đăng ký', payload: 'SIGNUP:TH02' }],
            },
          ],
          [quick('Lớp khác', 'MORE')],
        ),
        plain: {
          text: 'TH01\nThứ 7, 8h00\n1. Đăng ký\nMở Cổng: https://dichvucong.gov.vn\n\nTH02\nThứ 7, 8h00\n2. Đăng ký',
          quick_replies: [quick('Lớp khác', 'MORE')],
        },
      },
    ],
  },
  {
    name: 'a list with a long reply of its own: its line comes last and goes on counting',
    message: { type: 'list', text: '', items: [card('TH01', reply('Đăng ký', 'S'))], choices: [reply(longLabel, 'A')] },
    parts: [
      {
        body: carousel([
          { title: 'TH01', subtitle: 'Thứ 7, 8h00', buttons: [{ type: 'postback', title: 'Đăng ký', payload: 'S' }] },
        ]),
        plain: { text: 'TH01\nThứ 7, 8h00\n1. Đăng ký' },
      },
      { body: { text: `2. ${longLabel}`, quick_replies: [quick('2. Cài đặt VNeID…', 'A')] } },
    ],
  },
  {
    name: 'a list with a link of its own: a button under the text before it',
    message: { type: 'list', text: 'Các lớp:', items: [card('TH01')], choices: [url] },
    parts: [
      {
        body: buttons('Các lớp:', [{ type: 'web_url', title: 'Mở Cổng', url: 'https://dichvucong.gov.vn' }]),
        plain: { text: 'Các lớp:\n\nMở Cổng: https://dichvucong.gov.vn' },
      },
      { body: carousel([{ title: 'TH01', subtitle: 'Thứ 7, 8h00' }]), plain: { text: 'TH01\nThứ 7, 8h00' } },
    ],
  },
  {
    name: 'a list whose card is a title alone: text with every reply numbered',
    message: {
      type: 'list',
      text: 'Các lớp:',
      items: [card('TH01', reply('Đăng ký', 'S1')), { title: 'TH02', choices: [] }],
      choices: [reply('Lớp khác', 'MORE')],
    },
    parts: [
      {
        body: {
          text: 'Các lớp:\n\nTH01\nThứ 7, 8h00\n1. Đăng ký\n\nTH02\n\n2. Lớp khác',
          quick_replies: [quick('1. Đăng ký', 'S1'), quick('2. Lớp khác', 'MORE')],
        },
      },
    ],
  },
  {
    name: 'a list of nothing: its text',
    message: { type: 'list', text: 'Chưa có lớp', items: [], choices: [reply('Hỏi', 'FAQ')] },
    parts: [{ body: { text: 'Chưa có lớp\n\n1. Hỏi', quick_replies: [quick('1. Hỏi', 'FAQ')] } }],
  },
  {
    name: 'an image',
    message: { type: 'image', url: 'https://bot.example.test/p.jpg', alt: 'Áp phích' },
    parts: [
      {
        body: { attachment: { type: 'image', payload: { url: 'https://bot.example.test/p.jpg', is_reusable: false } } },
        plain: { text: 'Áp phích\n\nhttps://bot.example.test/p.jpg' },
      },
    ],
  },
  {
    name: 'an image with replies: they follow it, under its description',
    message: {
      type: 'image',
      url: 'https://bot.example.test/p.jpg',
      alt: 'Áp phích',
      choices: [reply('Đăng ký', 'S')],
    },
    parts: [
      {
        body: { attachment: { type: 'image', payload: { url: 'https://bot.example.test/p.jpg', is_reusable: false } } },
        plain: { text: 'https://bot.example.test/p.jpg' },
      },
      { body: { text: 'Áp phích', quick_replies: [quick('Đăng ký', 'S')] } },
    ],
  },
  {
    name: 'an image without a web address: its description',
    message: { type: 'image', url: '/p.jpg', alt: 'Áp phích' },
    parts: [{ body: { text: 'Áp phích' } }],
  },
  {
    name: 'a file',
    message: { type: 'file', url: 'https://bot.example.test/don.pdf', name: 'Đơn đăng ký' },
    parts: [
      {
        body: {
          attachment: { type: 'file', payload: { url: 'https://bot.example.test/don.pdf', is_reusable: false } },
        },
        plain: { text: 'Đơn đăng ký\n\nhttps://bot.example.test/don.pdf' },
      },
    ],
  },
  {
    name: 'a form: the button that sends the own phone number',
    message: { type: 'form_request', title: 'Đăng ký', text: 'Gửi họ tên và số điện thoại' },
    parts: [
      {
        body: {
          text: 'Đăng ký\n\nGửi họ tên và số điện thoại',
          quick_replies: [{ content_type: 'user_phone_number' }],
        },
        plain: { text: 'Đăng ký\n\nGửi họ tên và số điện thoại' },
      },
    ],
  },
]

it.each(cases)('renders $name', ({ message, parts }) => {
  expect(renderMessage(message)).toEqual(parts)
})

it.each([
  { phone: '0269 382 4404', payload: '+842693824404' },
  { phone: '+84 901 234 567', payload: '+84901234567' },
  { phone: '84901234567', payload: '+84901234567' },
  { phone: '(0269)382.4404', payload: '+842693824404' },
  { phone: '113', payload: null },
  { phone: '1900 1234', payload: null },
  { phone: 'gọi An', payload: null },
])('$phone is dialled as $payload', ({ phone, payload }) => {
  const [part] = renderMessage({ type: 'text', text: 'a', choices: [{ type: 'phone', label: 'Gọi', phone }] })
  const body =
    payload === null ? { text: `a\n\nGọi: ${phone}` } : buttons('a', [{ type: 'phone_number', title: 'Gọi', payload }])
  expect(part.body).toEqual(body)
})

it('spreads more than ten cards over several carousels', () => {
  const items = Array.from({ length: 23 }, (_, i) => card(`Lớp ${i + 1}`, reply('Đăng ký', `S${i + 1}`)))
  const parts = renderMessage({ type: 'list', text: 'Các lớp:', items, choices: [reply('Khác', 'MORE')] })
  const shape = z.object({
    attachment: z.object({ payload: z.object({ elements: z.array(z.object({ title: z.string() })) }) }),
  })
  const carousels = parts.slice(1).map((part) => shape.parse(part.body).attachment.payload.elements)
  expect(carousels.map((elements) => elements.length)).toEqual([10, 10, 3])
  expect(carousels.flat().map((element) => element.title)).toEqual(items.map((item) => item.title))
  expect(parts.map((part) => Object.hasOwn(Object(part.body), 'quick_replies'))).toEqual([false, false, false, true])
  expect(parts[3]?.plain).toMatchObject({ text: expect.stringContaining('23. Đăng ký') })
})
