import type { Article } from '../answers/article.ts'
import type { ComposedAnswer } from '../answers/compose.ts'
import { fill } from '../core/fill.ts'
import type { TopicId } from '../core/ids.ts'
import type { Choice } from '../core/messages.ts'
import { type Conversation, flowFor, sayFlow } from './conversation.ts'
import { payloadOf } from './payload.ts'
import type { Findings, Reply, TurnInput } from './run-turn.ts'

/** Answers a question from the articles, asks back between close ones, or says honestly that there is no answer. */
export function answerQuestion(conversation: Conversation, input: TurnInput, question: string): Reply {
  const { decision, ranked } = conversation.answers.find(question, { province: input.province })
  const findings: Findings = { topics: ranked.map(({ topic }) => topic), score: decision.score, sources: [] }
  switch (decision.kind) {
    case 'answer': {
      const article = conversation.answers.article(decision.topic)
      if (!article) return { ...decline(conversation, input), findings }
      const reply = showArticle(conversation, input, article)
      return { ...reply, findings: { ...findings, sources: reply.findings?.sources ?? [] } }
    }
    case 'clarify':
      return { ...clarify(conversation, decision.topics), findings: { ...findings, topics: decision.topics } }
    case 'decline':
      return { ...decline(conversation, input), findings }
  }
}

/** The article's answer, with where to go on from it. Someone who writes for the first time is told who answers. */
export function showArticle(conversation: Conversation, input: TurnInput, article: Article): Reply {
  const { texts, answers } = conversation
  const composed = answers.compose(article, { province: input.province })
  const choices = followUps(composed)
  if (composed.more !== null) {
    choices.unshift({ type: 'reply', label: texts.more, payload: payloadOf({ type: 'more', topic: article.topic }) })
  }
  const intro = input.first ? `${fill(texts.intro, conversation.values(input.province))}\n\n` : ''
  const related = choices.length > 0 ? `\n\n${texts.related}` : ''
  return answerOf(article, composed, `${intro}${composed.text}${related}`, choices)
}

/** What the article says beyond its answer. */
export function showMore(conversation: Conversation, input: TurnInput, article: Article): Reply {
  const composed = conversation.answers.compose(article, { province: input.province })
  if (composed.more === null) return showArticle(conversation, input, article)
  return answerOf(article, composed, composed.more, followUps(composed))
}

function followUps(composed: ComposedAnswer): Choice[] {
  return composed.followUps.map(({ topic, label }) => ({
    type: 'reply',
    label,
    payload: payloadOf({ type: 'topic', topic }),
  }))
}

function answerOf(article: Article, composed: ComposedAnswer, text: string, choices: readonly Choice[]): Reply {
  return {
    messages: [{ type: 'text', text, ...(choices.length > 0 ? { choices } : {}) }],
    effects: [],
    decision: 'answer',
    findings: { topics: [article.topic], score: 1, sources: composed.sources },
  }
}

function clarify(conversation: Conversation, topics: readonly TopicId[]): Reply {
  const { texts, answers } = conversation
  const choices = topics.flatMap((topic): Choice[] => {
    const article = answers.article(topic)
    return article ? [{ type: 'reply', label: article.title, payload: payloadOf({ type: 'topic', topic }) }] : []
  })
  const elsewhere: Choice = {
    type: 'reply',
    label: texts.somethingElse,
    payload: payloadOf({ type: 'flow', flow: flowFor(conversation, 'no_answer').id }),
  }
  return {
    messages: [{ type: 'text', text: texts.clarify, choices: [...choices, elsewhere] }],
    effects: [],
    decision: 'clarify',
  }
}

function decline(conversation: Conversation, input: TurnInput): Reply {
  return {
    messages: sayFlow(conversation, flowFor(conversation, 'no_answer'), input.province),
    effects: [],
    decision: 'decline',
  }
}
