import { LineCounter, parseDocument } from 'yaml'
import type { TopicId } from '../core/ids.ts'
import { type Article, type FrontMatter, frontMatterSchema } from './article.ts'
import { type ArticleBody, parseBody, textOf } from './article-body.ts'

/** A file of `data/knowledge`; `path` is what a problem names it by. */
export interface KnowledgeFile {
  readonly path: string
  readonly text: string
}

/** What is wrong in a file and what to do about it. Lines count from 1. An error keeps the article from being used. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly level: 'error' | 'warning'
  readonly message: string
}

export interface ReadArticle {
  readonly file: string
  readonly article: Article
  readonly body: ArticleBody
  /** The line of a key of the front matter, such as `['questions', 3]`; of the nearest key above it when it is missing. */
  lineOf(key: readonly (string | number)[]): number
}

export type ArticleReading =
  | { readonly type: 'read'; readonly read: ReadArticle }
  | { readonly type: 'refused'; readonly problems: readonly [Problem, ...Problem[]] }

const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/
/** The front matter begins on the second line of the file. */
const FRONT_MATTER_LINE = 2

/** Reads one article. `groupOf` gives a topic's group; an unknown topic keeps the group of its id's first word. */
export function readArticle(file: KnowledgeFile, groupOf: (topic: TopicId) => string | undefined): ArticleReading {
  const text = file.text.normalize('NFC')
  const front = FRONT_MATTER.exec(text)
  if (front?.[1] === undefined) {
    return refused(file, [{ line: 1, message: 'the file must begin with front matter between two lines "---"' }])
  }
  const counter = new LineCounter()
  const yaml = parseDocument(front[1], { lineCounter: counter })
  const lineAt = (offset: number) => counter.linePos(offset).line + FRONT_MATTER_LINE - 1
  if (yaml.errors.length > 0) {
    return refused(
      file,
      yaml.errors.map((error) => ({ line: lineAt(error.pos[0]), message: firstLineOf(error.message) })),
    )
  }
  const lineOf = (key: readonly (string | number)[]): number => {
    for (let depth = key.length; depth > 0; depth--) {
      const node = yaml.getIn(key.slice(0, depth), true)
      if (hasRange(node)) return lineAt(node.range[0])
    }
    return 1
  }
  const parsed = frontMatterSchema.safeParse(yaml.toJS())
  const bodyLine = text.slice(0, front[0].length).split('\n').length
  const { body, problems } = parseBody(text.slice(front[0].length).replaceAll('\r', ''), bodyLine)
  if (!parsed.success) {
    const shape = parsed.error.issues.map((issue) => {
      const key = issue.path.filter((step) => typeof step !== 'symbol')
      return { line: lineOf(key), message: `${key.join('.') || 'front matter'}: ${issue.message}` }
    })
    return refused(file, [...shape, ...problems])
  }
  if (problems.length > 0) return refused(file, problems)
  return { type: 'read', read: { file: file.path, article: articleFrom(parsed.data, body, groupOf), body, lineOf } }
}

function articleFrom(front: FrontMatter, body: ArticleBody, groupOf: (topic: TopicId) => string | undefined): Article {
  return {
    topic: front.id,
    group: groupOf(front.id) ?? front.id.slice(0, front.id.indexOf('.')),
    title: front.title,
    short: front.short,
    questions: front.questions,
    sources: front.sources.map((source) => ({
      title: source.title,
      url: source.url ?? null,
      date: source.date,
      province: source.province ?? null,
      facts: source.facts,
    })),
    reviewed: front.reviewed,
    recheckBy: front.recheck_by,
    provinces: front.provinces,
    followUps: front.follow_ups,
    body: textOf(body.main),
    more: body.more ? textOf(body.more) : null,
    provinceBlocks: new Map(body.blocks.map((block) => [block.province, textOf(block.lines)])),
  }
}

function refused(file: KnowledgeFile, problems: readonly { line: number; message: string }[]): ArticleReading {
  const [first, ...rest] = problems.map((problem): Problem => ({ file: file.path, level: 'error', ...problem }))
  if (!first) throw new Error('an article is refused only for a reason')
  return { type: 'refused', problems: [first, ...rest] }
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}

/** The parser's own message, without the excerpt that it draws under it. */
function firstLineOf(message: string): string {
  return message
    .split('\n', 1)
    .join()
    .replace(/ at line \d+, column \d+:?$/, '')
}
