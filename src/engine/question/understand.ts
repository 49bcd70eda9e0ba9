import type { ArticleDecision, Finding } from '../../answers/finding.ts'
import type { Draft } from '../form/draft.ts'
import { readPayload } from '../payload.ts'
import { findFollowUp, lastArticle } from './follow-up-question.ts'
import { isSure } from './sure.ts'

/**
 * Finds what a question means: as it stands; where that is not clear, by its first half or by the question at the end of
 * its story; and where it leans on what was said before, by the topic spoken of last.
 */
export function understand(draft: Draft, question: string): Finding {
  const { conversation, input } = draft
  const where = { province: input.province }
  const whole = conversation.answers.find(question, where)
  const leaning = findFollowUp(draft, question, whole)
  if (leaning) return leaning
  if (leansOnNothing(draft, question)) return { ...whole, decision: askedBackOr(draft, { kind: 'decline', score: 0 }) }
  if (isSure(whole)) return whole
  // "bán lên sàn thì làm gì, với lại có mất phí không": the second half asks on about the first.
  for (const [before, after] of conversation.continuing.halvesOf(question)) {
    const finding = conversation.continuing.leanOf(after) === 'bare' ? conversation.answers.find(before, where) : null
    if (finding && isSure(finding)) return finding
  }
  for (const crux of conversation.continuing.cruxesOf(question)) {
    const finding = conversation.answers.find(crux, where)
    if (isSure(finding)) return finding
  }
  return whole
}

/** "Mất bao lâu?" after a question back, of which nothing was chosen: the same topics are offered once more. */
function askedBackOr({ input: { session } }: Draft, decision: ArticleDecision): ArticleDecision {
  if (session.met?.how !== 'asked_back') return decision
  const topics = session.choices.flatMap(({ payload }) => {
    const target = readPayload(payload)
    return target?.type === 'topic' ? [target.topic] : []
  })
  return topics.length > 1 ? { kind: 'clarify', topics, score: 0 } : decision
}

/** "Mất bao lâu?" when nothing was spoken of: whatever article it happens to be near to, it is about none. */
function leansOnNothing(draft: Draft, question: string): boolean {
  return !lastArticle(draft) && draft.conversation.continuing.leanOf(question) === 'bare'
}
