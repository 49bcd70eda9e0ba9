import { z } from 'zod'
import type { TopicId } from '../core/ids.ts'
import { readYaml } from '../core/read-yaml.ts'

/** All topics that articles may be written about, in the order of `data/topics.yaml`. */
export type Topics = ReadonlyMap<TopicId, { readonly group: string; readonly meaning: string }>

const topicsSchema = z.record(z.string(), z.record(z.string(), z.string()))

/** Reads `data/topics.yaml`: group -> topic id -> what it covers. Throws an `AppError` when it is written otherwise. */
export function readTopics(path: string): Topics {
  const topics = new Map<TopicId, { group: string; meaning: string }>()
  for (const [group, members] of Object.entries(readYaml(path, topicsSchema))) {
    for (const [id, meaning] of Object.entries(members)) topics.set(id as TopicId, { group, meaning })
  }
  return topics
}
