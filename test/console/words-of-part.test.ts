import { describe, expect, it } from 'vitest'
import { wordsOfPart } from '../../src/console/words-of-part.ts'

describe('the words of a rendered message', () => {
  it.each([
    { name: 'a plain text', body: { text: 'Chào bà con' }, words: ['Chào bà con'] },
    {
      name: 'a Zalo list with buttons',
      body: {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'list',
            elements: [{ title: 'Lớp học', subtitle: 'Thứ Bảy' }],
            buttons: [{ title: 'VNeID', type: 'oa.query.hide', payload: 'secret' }],
          },
        },
      },
      words: ['Lớp học', 'Thứ Bảy', 'VNeID'],
    },
    {
      name: 'a Messenger text with quick replies',
      body: { text: 'Chọn', quick_replies: [{ content_type: 'text', title: 'Có', payload: 'secret' }] },
      words: ['Chọn', 'Có'],
    },
    {
      name: 'a view of the chat page',
      body: { type: 'file', file: { url: 'https://x.vn', name: 'don.pdf' } },
      words: ['don.pdf'],
    },
    { name: 'a bare picture', body: { attachment: { payload: { url: 'https://x.vn/a.png' } } }, words: [] },
    { name: 'nothing', body: null, words: [] },
  ])('of $name', ({ body, words }) => {
    expect(wordsOfPart(body)).toEqual(words)
  })
})
