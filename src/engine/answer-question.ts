import type { Article } from '../answers/article.ts'
import type { ComposedAnswer } from '../answers/compose.ts'
import { type Finding, flowOfTopic } from '../answers/finding.ts'
import { fill } from '../core/fill.ts'
import type { TopicId } from '../core/ids.ts'
import type { Choice } from '../core/messages.ts'
import type { TurnHelp } from '../llm/llm.ts'
import { flowFor } from './conversation.ts'
import { withChoices } from './form/ask.ts'
import type { Draft } from './form/draft.ts'
import { payloadOf } from './payload.ts'
import { lastArticle } from './question/follow-up-question.ts'
import { noteAnswered, noteAskedBack, noteDeclined } from './question/note-unanswered.ts'
import { partsAbout } from './question/parts-about.ts'
import { showInShort, twoQuestions } from './question/two-questions.ts'
import { understand } from './question/understand.ts'
import { findRewritten, rephrasing } from './question/with-model.ts'
import { start } from './start.ts'

const MAX_REMEMBERED_CHARS = 500
/** Related topics beside a button that begins a flow: with more than five buttons Zalo shows none. */
const MAX_BESIDE_FLOW = 2

/**
 * Answers a question from the articles, begins the flow that was meant, asks back between close ones, or says honestly
 * that there is no answer. `understood` is what the question was found to mean, where that was looked up already.
 */
export async function answerQuestion(draft: Draft, question: string, understood?: Finding): Promise<void> {
  const { conversation } = draft
  const before = draft.session.lastQuestion
  draft.session = { ...draft.session, lastQuestion: question.slice(0, MAX_REMEMBERED_CHARS), met: null }
  const two = twoQuestions(draft, question)
  if (two) {
    showInShort(draft, two)
    return noteAnswered(draft, two[0].topic)
  }
  const help = conversation.llm?.forTurn() ?? null
  const found = understood ?? understand(draft, question)
  const { decision, ranked } = (help && (await findRewritten(draft, help, { question, before, found }))) ?? found
  const topics = ranked.map(({ topic }) => topic)
  const { score } = decision
  switch (decision.kind) {
    case 'answer': {
      const article = conversation.answers.article(decision.topic)
      if (article) {
        await showAnswer(draft, help, article, question)
        markAnswered(draft, article)
      } else await decline(draft)
      break
    }
    case 'flow': {
      const flow = conversation.flows.get(decision.flow)
      if (flow) await start(draft, flow)
      else await decline(draft)
      break
    }
    case 'clarify':
      clarify(draft, decision.topics)
      break
    case 'decline':
      await decline(draft)
  }
  const asked = decision.kind === 'clarify' ? decision.topics.filter((topic) => flowOfTopic(topic) === null) : topics
  draft.findings = { topics: asked, score, sources: draft.findings?.sources ?? [] }
}

/** Found by a machine, an answer may be wrong: the last button says so. */
function markAnswered(draft: Draft, { topic }: Article): void {
  const { texts, ratingFlow } = draft.conversation
  noteAnswered(draft, topic)
  const last = draft.messages.at(-1)
  if (last?.type !== 'text' || ratingFlow === null) return
  const wrong: Choice = {
    type: 'reply',
    label: texts.notRight,
    payload: payloadOf({ type: 'flow', flow: ratingFlow.id }),
  }
  draft.messages[draft.messages.length - 1] = withChoices(last.text, [...(last.choices ?? []), wrong])
}

/** Asked on about the article that was just shown, only what it says of that is shown: nobody reads the same page twice. */
async function showAnswer(draft: Draft, help: TurnHelp | null, article: Article, question: string): Promise<void> {
  const again = lastArticle(draft)?.topic === article.topic
  const parts = again ? partsAbout(draft, article, question) : null
  if (parts !== null) showArticle(draft, article, { wording: parts, inPart: true })
  else showArticle(draft, article, { wording: (await help?.rephrase(rephrasing(draft, article, question))) ?? null })
}

/**
 * The article's answer, with where to go on from it; `wording` stands for its own text, and is `inPart` where the whole
 * is still to be had. Someone who writes for the first time is told who answers.
 */
export function showArticle(
  draft: Draft,
  article: Article,
  { wording = null, inPart = false }: { readonly wording?: string | null; readonly inPart?: boolean } = {},
): void {
  const { conversation, input } = draft
  const { texts, answers } = conversation
  const { topic } = article
  const composed = answers.compose(article, { province: input.province, ...(wording !== null && { wording }) })
  const flow = [...conversation.flows.values()].find(({ about, offered }) => offered === true && about === topic)
  const choices = followUps(composed).slice(0, flow ? MAX_BESIDE_FLOW : undefined)
  if (flow) choices.unshift({ type: 'reply', label: flow.title, payload: payloadOf({ type: 'flow', flow: flow.id }) })
  if (inPart) choices.unshift({ type: 'reply', label: texts.whole, payload: payloadOf({ type: 'topic', topic }) })
  else if (composed.more !== null)
    choices.unshift({ type: 'reply', label: texts.more, payload: payloadOf({ type: 'more', topic }) })
  const intro = input.first ? `${fill(texts.intro, conversation.values(input.province))}\n\n` : ''
  const related = choices.length > 0 ? `\n\n${texts.related}` : ''
  answerWith(draft, article, composed, `${intro}${composed.text}${related}`, choices)
}

/** What the article says beyond its answer. */
export function showMore(draft: Draft, article: Article): void {
  const composed = draft.conversation.answers.compose(article, { province: draft.input.province })
  if (composed.more === null) showArticle(draft, article)
  else answerWith(draft, article, composed, composed.more, followUps(composed))
}

function followUps(composed: ComposedAnswer): Choice[] {
  return composed.followUps.map(({ topic, label }) => ({
    type: 'reply',
    label,
    payload: payloadOf({ type: 'topic', topic }),
  }))
}

function answerWith(
  draft: Draft,
  article: Article,
  composed: ComposedAnswer,
  text: string,
  choices: readonly Choice[],
): void {
  draft.messages.push(withChoices(text, choices))
  draft.decision = 'answer'
  draft.session = { ...draft.session, lastTopic: { topic: article.topic, at: draft.input.now } }
  draft.findings = { topics: [article.topic], score: 1, sources: composed.sources }
}

function clarify(draft: Draft, topics: readonly TopicId[]): void {
  const { texts } = draft.conversation
  const elsewhere: Choice = {
    type: 'reply',
    label: texts.somethingElse,
    payload: payloadOf({ type: 'flow', flow: flowFor(draft.conversation, 'no_answer').id }),
  }
  draft.messages.push(withChoices(texts.clarify, [...topics.flatMap((topic) => offerOf(draft, topic)), elsewhere]))
  draft.decision = 'clarify'
  noteAskedBack(draft)
}

function offerOf({ conversation }: Draft, topic: TopicId): Choice[] {
  const id = flowOfTopic(topic)
  const flow = id === null ? undefined : conversation.flows.get(id)
  if (flow) return [{ type: 'reply', label: flow.title, payload: payloadOf({ type: 'flow', flow: flow.id }) }]
  const article = conversation.answers.article(topic)
  return article ? [{ type: 'reply', label: article.title, payload: payloadOf({ type: 'topic', topic }) }] : []
}

async function decline(draft: Draft): Promise<void> {
  await start(draft, flowFor(draft.conversation, 'no_answer'))
  draft.decision = 'decline'
  noteDeclined(draft)
}
