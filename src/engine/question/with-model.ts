import type { Article } from '../../answers/article.ts'
import { articleText } from '../../answers/compose.ts'
import type { Finding } from '../../answers/finding.ts'
import type { TurnHelp } from '../../llm/llm.ts'
import type { Draft } from '../form/draft.ts'
import { lastArticle } from './follow-up-question.ts'
import { isSure } from './sure.ts'

/** A longer message tells its own story. */
const MAX_FOLLOW_UP_CHARS = 160

export interface Asked {
  readonly question: string
  /** What was asked before. */
  readonly before: string | null
  /** What the question was found to mean without a model. */
  readonly found: Finding
}

/**
 * What an unclear question means once a model has made it whole with what was spoken of last; null where that finds no
 * answer either. The model's words are only searched with, so they lead to an article or nowhere.
 */
export async function findRewritten(draft: Draft, help: TurnHelp, asked: Asked): Promise<Finding | null> {
  const { question, before, found } = asked
  const last = lastArticle(draft)
  if (!last || isSure(found) || question.length > MAX_FOLLOW_UP_CHARS) return null
  const whole = await help.rewrite({ question, topic: last.title, before })
  if (whole === null) return null
  const finding = draft.conversation.answers.find(whole, { province: draft.input.province })
  return finding.decision.kind === 'answer' ? finding : null
}

/** What a model is given to put an article for the person's case. */
export function rephrasing(draft: Draft, article: Article, question: string) {
  return { article: articleText(article, draft.input.province), question }
}
