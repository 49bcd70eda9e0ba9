import type { TopicId } from '../core/ids.ts'

/** Where a button leads. */
export type Target =
  | { readonly type: 'topic'; readonly topic: TopicId }
  /** The rest of an article. */
  | { readonly type: 'more'; readonly topic: TopicId }
  | { readonly type: 'flow'; readonly flow: string }

/** The text that a button carries and gives back: `topic:vneid.la-gi`. */
export function payloadOf(target: Target): string {
  return target.type === 'flow' ? `flow:${target.flow}` : `${target.type}:${target.topic}`
}

/** Where a payload leads; null for one that is not ours or from another version. */
export function readPayload(payload: string): Target | null {
  const match = /^(topic|more|flow):([a-z0-9.-]+)$/.exec(payload)
  if (!match) return null
  const [, type, name = ''] = match
  if (type === 'flow') return { type, flow: name }
  return { type: type as 'topic' | 'more', topic: name as TopicId }
}
