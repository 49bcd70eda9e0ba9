import type { Article } from '../../answers/article.ts'
import type { ArticleDecision } from '../../answers/finding.ts'
import { fill } from '../../core/fill.ts'
import type { TopicId } from '../../core/ids.ts'
import type { Choice } from '../../core/messages.ts'
import { withChoices } from '../form/ask.ts'
import type { Draft } from '../form/draft.ts'
import { payloadOf } from '../payload.ts'

/**
 * Half a message is short, and its certainty lower. Where all it may mean belongs to one service, the first paragraph of
 * the likeliest article with its button does for an answer.
 */
const NEARLY_SURE = 0.6

/** The two articles that answer a message with two questions, in their order; null when it does not clearly hold two. */
export function twoQuestions({ conversation, input }: Draft, text: string): readonly [Article, Article] | null {
  const articleOf = (half: string): Article | undefined => {
    // "có mất phí không?" alone is about the other half, whatever article it happens to be near to.
    if (!conversation.continuing.asks(half) || conversation.continuing.leanOf(half) === 'bare') return undefined
    const { decision } = conversation.answers.find(half, { province: input.province })
    const topic = topicOf(decision)
    return topic === null ? undefined : conversation.answers.article(topic)
  }
  for (const [before, after] of conversation.continuing.halvesOf(text)) {
    const first = articleOf(before)
    const second = first && articleOf(after)
    if (first && second && first.topic !== second.topic) return [first, second]
  }
  return null
}

/** What a half is about; null when that is not clear enough for an answer. */
function topicOf(decision: ArticleDecision): TopicId | null {
  if (decision.kind === 'answer') return decision.topic
  if (decision.kind !== 'clarify' || decision.score < NEARLY_SURE) return null
  const groups = new Set(decision.topics.map((topic) => topic.split('.')[0]))
  return groups.size === 1 ? (decision.topics[0] ?? null) : null
}

/** Both in short, each with a button to the whole of it: two articles at once are more than anybody reads. */
export function showInShort(draft: Draft, articles: readonly [Article, Article]): void {
  const { conversation, input } = draft
  const { texts, answers } = conversation
  const parts = articles.map((article, at) => `${at + 1}. ${article.title}\n${article.body.split('\n\n')[0] ?? ''}`)
  const choices = articles.map(
    ({ topic, short }): Choice => ({
      type: 'reply',
      label: `${texts.more}: ${short}`,
      payload: payloadOf({ type: 'topic', topic }),
    }),
  )
  const intro = input.first ? `${fill(texts.intro, conversation.values(input.province))}\n\n` : ''
  draft.messages.push(withChoices(`${intro}${parts.join('\n\n')}`, choices))
  draft.decision = 'answer'
  draft.session = { ...draft.session, lastTopic: { topic: articles[1].topic, at: input.now } }
  const composed = articles.map((article) => answers.compose(article, { province: input.province }))
  draft.findings = {
    topics: articles.map(({ topic }) => topic),
    score: 1,
    sources: composed.flatMap(({ sources }) => sources),
  }
}
