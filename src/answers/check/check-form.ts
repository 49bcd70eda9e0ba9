import type { ProvinceId } from '../../core/ids.ts'
import { lengthOf } from '../../core/text-length.ts'
import { type BodyLine, textOf } from '../article-body.ts'
import type { Problem, ReadArticle } from '../read-article.ts'

/** The limits of docs/knowledge.md, in code points. `short` is what a Messenger button can hold. */
const MAX_CHARS = { title: 70, short: 20, body: 900, block: 300, more: 1500 } as const
const MIN_QUESTIONS = 10

/** What Zalo would show as it is typed. */
const MARKUP: readonly (readonly [RegExp, string])[] = [
  [/\*\*|__/u, 'bold marks (**, __): leave them out'],
  [/^\s*#{1,6}\s/u, 'a heading (#): write it as a line of its own that ends with ":"'],
  [/\[[^\]]*\]\([^)]*\)/u, 'a link in brackets: write the web address as it is'],
  [/^\s*\|.*\|\s*$/u, 'a table: write its rows as sentences'],
  [/`/u, 'a code mark (`): leave it out'],
  [/^\s*\*\s/u, 'a list with "*": begin its lines with "-"'],
]

/** Lengths, number of questions, marks that a messenger shows raw, and provinces that are not served. */
export function checkForm(read: ReadArticle, provinces: ReadonlySet<ProvinceId>): Problem[] {
  const { file, article, body, lineOf } = read
  const problems: Problem[] = []
  const add = (line: number, message: string) => problems.push({ file, line, level: 'error', message })
  const limit = (name: keyof typeof MAX_CHARS, text: string, line: number) => {
    const length = lengthOf(text)
    if (length > MAX_CHARS[name])
      add(line, `${name} has ${length} characters, ${MAX_CHARS[name]} are allowed: shorten it`)
  }
  const lines: BodyLine[] = [...body.main, ...body.blocks.flatMap((block) => block.lines), ...(body.more ?? [])]

  limit('title', article.title, lineOf(['title']))
  limit('short', article.short, lineOf(['short']))
  limit('body', article.body, body.main[0]?.line ?? 1)
  if (article.more !== null) limit('more', article.more, body.more?.[0]?.line ?? 1)
  for (const block of body.blocks) {
    limit('block', textOf(block.lines), block.line)
    if (!provinces.has(block.province)) add(block.line, unknownProvince(block.province, provinces))
  }
  for (const [index, { province }] of article.sources.entries()) {
    if (province && !provinces.has(province)) {
      add(lineOf(['sources', index, 'province']), unknownProvince(province, provinces))
    }
  }
  for (const province of article.provinces === 'all' ? [] : article.provinces) {
    if (!provinces.has(province)) add(lineOf(['provinces']), unknownProvince(province, provinces))
  }
  if (article.questions.length < MIN_QUESTIONS) {
    add(lineOf(['questions']), `${article.questions.length} questions, at least ${MIN_QUESTIONS} are needed: add some`)
  }
  for (const { text, line } of lines) {
    for (const [pattern, what] of MARKUP) if (pattern.test(text)) add(line, `messengers show ${what}`)
  }
  return problems
}

function unknownProvince(province: string, provinces: ReadonlySet<ProvinceId>): string {
  return `there is no province "${province}": use one of ${[...provinces].join(', ')}`
}
