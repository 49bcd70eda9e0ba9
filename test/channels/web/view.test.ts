import { describe, expect, it } from 'vitest'
import { readView, viewOf, type WebView } from '../../../src/channels/web/view.ts'
import type { Message } from '../../../src/core/messages.ts'

const cases: readonly { name: string; message: Message; view: WebView }[] = [
  {
    name: 'a text with each kind of choice',
    message: {
      type: 'text',
      text: 'Chào bà con',
      choices: [
        { type: 'reply', label: 'VNeID', payload: 'topic:vneid.la-gi' },
        { type: 'url', label: 'Trang tỉnh', url: 'https://gialai.gov.vn' },
        { type: 'phone', label: 'Gọi 1022', phone: '1022' },
      ],
    },
    view: {
      type: 'text',
      text: 'Chào bà con',
      choices: [
        { label: 'VNeID', payload: 'topic:vneid.la-gi' },
        { label: 'Trang tỉnh', url: 'https://gialai.gov.vn' },
        { label: 'Gọi 1022', phone: '1022' },
      ],
    },
  },
  {
    name: 'a link that no browser may open, in words',
    message: { type: 'text', text: 'Xem', choices: [{ type: 'url', label: 'Mở', url: 'javascript:alert(1)' }] },
    view: { type: 'text', text: 'Xem\nMở: javascript:alert(1)', choices: [] },
  },
  {
    name: 'a list, without the picture that is no web address',
    message: {
      type: 'list',
      text: 'Các lớp',
      items: [
        { title: 'Lớp 1', subtitle: 'Thứ Bảy', imageUrl: 'https://x.vn/1.png', choices: [] },
        { title: 'Lớp 2', imageUrl: 'data:image/svg+xml,x', choices: [{ type: 'reply', label: 'Chọn', payload: 'b' }] },
      ],
    },
    view: {
      type: 'list',
      text: 'Các lớp',
      choices: [],
      items: [
        { title: 'Lớp 1', subtitle: 'Thứ Bảy', imageUrl: 'https://x.vn/1.png', choices: [] },
        { title: 'Lớp 2', choices: [{ label: 'Chọn', payload: 'b' }] },
      ],
    },
  },
  {
    name: 'an image',
    message: { type: 'image', url: 'https://x.vn/a.png', alt: 'Khung ảnh' },
    view: { type: 'image', imageUrl: 'https://x.vn/a.png', alt: 'Khung ảnh', choices: [] },
  },
  {
    name: 'an image that cannot be had, as its words',
    message: { type: 'image', url: 'file:///etc/passwd', alt: 'Khung ảnh' },
    view: { type: 'text', text: 'Khung ảnh', choices: [] },
  },
  {
    name: 'a file',
    message: { type: 'file', url: 'https://x.vn/don.pdf', name: 'don.pdf' },
    view: { type: 'file', file: { url: 'https://x.vn/don.pdf', name: 'don.pdf' } },
  },
  {
    name: 'a form, asked for in words',
    message: { type: 'form_request', title: 'Đăng ký', text: 'Bà con cho biết tên và số điện thoại.' },
    view: { type: 'text', text: 'Đăng ký\nBà con cho biết tên và số điện thoại.', choices: [] },
  },
]

describe('the view of a message on the chat page', () => {
  it.each(cases)('shows $name', ({ message, view }) => {
    expect(viewOf(message)).toEqual(view)
  })

  it.each(cases)('is read back from storage: $name', ({ message, view }) => {
    expect(readView({ body: JSON.parse(JSON.stringify(viewOf(message))) })).toEqual(view)
  })

  it('is null for a part that it did not write', () => {
    expect(readView({ body: { message: { text: 'Zalo' } } })).toBeNull()
  })
})
