import { z } from 'zod'
import type { ProvinceId, TopicId } from '../core/ids.ts'

/** What the assistant may say about one topic. Made from a file of `data/knowledge`, whose form docs/knowledge.md gives. */
export interface Article {
  readonly topic: TopicId
  /** The group of `data/topics.yaml` to which the topic belongs: `vneid`. */
  readonly group: string
  readonly title: string
  /** The label of a button that leads here. */
  readonly short: string
  /** The question as people type it. */
  readonly questions: readonly string[]
  readonly sources: readonly Source[]
  /** ISO dates: when a person last compared the text with its sources, and when this must be done again. */
  readonly reviewed: string
  readonly recheckBy: string
  /** Whose citizens may be shown the article. */
  readonly provinces: 'all' | readonly ProvinceId[]
  readonly followUps: readonly TopicId[]
  /** What is said first. */
  readonly body: string
  /** What is said when the person asks for more. */
  readonly more: string | null
  /** What is said in one province alone, after the body. */
  readonly provinceBlocks: ReadonlyMap<ProvinceId, string>
}

export interface Source {
  readonly title: string
  readonly url: string | null
  /** `dd/mm/yyyy`, `mm/yyyy`, `yyyy` or `không rõ`. */
  readonly date: string
  /** Set when the source speaks of one province alone. */
  readonly province: ProvinceId | null
  readonly facts: readonly string[]
}

/** True when people of `province` may be shown the article. */
export function isShownIn(article: Article, province: ProvinceId): boolean {
  return article.provinces === 'all' || article.provinces.includes(province)
}

const SOURCE_DATE = /^(?:(?:\d{1,2}\/)?\d{1,2}\/\d{4}|\d{4}|không rõ)$/u

const text = z.string().trim().min(1, 'must not be empty')
const provinceId = text.transform((value) => value as ProvinceId)
const topicId = text.transform((value) => value as TopicId)
const isoDate = z.iso.date('must be a date such as 2026-11-21')

const sourceSchema = z.strictObject({
  title: text,
  url: z.url({ protocol: /^https?$/, error: 'must be a full address such as https://chinhphu.vn/…' }).optional(),
  date: z
    .string('must stand in quotes, such as "2025"')
    .regex(SOURCE_DATE, 'must be dd/mm/yyyy, mm/yyyy, yyyy or không rõ'),
  province: provinceId.optional(),
  facts: z.array(text).min(1, 'needs at least one fact that this source says'),
})

/** The part of an article's file between the two `---` lines. */
export const frontMatterSchema = z.strictObject({
  id: topicId,
  title: text,
  short: text,
  questions: z.array(text).min(1, 'needs questions as people type them'),
  sources: z.array(sourceSchema).min(1, 'needs at least one source: an article says only what a source says'),
  reviewed: isoDate,
  recheck_by: isoDate,
  provinces: z.union([z.literal('all'), z.array(provinceId).min(1)], 'must be all, or a list of province ids'),
  follow_ups: z.array(topicId).max(3, 'may name three topics at most').default([]),
})
export type FrontMatter = z.infer<typeof frontMatterSchema>
