import type { KnowledgeFile } from '../../../src/answers/read-article.ts'

/** The parts of an article's file that a test wants otherwise; each replaces whole lines of the front matter. */
export interface ArticleParts {
  readonly path?: string
  readonly id?: string
  readonly title?: string
  readonly short?: string
  readonly questions?: readonly string[]
  readonly sources?: readonly string[]
  readonly reviewed?: string
  readonly recheckBy?: string
  readonly provinces?: string
  readonly followUps?: string
  readonly body?: string
}

const QUESTIONS = ['một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười'].map(
  (word) => `câu hỏi thứ ${word}`,
)

/** A faultless article's file; with all defaults the key of line 2 is `id`, of line 4 `short`, of line 16 `sources`. */
export function articleFile(parts: ArticleParts = {}): KnowledgeFile {
  const id = parts.id ?? 'vneid.la-gi'
  const front = [
    '---',
    `id: ${id}`,
    `title: ${parts.title ?? 'VNeID là gì'}`,
    `short: ${parts.short ?? 'VNeID là gì'}`,
    'questions:',
    ...(parts.questions ?? QUESTIONS).map((question) => `  - ${question}`),
    'sources:',
    ...(parts.sources ?? ['  - title: Nguồn thử', '    date: 10/09/2025', '    facts:', '      - VNeID là ứng dụng.']),
    `reviewed: ${parts.reviewed ?? '2026-11-21'}`,
    `recheck_by: ${parts.recheckBy ?? '2027-02-21'}`,
    `provinces: ${parts.provinces ?? 'all'}`,
    `follow_ups: ${parts.followUps ?? '[]'}`,
    '---',
  ]
  const path = parts.path ?? `data/knowledge/${id.slice(0, id.indexOf('.'))}/${id}.md`
  return { path, text: `${front.join('\n')}\n${parts.body ?? 'VNeID là ứng dụng.'}\n` }
}
