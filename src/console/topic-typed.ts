import type { TopicId } from '../core/ids.ts'
import { onlyNamed } from './only-named.ts'

/** The topic that was typed, as its id or its title; undefined where there is none, or more than one. */
export function topicTyped(topics: ReadonlyMap<TopicId, string>, typed: string): TopicId | undefined {
  if (topics.has(typed as TopicId)) return typed as TopicId
  return onlyNamed([...topics], ([, title]) => title, typed)?.[0]
}
