import { expect, it } from 'vitest'
import { composeAnswer } from '../../src/answers/compose.ts'
import { readArticle } from '../../src/answers/read-article.ts'
import type { ProvinceId } from '../../src/core/ids.ts'
import { articleFile } from './support/article-file.ts'

const texts = {
  sources: 'Từ: {{sources}}',
  source: '{{title}}, {{date}}',
  source_without_date: '{{title}}',
  updated: 'Ngày {{date}}',
}
const source = (title: string, date: string, province?: string) => [
  `  - title: ${title}`,
  `    date: ${date}`,
  ...(province ? [`    province: ${province}`] : []),
  '    facts: [Một điều.]',
]

const linesUnder = (sources: readonly string[], province: string) => {
  const reading = readArticle(articleFile({ sources, body: 'Trả lời.' }), () => 'vneid')
  if (reading.type === 'refused') throw new Error(reading.problems[0]?.message)
  return composeAnswer(reading.read.article, province as ProvinceId, texts, () => undefined).text
}

it.each([
  { name: 'a source', sources: source('A', '09/2025'), expected: 'Từ: A, 09/2025' },
  { name: 'a source without a date', sources: source('A', 'không rõ'), expected: 'Từ: A' },
  {
    name: 'one name twice',
    sources: [...source('A', '09/2025'), ...source('A', '09/2025')],
    expected: 'Từ: A, 09/2025',
  },
  {
    name: 'the first three of many',
    sources: ['A', 'B', 'C', 'D'].flatMap((title) => source(title, 'không rõ')),
    expected: 'Từ: A; B; C',
  },
  {
    name: "its own province's source",
    sources: [...source('A', 'không rõ'), ...source('B', 'không rõ', 'ha-tinh')],
    expected: 'Từ: A; B',
  },
  {
    name: "not another province's source",
    sources: [...source('A', 'không rõ'), ...source('B', 'không rõ', 'gia-lai')],
    expected: 'Từ: A',
  },
])('names $name', ({ sources, expected }) => {
  expect(linesUnder(sources, 'ha-tinh')).toBe(`Trả lời.\n\n${expected}\nNgày 21/11/2026`)
})
