import type { TopicId } from '../core/ids.ts'
import { fold, normalise } from '../core/text.ts'

/** The topic that was typed, as its id or its title; undefined where there is none, or more than one. */
export function topicTyped(topics: ReadonlyMap<TopicId, string>, typed: string): TopicId | undefined {
  if (topics.has(typed as TopicId)) return typed as TopicId
  const folded = fold(normalise(typed))
  const [named, ...others] = [...topics].filter(([, title]) => fold(normalise(title)) === folded)
  return others.length === 0 ? named?.[0] : undefined
}
