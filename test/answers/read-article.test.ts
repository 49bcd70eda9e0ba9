import { describe, expect, it } from 'vitest'
import { readArticle } from '../../src/answers/read-article.ts'
import { articleFile } from './support/article-file.ts'

const problemsOf = (text: string) => {
  const reading = readArticle({ path: 'a.md', text }, () => 'vneid')
  return reading.type === 'refused' ? reading.problems : []
}

describe('readArticle', () => {
  it('reads every part', () => {
    const file = articleFile({
      sources: [
        '  - title: Kế hoạch của UBND tỉnh',
        '    url: https://hatinh.gov.vn/a',
        '    date: 09/2025',
        '    province: ha-tinh',
        '    facts: [Một điều.]',
      ],
      provinces: '[ha-tinh, gia-lai]',
      followUps: '[vneid.cai-dat]',
      body: 'Trả lời.\n\n::: ha-tinh\nỞ Hà Tĩnh.\n:::\n\n<!-- xem thêm -->\n\nChi tiết.',
    })
    const reading = readArticle(file, () => 'vneid')
    expect(reading.type === 'read' && reading.read.article).toEqual({
      topic: 'vneid.la-gi',
      group: 'vneid',
      title: 'VNeID là gì',
      short: 'VNeID là gì',
      questions: expect.arrayContaining(['câu hỏi thứ một', 'câu hỏi thứ mười']),
      sources: [
        {
          title: 'Kế hoạch của UBND tỉnh',
          url: 'https://hatinh.gov.vn/a',
          date: '09/2025',
          province: 'ha-tinh',
          facts: ['Một điều.'],
        },
      ],
      reviewed: '2026-11-21',
      recheckBy: '2027-02-21',
      provinces: ['ha-tinh', 'gia-lai'],
      followUps: ['vneid.cai-dat'],
      body: 'Trả lời.',
      more: 'Chi tiết.',
      provinceBlocks: new Map([['ha-tinh', 'Ở Hà Tĩnh.']]),
    })
  })

  it('reads a file with the line ends of Windows and the mark that its editors begin with', () => {
    const { path, text } = articleFile()
    const reading = readArticle({ path, text: `\ufeff${text.replaceAll('\n', '\r\n')}` }, () => 'vneid')
    expect(reading.type === 'read' && reading.read.article.body).toBe('VNeID là ứng dụng.')
  })

  it.each([
    { name: 'no front matter', text: 'Xin chào.', line: 1, message: /front matter/ },
    { name: 'YAML that does not parse', text: '---\nid: a\ntitle: "b\n---\nText', line: 3, message: /quote/i },
    {
      name: 'a date without quotes',
      text: articleFile({ sources: ['  - title: A', '    date: 2025', '    facts: [B]'] }).text,
      line: 18,
      message: /sources\.0\.date: must stand in quotes/,
    },
    {
      name: 'a date of no form',
      text: articleFile({ sources: ['  - title: A', '    date: hôm qua', '    facts: [B]'] }).text,
      line: 18,
      message: /dd\/mm\/yyyy/,
    },
    { name: 'no source', text: articleFile({ sources: ['  []'] }).text, line: 17, message: /at least one source/ },
    {
      name: 'a source without facts',
      text: articleFile({ sources: ['  - title: A', '    date: "2025"'] }).text,
      line: 17,
      message: /sources\.0\.facts/,
    },
    {
      name: 'a source with half an address',
      text: articleFile({ sources: ['  - title: A', '    url: gov.vn', '    date: "2025"', '    facts: [B]'] }).text,
      line: 18,
      message: /full address/,
    },
    {
      name: 'a question that is a number',
      text: articleFile({ questions: ['một', '2'] }).text,
      line: 7,
      message: /questions\.1/,
    },
    {
      name: 'no real date',
      text: articleFile({ reviewed: '2026-02-30' }).text,
      line: 21,
      message: /reviewed: must be a date/,
    },
    {
      name: 'too many follow-ups',
      text: articleFile({ followUps: '[a, b, c, d]' }).text,
      line: 24,
      message: /three topics at most/,
    },
    {
      name: 'an unknown key',
      text: articleFile({ followUps: '[]\nfollowups: []' }).text,
      line: 2,
      message: /followups/,
    },
    {
      name: 'a province block left open',
      text: articleFile({ body: 'Một.\n::: ha-tinh\nHai.' }).text,
      line: 27,
      message: /not closed/,
    },
  ])('refuses $name, naming the line', ({ text, line, message }) => {
    expect(problemsOf(text)).toEqual([{ file: 'a.md', level: 'error', line, message: expect.stringMatching(message) }])
  })

  it('reports all mistakes of a file at once', () => {
    const { text } = articleFile({ title: '""', reviewed: 'hôm nay', body: 'Một.\n:::' })
    expect(problemsOf(text).map((problem) => problem.line)).toEqual([3, 21, 27])
  })
})
