import type { z } from 'zod'
import type { TopicId } from '../core/ids.ts'
import { READ_ONCE } from '../core/read-once.ts'
import { readYamlText } from '../core/yaml-text.ts'
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
  | { readonly type: 'refused'; readonly problems: readonly Problem[] }

const FRONT_MATTER = /^---\n([\s\S]*?)\n---(?:\n|$)/
/** The front matter begins on the second line of the file. */
const FRONT_MATTER_LINE = 2

/** Reads one article. `groupOf` gives a topic's group; an unknown topic keeps the group of its id's first word. */
export function readArticle(file: KnowledgeFile, groupOf: (topic: TopicId) => string | undefined): ArticleReading {
  const text = file.text
    .replace(/^\uFEFF/, '')
    .normalize('NFC')
    .replaceAll('\r\n', '\n')
  const [front, yaml] = FRONT_MATTER.exec(text) ?? []
  if (front === undefined || yaml === undefined) {
    return refused(file, [{ line: 1, message: 'the file must begin with front matter between two lines "---"' }])
  }
  const { value, errors, lineOf } = parseFrontMatter(yaml)
  if (errors.length > 0) return refused(file, errors)
  const parsed = frontMatterSchema.safeParse(value, READ_ONCE)
  const { body, problems } = parseBody(text.slice(front.length), front.split('\n').length)
  if (parsed.success && problems.length === 0) {
    return { type: 'read', read: { file: file.path, article: articleFrom(parsed.data, body, groupOf), body, lineOf } }
  }
  const mistakes = parsed.success ? [] : parsed.error.issues.map((issue) => mistakeOf(issue, lineOf))
  return refused(file, [...mistakes, ...problems])
}

interface Mistake {
  readonly line: number
  readonly message: string
}

/** The front matter's value and, for messages, the line in the file of everything in it. */
function parseFrontMatter(text: string): { value: unknown; errors: Mistake[]; lineOf: ReadArticle['lineOf'] } {
  const { value, errors, lineOf } = readYamlText(text)
  const inFile = (line: number) => line + FRONT_MATTER_LINE - 1
  return {
    value,
    errors: errors.map(({ line, message }) => ({ line: inFile(line), message })),
    lineOf: (key) => inFile(lineOf(key)),
  }
}

function mistakeOf(issue: z.core.$ZodIssue, lineOf: ReadArticle['lineOf']): Mistake {
  const key = issue.path.filter((step) => typeof step !== 'symbol')
  return { line: lineOf(key), message: `${key.join('.') || 'front matter'}: ${issue.message}` }
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

function refused(file: KnowledgeFile, mistakes: readonly Mistake[]): ArticleReading {
  return { type: 'refused', problems: mistakes.map((mistake) => ({ file: file.path, level: 'error', ...mistake })) }
}
