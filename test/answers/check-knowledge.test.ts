import { describe, expect, it } from 'vitest'
import { checkKnowledge } from '../../src/answers/check-knowledge.ts'
import type { KnowledgeFile } from '../../src/answers/read-article.ts'
import type { ProvinceId, TopicId } from '../../src/core/ids.ts'
import { type ArticleParts, articleFile } from './support/article-file.ts'
import { knowledgeFiles, topics as projectTopics } from './support/project.ts'

const provinces = new Set(['gia-lai', 'ha-tinh', 'dong-nai', 'lang-son'] as ProvinceId[])
const topics = new Map([
  ['vneid.la-gi' as TopicId, { group: 'vneid', meaning: 'VNeID là gì' }],
  ['vneid.cai-dat' as TopicId, { group: 'vneid', meaning: 'tải và cài' }],
])
const NOW = Date.UTC(2026, 10, 21)

const check = (...files: KnowledgeFile[]) => {
  return checkKnowledge(files, { topics, provinces, now: NOW, topicsFile: 'data/topics.yaml' })
}
const others = (count: number, word: string) => Array.from({ length: count }, (_, index) => `${word} ${index}`)
const other = articleFile({ id: 'vneid.cai-dat', questions: others(10, 'cài đặt') })

const SOURCE = ['  - title: Nguồn thử', '    date: 10/09/2025', '    facts:']
const OF_HA_TINH = [
  '  - title: Kế hoạch',
  '    date: "2025"',
  '    province: ha-tinh',
  '    facts:',
  '      - Có 40 lớp.',
]
const facts = (...lines: string[]) => [...SOURCE, ...lines.map((line) => `      - ${line}`)]

describe('checkKnowledge', () => {
  it('finds nothing wrong with faultless articles', () => {
    expect(check(articleFile(), other)).toEqual([])
  })

  const cases: readonly { name: string; parts: ArticleParts; line: number; message: RegExp; level?: 'warning' }[] = [
    { name: 'an unknown topic', parts: { id: 'vneid.khong-co' }, line: 2, message: /no topic of data\/topics.yaml/ },
    {
      name: 'a file of another name',
      parts: { path: 'data/knowledge/vneid/vneid.md' },
      line: 2,
      message: /must be vneid\/vneid\.la-gi\.md/,
    },
    {
      name: 'a file in another folder',
      parts: { path: 'data/knowledge/dvc/vneid.la-gi.md' },
      line: 2,
      message: /must be vneid\//,
    },
    { name: 'a long title', parts: { title: 'ệ'.repeat(71) }, line: 3, message: /title has 71 characters, 70/ },
    { name: 'a long button', parts: { short: 'ệ'.repeat(21) }, line: 4, message: /short has 21 characters, 20/ },
    { name: 'few questions', parts: { questions: others(9, 'câu') }, line: 6, message: /9 questions, at least 10/ },
    {
      name: 'a question twice',
      parts: { questions: [...others(10, 'câu'), 'Câu 3 ?'] },
      line: 16,
      message: /"Câu 3 \?" already stands in .*la-gi\.md:9/,
    },
    {
      name: 'the question of another article',
      parts: { questions: [...others(10, 'câu'), 'CÀI ĐẶT 4'] },
      line: 16,
      message: /already stands in .*cai-dat\.md:10/,
    },
    {
      name: 'a follow-up without an article',
      parts: { followUps: '[vneid.muc-do]' },
      line: 24,
      message: /vneid\.muc-do has no article/,
    },
    {
      name: 'an article that follows itself',
      parts: { followUps: '[vneid.cai-dat, vneid.la-gi]' },
      line: 24,
      message: /follows itself/,
    },
    {
      name: 'a recheck before the review',
      parts: { recheckBy: '2026-11-21' },
      line: 22,
      message: /not after reviewed/,
    },
    { name: 'a review in the future', parts: { reviewed: '2026-11-22' }, line: 21, message: /in the future/ },
    {
      name: 'an overdue recheck',
      parts: { reviewed: '2026-05-01', recheckBy: '2026-11-20' },
      line: 22,
      message: /to be rechecked by/,
      level: 'warning',
    },
    {
      name: 'a date there is not',
      parts: { sources: ['  - title: A', '    date: 31/02/2025', '    facts: [B]'] },
      line: 18,
      message: /"31\/02\/2025" is no date/,
    },
    { name: 'a province not served', parts: { provinces: '[hue]' }, line: 23, message: /no province "hue"/ },
    {
      name: 'a source of a province not served',
      parts: { sources: ['  - title: A', '    date: "2025"', '    province: hue', '    facts: [B]'] },
      line: 19,
      message: /no province "hue"/,
    },
    {
      name: 'a block of a province not served',
      parts: { body: 'Một.\n::: hue\nHai.\n:::' },
      line: 27,
      message: /no province "hue"/,
    },
    { name: 'a long body', parts: { body: 'ệ'.repeat(901) }, line: 26, message: /body has 901 characters, 900/ },
    {
      name: 'a long block',
      parts: { body: `Một.\n::: gia-lai\n${'ệ'.repeat(301)}\n:::` },
      line: 27,
      message: /block has 301 characters, 300/,
    },
    {
      name: 'a long rest',
      parts: { body: `Một.\n<!-- xem thêm -->\n${'ệ'.repeat(1501)}` },
      line: 28,
      message: /more has 1501 characters, 1500/,
    },
    { name: 'bold text', parts: { body: 'Bấm **Đồng ý**.' }, line: 26, message: /bold/ },
    { name: 'a heading', parts: { body: 'Một.\n# Các bước' }, line: 27, message: /heading/ },
    { name: 'a link in brackets', parts: { body: 'Xem [đây](abc).' }, line: 26, message: /link/ },
    { name: 'a table', parts: { body: 'Một.\n| a | b |' }, line: 27, message: /table/ },
    { name: 'a number in no fact', parts: { body: 'Chờ 7 ngày.' }, line: 26, message: /number "7" stands in no fact/ },
    { name: 'a number in the title', parts: { title: 'Mức 2' }, line: 3, message: /number "2" stands in no fact/ },
    {
      name: 'a number in what follows',
      parts: { body: 'Một.\n<!-- xem thêm -->\nChờ 7 ngày.' },
      line: 28,
      message: /"7"/,
    },
    {
      name: 'a telephone number in no fact',
      parts: { body: 'Gọi 1900 0368.', sources: facts('Gọi 1900 0369.') },
      line: 26,
      message: /"1900 0368"/,
    },
    {
      name: 'a web address in no fact',
      parts: { body: 'Vào vneid.gov.vn.' },
      line: 26,
      message: /web address "vneid.gov.vn"/,
    },
    {
      name: 'a date in no fact',
      parts: { body: 'Từ 05/10/2026.', sources: facts('Từ 06/10/2026.') },
      line: 26,
      message: /date "05\/10\/2026"/,
    },
    {
      name: "one province's number said to all",
      parts: { body: 'Có 40 lớp.', sources: [...facts('Một.'), ...OF_HA_TINH] },
      line: 31,
      message: /only in a fact of one province/,
      level: 'warning',
    },
    {
      name: "another province's number in a block",
      parts: { body: 'Một.\n::: gia-lai\nCó 40 lớp.\n:::', sources: [...facts('Một.'), ...OF_HA_TINH] },
      line: 33,
      message: /only in a fact of one province/,
      level: 'warning',
    },
    { name: 'a file that is no article', parts: { provinces: '' }, line: 23, message: /^provinces: / },
  ]
  it.each(cases)('finds $name', ({ parts, line, message, level = 'error' }) => {
    const file = articleFile(parts)
    const found = check(other, file).filter((problem) => problem.file === file.path)
    expect(found).toEqual([{ file: file.path, line, level, message: expect.stringMatching(message) }])
  })

  it.each([
    { name: 'the numbers of a list', parts: { body: 'Các bước:\n1. Mở ứng dụng.\n2. Bấm nút.' } },
    { name: 'a number that a fact holds', parts: { body: 'Chờ 7 ngày.', sources: facts('Chờ 7 ngày.') } },
    { name: 'a date written in another way', parts: { body: 'Từ 5/10.', sources: facts('Từ ngày 05/10/2026.') } },
    {
      name: 'a number of a province in its block',
      parts: { body: 'Một.\n::: ha-tinh\nCó 40 lớp.\n:::', sources: [...facts('Một.'), ...OF_HA_TINH] },
    },
    {
      name: 'a number of the only province that is shown it',
      parts: { provinces: '[ha-tinh]', body: 'Có 40 lớp.', sources: OF_HA_TINH },
    },
    { name: 'a list with dashes', parts: { body: 'Mang theo:\n- Căn cước.' } },
    { name: 'a letter of two code units at the limit', parts: { title: 'ệ'.normalize('NFD').repeat(70) } },
  ])('lets pass $name', ({ parts }) => {
    expect(check(articleFile(parts), other)).toEqual([])
  })

  it('finds two articles of one topic', () => {
    const twin = articleFile({ path: 'data/knowledge/b/vneid/vneid.la-gi.md', questions: others(10, 'khác') })
    const messages = check(articleFile(), other, twin).map((problem) => problem.message)
    expect(messages).toEqual([expect.stringMatching(/^vneid\.la-gi already has an article in /)])
  })

  it('lists topics without an article as warnings', () => {
    expect(check(articleFile())).toEqual([
      {
        file: 'data/topics.yaml',
        line: 1,
        level: 'warning',
        message: 'vneid.cai-dat has no article yet (vneid/vneid.cai-dat.md)',
      },
    ])
  })

  it('orders problems by file and line', () => {
    const bad = articleFile({ title: 'ệ'.repeat(71), body: 'Chờ 7 ngày.', questions: others(9, 'câu') })
    expect(check(other, bad).map((problem) => problem.line)).toEqual([3, 6, 25])
  })
})

it('finds no error in the articles of the project', () => {
  const problems = checkKnowledge(knowledgeFiles, {
    topics: projectTopics,
    provinces,
    now: NOW,
    topicsFile: 'data/topics.yaml',
  })
  expect(problems.filter((problem) => problem.level === 'error')).toEqual([])
})
