import { describe, expect, it } from 'vitest'
import { parseBody, textOf } from '../../src/answers/article-body.ts'

const lines = (...text: string[]) => text.join('\n')

describe('parseBody', () => {
  it('parts main text, province blocks and what follows "xem thêm", with their lines', () => {
    const text = lines('Một.', '', 'Hai.', '::: ha-tinh', 'Ở Hà Tĩnh.', ':::', '', '<!-- xem thêm -->', '', 'Ba.')
    const { body, problems } = parseBody(text, 20)
    expect(problems).toEqual([])
    expect(textOf(body.main)).toBe('Một.\n\nHai.')
    expect(body.blocks).toEqual([{ province: 'ha-tinh', line: 23, lines: [{ text: 'Ở Hà Tĩnh.', line: 24 }] }])
    expect(textOf(body.more ?? [])).toBe('Ba.')
    expect(body.more?.at(-1)).toEqual({ text: 'Ba.', line: 29 })
  })

  it('has no more without the mark', () => {
    expect(parseBody('Một.', 1).body.more).toBeNull()
  })

  it.each([
    { name: 'a block left open', text: lines('Một.', '::: ha-tinh', 'Hai.'), line: 2, message: /not closed/ },
    { name: 'a block opened in a block', text: lines('Một.', '::: a', '::: b', ':::'), line: 2, message: /not closed/ },
    { name: 'an end without a beginning', text: lines('Một.', ':::'), line: 2, message: /closes nothing/ },
    {
      name: 'a block after "xem thêm"',
      text: lines('Một.', '<!-- xem thêm -->', '::: a', ':::'),
      line: 3,
      message: /before/,
    },
    { name: 'a second mark', text: lines('Một.', '<!-- xem thêm -->', '<!-- xem thêm -->'), line: 3, message: /twice/ },
    { name: 'no text', text: lines('', ''), line: 1, message: /no text/ },
  ])('finds $name', ({ text, line, message }) => {
    const { problems } = parseBody(text, 1)
    expect(problems).toEqual([{ line, message: expect.stringMatching(message) }])
  })
})
