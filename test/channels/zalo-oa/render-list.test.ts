import { describe, expect, it } from 'vitest'
import { renderMessage } from '../../../src/channels/zalo-oa/render.ts'
import { type ListItem, type ListMessage, replyChoices } from '../../../src/core/messages.ts'
import { lengthOf } from '../../../src/core/text-length.ts'
import { listOf, textOf } from './rendered.ts'

function item(number: number, changes: Partial<ListItem> = {}): ListItem {
  return {
    title: `Lớp ${number}`,
    subtitle: `Thứ ${number}`,
    choices: [{ type: 'reply', label: `Đăng ký lớp ${number}`, payload: `lop-${number}` }],
    ...changes,
  }
}

function listMessage(items: number, changes: Partial<ListMessage> = {}): ListMessage {
  return {
    type: 'list',
    text: 'Các lớp đang mở',
    items: Array.from({ length: items }, (_, index) => item(index + 1)),
    ...changes,
  }
}

describe('a zalo list', () => {
  it('is one template of heading and items, and the same in words', () => {
    const choices = [{ type: 'reply', label: 'Xem thêm', payload: 'them' } as const]
    const [part, ...more] = renderMessage(listMessage(2, { choices }))
    expect(more).toEqual([])
    expect(listOf(part.body)).toEqual({
      template_type: 'list',
      elements: [
        { title: 'Các lớp đang mở', subtitle: '👇' },
        { title: 'Lớp 1', subtitle: 'Thứ 1', default_action: { type: 'oa.query.hide', payload: '#lop-1' } },
        { title: 'Lớp 2', subtitle: 'Thứ 2', default_action: { type: 'oa.query.hide', payload: '#lop-2' } },
      ],
      buttons: [{ title: 'Xem thêm', type: 'oa.query.hide', payload: '#them' }],
    })
    expect(textOf(part.plain)).toBe(
      'Các lớp đang mở\n\nLớp 1\nThứ 1\n1. Đăng ký lớp 1\n\nLớp 2\nThứ 2\n2. Đăng ký lớp 2\n\n3. Xem thêm',
    )
  })

  it('opens a link flat beside its type, and shows a picture', () => {
    const link = item(1, {
      imageUrl: 'https://example.vn/a.jpg',
      choices: [{ type: 'url', label: 'Xem', url: 'https://example.vn' }],
    })
    const [part] = renderMessage(listMessage(0, { items: [link] }))
    expect(listOf(part.body).elements[1]).toEqual({
      title: 'Lớp 1',
      subtitle: 'Thứ 1',
      image_url: 'https://example.vn/a.jpg',
      default_action: { type: 'oa.open.url', url: 'https://example.vn' },
    })
    expect(textOf(part.plain)).toContain('Xem: https://example.vn')
  })

  it('has the links of its items as buttons below, numbered as these, and beside them in words', () => {
    const map = (n: number) => ({ type: 'url', label: 'Xem bản đồ', url: `https://maps.example.vn/${n}` }) as const
    const items = [1, 2].map((n) => item(n, { choices: [...item(n).choices, map(n)] }))
    const [part] = renderMessage(listMessage(0, { items }))
    expect(listOf(part.body).elements[1]?.default_action).toEqual({ type: 'oa.query.hide', payload: '#lop-1' })
    expect(listOf(part.body).buttons).toEqual([
      { title: 'Xem bản đồ 1', type: 'oa.open.url', payload: { url: 'https://maps.example.vn/1' } },
      { title: 'Xem bản đồ 2', type: 'oa.open.url', payload: { url: 'https://maps.example.vn/2' } },
    ])
    expect(textOf(part.plain)).toContain('Xem bản đồ: https://maps.example.vn/1\n1. Đăng ký lớp 1')
  })

  it.each([
    { items: 4, sizes: [5] },
    { items: 5, sizes: [5, 1] },
    { items: 12, sizes: [5, 5, 3] },
  ])('of $items items fills templates of $sizes elements', ({ items, sizes }) => {
    const parts = renderMessage(
      listMessage(items, { choices: [{ type: 'reply', label: 'Xem thêm', payload: 'them' }] }),
    )
    const lists = parts.map((part) => listOf(part.body))
    expect(lists.map((list) => list.elements.length)).toEqual(sizes)
    expect(lists.every((list) => list.elements[0]?.subtitle)).toBe(true)
    expect(lists.map((list) => list.buttons?.length ?? 0)).toEqual([...sizes.slice(1).map(() => 0), 1])
  })

  it.each([
    {
      name: 'templates',
      message: listMessage(12, { choices: [{ type: 'reply', label: 'Xem thêm', payload: 'them' }] }),
    },
    {
      name: 'words',
      message: listMessage(2, { items: [item(1, { choices: [...item(1).choices, ...item(2).choices] }), item(3)] }),
    },
  ])('numbers its replies over all its $name in the order of replyChoices', ({ message }) => {
    const words = renderMessage(message)
      .map((part) => textOf(part.plain ?? part.body))
      .join('\n\n')
    const numbered = words.match(/^\d+\. .*$/gm)
    expect(numbered).toEqual(replyChoices(message).map((choice, index) => `${index + 1}. ${choice.label}`))
  })

  it('sends an introduction that is too long for a heading ahead of it', () => {
    const text = 'Mời bà con học '.repeat(20).trim()
    const parts = renderMessage(listMessage(2, { text }))
    expect(textOf(parts[0].body)).toBe(text)
    expect(listOf(parts[1]?.body).elements.map((element) => element.title)).toEqual(['Lớp 1', 'Lớp 2'])
  })

  it.each([
    {
      name: 'an item offers two choices',
      message: listMessage(0, { items: [item(1, { choices: [...item(1).choices, ...item(2).choices] })] }),
    },
    {
      name: 'an item offers a hotline',
      message: listMessage(0, { items: [item(1, { choices: [{ type: 'phone', label: 'Gọi', phone: '1022' }] })] }),
    },
    {
      name: 'it has more than five choices of its own',
      message: listMessage(1, {
        choices: Array.from({ length: 6 }, (_, n) => ({ type: 'reply', label: `${n}`, payload: `${n}` }) as const),
      }),
    },
    { name: 'it has no items', message: listMessage(0) },
    {
      name: 'its words would be too long for one message',
      message: listMessage(0, { items: Array.from({ length: 4 }, (_, n) => item(n, { subtitle: 'a '.repeat(300) })) }),
    },
  ])('is said in words when $name', ({ message }) => {
    const parts = renderMessage(message)
    const texts = parts.map((part) => textOf(part.body))
    expect(texts.every((text) => lengthOf(text) <= 2_000)).toBe(true)
    expect(texts[0]).toMatch(/^Các lớp đang mở/)
  })
})
