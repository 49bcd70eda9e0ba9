import type { Article } from '../../answers/article.ts'
import type { Finding } from '../../answers/finding.ts'
import type { TopicId } from '../../core/ids.ts'
import { fold, normalise, tokens } from '../../core/text.ts'
import { askingOf, type Draft } from '../form/draft.ts'
import { isSure } from './sure.ts'

/** Later, "mất bao lâu?" is about nothing any more. */
const REMEMBERED_MS = 2 * 3_600_000
/** More words say what they are about by themselves. */
const SHORT_WORDS = 8

/**
 * What a question means after the topic spoken of last: "mất bao lâu?", "thế còn trẻ em thì sao?". null when it does not
 * lean on that topic. `alone`: what it means by itself.
 */
export function findFollowUp(draft: Draft, question: string, alone: Finding): Finding | null {
  const { conversation, input } = draft
  const last = lastArticle(draft)
  if (!last) return null
  // Looked up where it decides something: most questions stand alone.
  const together = () => conversation.answers.find(`${question} ${last.title}`, { province: input.province })
  if (staysWith(draft, question, alone, last)) return answerWith(last.topic, together())
  const lean = conversation.continuing.leanOf(question)
  if (lean === null) {
    const goesOn = asksOfForm(draft, question, alone, last) || asksOn(draft, question, alone, last)
    return goesOn ? answerWith(last.topic, together()) : null
  }
  // Words without a subject are nobody's new question, whatever article they happen to be near to.
  if (lean === 'bare') return answerWith(last.topic, together())
  if (isSure(alone)) return null
  // What the search knows to be no question of ours is none after an answer either.
  if (alone.decision.score === 0) return null
  const withLast = together()
  const nearby = nearbyTopic(last, alone, withLast)
  if (nearby) return answerWith(nearby, withLast)
  return speaksOf(last, conversation.continuing.subjectOf(question)) ? answerWith(last.topic, withLast) : null
}

/**
 * The article spoken of last; undefined when that was too long ago. While a form asks, and no other was shown since, it
 * is the one that the form is about.
 */
export function lastArticle(draft: Draft): Article | undefined {
  const { conversation, session, input } = draft
  const { lastTopic } = session
  const asking = askingOf(draft)
  if (asking?.flow.about !== undefined && (!lastTopic || lastTopic.at < asking.frame.at))
    return conversation.answers.article(asking.flow.about as TopicId)
  if (!lastTopic || input.now - lastTopic.at > REMEMBERED_MS) return undefined
  return conversation.answers.article(lastTopic.topic as TopicId)
}

/**
 * A topic of the same group, or one that the article leads on to, which the question itself is nearest to, or near to with
 * the last topic in mind. Of what the article itself is near to, nothing of another group is thought.
 */
function nearbyTopic({ topic: last, followUps }: Article, alone: Finding, together: Finding): TopicId | null {
  const group = groupOf(last)
  const near = new Set(together.ranked.map(({ topic }) => topic))
  const nearest = alone.ranked.slice(0, 3)
  const related = nearest.some(({ topic }) => topic === last) ? [] : followUps
  const found = nearest.find(
    ({ topic }, place) => (groupOf(topic) === group || related.includes(topic)) && (place === 0 || near.has(topic)),
  )
  return found && found.topic !== last ? found.topic : null
}

/** "học có mất tiền không" in the middle of signing up for a class: it names what the form is about, or is nearest to that. */
function asksOfForm(draft: Draft, question: string, { decision }: Finding, last: Article): boolean {
  const { continuing } = draft.conversation
  if (askingOf(draft)?.flow.about !== last.topic || !continuing.asks(question)) return false
  if (decision.kind === 'clarify' && decision.topics[0] === last.topic) return true
  // "bên đó có lấy tiền không": of what it costs, of time and papers, and of nothing that is known to be another's.
  if (decision.kind === 'decline' && decision.score > 0 && continuing.toldFor(question).length > 0) return true
  const title = new Set(tokens(normalise(last.title)).map(fold))
  const subject = continuing.subjectOf(question)
  return decision.kind !== 'answer' && subject.length > 0 && subject.every((word) => title.has(fold(word)))
}

/** "có phải thi lại không": a short question that means nothing alone, is nearest to the article, and has all its words there. */
function asksOn(
  { conversation: { continuing } }: Draft,
  question: string,
  { decision, ranked }: Finding,
  last: Article,
): boolean {
  const near = ranked.slice(0, 2).some(({ topic }) => topic === last.topic)
  if (!near || decision.kind === 'answer' || decision.kind === 'flow') return false
  const short = tokens(normalise(question)).length <= SHORT_WORDS
  return short && continuing.asks(question) && holdsAll(last, continuing.subjectOf(question))
}

/**
 * "hết hạn thì sao": it may happen to anything, so it is about what was spoken of last, where that article speaks of it
 * and no other of the same group says more.
 */
function staysWith(
  { conversation: { continuing } }: Draft,
  question: string,
  { decision }: Finding,
  last: Article,
): boolean {
  const aspect = continuing.aspectOf(question)
  if (aspect === null) return false
  const meant = decision.kind === 'answer' ? decision.topic : null
  if (meant !== null && (groupOf(meant) === groupOf(last.topic) || last.followUps.includes(meant))) return false
  const words = tokens(normalise(`${last.title} ${last.body} ${last.more ?? ''}`))
  return ` ${fold(words.join(' '))} `.includes(` ${fold(aspect)} `)
}

function groupOf(topic: TopicId): string | undefined {
  return topic.split('.')[0]
}

/** Whether the words stand in the article, each as a whole and with the accents that were typed. */
function holdsAll(article: Article, words: readonly string[]): boolean {
  const plain = words.every((word) => word === fold(word))
  const written = tokens(normalise(`${article.title} ${article.body} ${article.more ?? ''}`))
  const known = new Set(plain ? written.map(fold) : written)
  return words.length > 0 && words.every((word) => known.has(word))
}

function speaksOf(article: Article, subject: readonly string[]): boolean {
  const text = fold(normalise(`${article.title} ${article.body} ${article.more ?? ''}`))
  return subject.length > 0 && subject.every((word) => text.includes(fold(word)))
}

function answerWith(topic: TopicId, { decision, ranked }: Finding): Finding {
  const others = ranked.filter((other) => other.topic !== topic)
  return {
    decision: { kind: 'answer', topic, score: decision.score },
    ranked: [{ topic, score: decision.score }, ...others],
  }
}
