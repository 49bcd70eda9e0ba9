import type { TopicId } from '../core/ids.ts'

/** What the articles can do for a question. `score` is how certain it is that the best topic is right, 0 to 1. */
export type ArticleDecision =
  | { readonly kind: 'answer'; readonly topic: TopicId; readonly score: number }
  /** Two to four topics between which the person is asked, best first; flows among them as `topicOfFlow` gives them. */
  | { readonly kind: 'clarify'; readonly topics: readonly TopicId[]; readonly score: number }
  | { readonly kind: 'decline'; readonly score: number }
  /** One of the flows' sample sentences was meant. */
  | { readonly kind: 'flow'; readonly flow: string; readonly score: number }

const FLOW = 'flow:'

/** A flow as it stands among the topics that were found. */
export function topicOfFlow(flow: string): TopicId {
  return `${FLOW}${flow}` as TopicId
}

/** The flow that a found topic stands for; null for a topic proper. */
export function flowOfTopic(topic: TopicId): string | null {
  return topic.startsWith(FLOW) ? topic.slice(FLOW.length) : null
}

/** What is done with a message. Those beside `ArticleDecision` are taken before the articles are searched. */
export type Decision = ArticleDecision | { readonly kind: 'chitchat' } | { readonly kind: 'handover' }

export interface RankedTopic {
  readonly topic: TopicId
  /** Above 0, no upper end; comparable within one question. */
  readonly score: number
}

export interface Finding {
  readonly decision: ArticleDecision
  /** The topics that share anything with the question, best first, at most `MAX_RANKED`. */
  readonly ranked: readonly RankedTopic[]
}

export const MAX_RANKED = 10
