import { parse } from 'yaml'
import { z } from 'zod'
import type { TopicId } from '../core/ids.ts'

/** All topics that articles may be written about, in the order of `data/topics.yaml`. */
export type Topics = ReadonlyMap<TopicId, { readonly group: string; readonly meaning: string }>

const topicsSchema = z.record(z.string(), z.record(z.string(), z.string()))

/** Reads the text of `data/topics.yaml`: group -> topic id -> what it covers. Throws a ZodError on another shape. */
export function parseTopics(text: string): Topics {
  const topics = new Map<TopicId, { group: string; meaning: string }>()
  for (const [group, members] of Object.entries(topicsSchema.parse(parse(text)))) {
    for (const [id, meaning] of Object.entries(members)) topics.set(id as TopicId, { group, meaning })
  }
  return topics
}
