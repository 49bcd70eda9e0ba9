import type { Article } from '../answers/article.ts'
import type { TopicId } from '../core/ids.ts'
import type { Choice } from '../core/messages.ts'
import { type Conversation, flowFor, sayFlow } from './conversation.ts'
import { fill } from './fill.ts'
import { payloadOf } from './payload.ts'
import type { Reply, TurnInput } from './run-turn.ts'

/** Answers a question from the articles, asks back between close ones, or says honestly that there is no answer. */
export function answerQuestion(conversation: Conversation, input: TurnInput, question: string): Reply {
  const { decision } = conversation.answers.find(question, { province: input.province })
  switch (decision.kind) {
    case 'answer': {
      const article = conversation.answers.article(decision.topic)
      return article ? showArticle(conversation, input, article) : decline(conversation, input)
    }
    case 'clarify':
      return clarify(conversation, decision.topics)
    case 'decline':
      return decline(conversation, input)
  }
}

/** The article's answer, with where to go on from it. Someone who writes for the first time is told who answers. */
export function showArticle(conversation: Conversation, input: TurnInput, article: Article): Reply {
  const { texts, answers } = conversation
  const composed = answers.compose(article, { province: input.province })
  const choices: Choice[] = composed.followUps.map(({ topic, label }) => ({
    type: 'reply',
    label,
    payload: payloadOf({ type: 'topic', topic }),
  }))
  if (composed.more !== null)
    choices.unshift({ type: 'reply', label: texts.more, payload: payloadOf({ type: 'more', topic: article.topic }) })
  const intro = input.first ? `${fill(texts.intro, conversation.values(input.province))}\n\n` : ''
  const related = choices.length > 0 ? `\n\n${texts.related}` : ''
  return {
    messages: [
      { type: 'text', text: `${intro}${composed.text}${related}`, ...(choices.length > 0 ? { choices } : {}) },
    ],
    effects: [],
    decision: 'answer',
  }
}

/** What the article says beyond its answer. */
export function showMore(conversation: Conversation, input: TurnInput, article: Article): Reply {
  const composed = conversation.answers.compose(article, { province: input.province })
  if (composed.more === null) return showArticle(conversation, input, article)
  const choices: Choice[] = composed.followUps.map(({ topic, label }) => ({
    type: 'reply',
    label,
    payload: payloadOf({ type: 'topic', topic }),
  }))
  return {
    messages: [{ type: 'text', text: composed.more, ...(choices.length > 0 ? { choices } : {}) }],
    effects: [],
    decision: 'answer',
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
