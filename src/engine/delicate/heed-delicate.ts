import type { TopicId } from '../../core/ids.ts'
import { showArticle } from '../answer-question.ts'
import { flowFor } from '../conversation.ts'
import { moveChoice, remind, withChoices } from '../form/ask.ts'
import { askingOf, type Draft } from '../form/draft.ts'
import { noteDeclined } from '../question/note-unanswered.ts'
import { start } from '../start.ts'
import type { DelicateKind } from './delicate.schema.ts'
import { withoutMasks } from './mask.ts'

const MAX_REMEMBERED_CHARS = 500

/**
 * Looks at a message before it is read as anything else: danger, scams, insults and their kin are answered in their own
 * way, numbers that nobody should send are put out of sight. Gives the words that are left to be read as usual; null when
 * all is said.
 */
export async function heedDelicate(draft: Draft, text: string): Promise<string | null> {
  const { delicate } = draft.conversation
  const masked = delicate.mask(text)
  const bare = withoutMasks(masked)
  const words = bare ?? masked
  const kind = delicate.kindOf(words)
  const heeded = kind !== null && isDue(draft, kind, words) ? kind : null
  if (heeded) await answerDelicate(draft, heeded, masked)
  if (bare === null) return heeded ? null : words
  return tellOfMask(draft, bare, heeded !== null)
}

/** Rough words in a free answer are part of it, and a real question in rough words is a question. */
function isDue(draft: Draft, kind: DelicateKind, words: string): boolean {
  if (kind.urgent) return true
  if (askingOf(draft)?.step.expects === 'text') return false
  if (!kind.yields) return true
  const { decision } = draft.conversation.answers.find(words, { province: draft.input.province })
  return decision.kind !== 'answer' && decision.kind !== 'flow'
}

async function answerDelicate(draft: Draft, kind: DelicateKind, text: string): Promise<void> {
  draft.session = { ...draft.session, lastQuestion: text.slice(0, MAX_REMEMBERED_CHARS), met: null }
  if (kind.urgent) await withoutForm(draft, () => act(draft, kind))
  else await act(draft, kind)
  if (kind.decision) draft.decision = kind.decision
  if (kind.noted) noteDeclined(draft)
}

async function act(draft: Draft, { answer }: DelicateKind): Promise<void> {
  const { conversation } = draft
  if (answer === 'decline') {
    await start(draft, flowFor(conversation, 'no_answer'))
    draft.decision = 'decline'
  } else if ('flow' in answer) {
    const flow = conversation.flows.get(answer.flow)
    if (!flow) return
    await start(draft, flow)
    if (flow.about !== undefined) speakAbout(draft, flow.about as TopicId)
  } else {
    const article = conversation.answers.article(answer.topic as TopicId)
    if (article) showArticle(draft, article)
  }
}

/** What is asked on after a flow about a topic is about that topic; its article is where the flow's facts come from. */
function speakAbout(draft: Draft, topic: TopicId): void {
  const { answers } = draft.conversation
  const { now, province } = draft.input
  const article = answers.article(topic)
  if (!article) return
  draft.session = { ...draft.session, lastTopic: { topic, at: now } }
  draft.findings = { topics: [topic], score: 1, sources: answers.compose(article, { province }).sources }
}

/**
 * The form keeps waiting where it was, and the next answer goes on with it; but nobody in danger is asked for a date of
 * birth: instead of the reminder there is a button.
 */
async function withoutForm(draft: Draft, work: () => Promise<void>): Promise<void> {
  const { stack } = draft.session
  const asking = askingOf(draft)
  draft.session = { ...draft.session, stack: [] }
  await work()
  draft.session = { ...draft.session, stack }
  const last = draft.messages.pop()
  if (!last) return
  if (!asking || last.type !== 'text') draft.messages.push(last)
  else {
    const goOn = moveChoice(draft.conversation.formTexts.labels.resume, 'resume', asking.frame)
    draft.messages.push(withChoices(last.text, [...(last.choices ?? []), goOn]))
  }
}

/** Tells that a number was masked; with nothing else to read, that is all. */
function tellOfMask(draft: Draft, bare: string, heeded: boolean): string | null {
  const { conversation } = draft
  const { texts } = conversation.delicate
  if (heeded) {
    draft.messages.push(withChoices(texts.masked, []))
    return null
  }
  const asking = askingOf(draft)
  const hasWords = /\p{L}/u.test(bare)
  if (asking ? hasWords : asksSomething(draft, bare)) {
    draft.messages.push(withChoices(texts.masked, []))
    return bare
  }
  draft.messages.push(withChoices(asking ? texts.masked : `${texts.masked} ${texts.masked_alone}`, []))
  draft.decision = asking ? 'flow' : 'chitchat'
  if (asking) remind(draft, asking)
  return null
}

function asksSomething({ conversation, input }: Draft, words: string): boolean {
  if (conversation.delicate.namesSecret(words)) return false
  if (conversation.isQuestion(words) || conversation.matchPhrase(words) !== null) return true
  const { decision } = conversation.answers.find(words, { province: input.province })
  return decision.kind === 'answer' || decision.kind === 'flow'
}
