import { expect, it } from 'vitest'
import { plainArticle } from './plain/library.ts'
import { plainLibraries } from './plain-libraries.ts'

const article = (topic: string, title: string, questions: readonly string[]) =>
  plainArticle({ topic, title, questions, body: `Bà con xem thêm về ${title}.` })
const libraries = await plainLibraries([
  article('can-cuoc', 'Làm thẻ căn cước', ['làm căn cước ở đâu', 'cấp lại căn cước bị mất']),
  article('ho-chieu', 'Hộ chiếu phổ thông', ['xin hộ chiếu đi nước ngoài', 'gia hạn hộ chiếu']),
  article('dat-dai', 'Sang tên sổ đỏ', ['sang tên đất cho con', 'mất sổ đỏ']),
])

it.each(libraries)('finds what is asked about in its own words, with or without accents: $name', async ({ find }) => {
  for (const [question, topic] of [
    ['xin cấp lại căn cước', 'can-cuoc'],
    ['gia han ho chieu', 'ho-chieu'],
    ['Đất sang tên cho con', 'dat-dai'],
  ] as const) {
    const [best, second] = await find(question)
    expect(best?.topic).toBe(topic)
    expect(best?.score).toBeGreaterThan(second?.score ?? 0)
  }
})
