import type { ProvinceId, TopicId } from '../core/ids.ts'
import { type Article, isShownIn } from './article.ts'
import { type AnswerTexts, type ComposedAnswer, composeAnswer } from './compose.ts'
import { decide, type Verdict } from './decide.ts'
import { type ArticleDecision, type Finding, MAX_RANKED } from './finding.ts'
import { type Candidate, rank } from './rank.ts'
import { SearchIndex } from './search/search-index.ts'
import type { Language } from './text/language.ts'
import { createReader, typedTokens } from './text/reader.ts'
import type { Topics } from './topics.ts'

export interface Answers {
  /** Finds what the articles can do for a question typed by someone of `province`. Pure; takes about 0.1 ms. */
  find(question: string, options: { readonly province: ProvinceId }): Finding
  article(topic: TopicId): Article | undefined
  /** What someone of `province` is shown of an article. */
  compose(article: Article, options: { readonly province: ProvinceId }): ComposedAnswer
}

export interface AnswersParts {
  readonly articles: readonly Article[]
  /** All topics; those without an article are known, so that a question about one is not answered with a neighbour. */
  readonly topics: Topics
  readonly language: Language
  readonly texts: AnswerTexts
}

/** What is searched; without an article it is there to be found in place of a wrong one. */
interface Entry {
  readonly group: string
  readonly article: Article | null
  readonly title: string
  readonly questions: readonly string[]
  readonly body: string
}

/** Longer questions are read up to here: more than any platform lets a person send at once. */
const MAX_QUESTION_CHARS = 3000

export function createAnswers({ articles, topics, language, texts }: AnswersParts): Answers {
  const byTopic = new Map(articles.map((article) => [article.topic, article]))
  const entries = [
    ...articles.map((article) => entryOf(article, topics)),
    ...withoutArticle(byTopic, topics),
    ...notOursEntries(language.notOurs),
  ]
  const typed = entries.map((entry) => ({
    title: typedTokens(entry.title),
    questions: entry.questions.map(typedTokens),
    body: entry.body.split('\n').map(typedTokens),
  }))
  const read = createReader(
    language,
    typed.flatMap(({ title, questions, body }) => [title, ...questions, ...body]),
  )
  const index = new SearchIndex(
    typed.map(({ title, questions, body }) => ({
      title: read(title),
      questions: questions.map(read),
      body: body.map(read),
    })),
  )
  const groups = entries.map((entry) => entry.group)

  const isAnswerable = (candidate: Candidate, province: ProvinceId): boolean => {
    const article = entries[candidate.at]?.article
    return article ? isShownIn(article, province) : false
  }
  const topicOf = (candidate: Candidate): TopicId[] => {
    const article = entries[candidate.at]?.article
    return article ? [article.topic] : []
  }
  const decisionFrom = (verdict: Verdict): ArticleDecision => {
    const score = verdict.certainty
    if (verdict.kind === 'decline') return { kind: 'decline', score }
    if (verdict.kind === 'clarify') return { kind: 'clarify', topics: verdict.between.flatMap(topicOf), score }
    const [topic] = topicOf(verdict.best)
    return topic ? { kind: 'answer', topic, score } : { kind: 'decline', score }
  }

  return {
    find(question, { province }) {
      const words = read(typedTokens(question.slice(0, MAX_QUESTION_CHARS)))
      const { candidates, anchored } = rank(words, index.search(words), groups, language.anchors)
      const answerable = candidates.filter((candidate) => isAnswerable(candidate, province))
      const elsewhere = candidates.find((candidate) => !isAnswerable(candidate, province))
      return {
        decision: decisionFrom(decide({ candidates: answerable, bestElsewhere: elsewhere?.score ?? 0, anchored })),
        ranked: answerable
          .slice(0, MAX_RANKED)
          .flatMap((candidate) => topicOf(candidate).map((topic) => ({ topic, score: candidate.score }))),
      }
    },
    article: (topic) => byTopic.get(topic),
    compose(article, { province }) {
      const labelOf = (topic: TopicId): string | undefined => {
        const other = byTopic.get(topic)
        return other && isShownIn(other, province) ? other.short : undefined
      }
      return composeAnswer(article, province, texts, labelOf)
    },
  }
}

function entryOf(article: Article, topics: Topics): Entry {
  return {
    group: article.group,
    article,
    title: [article.title, topics.get(article.topic)?.meaning ?? ''].join('\n'),
    questions: article.questions,
    body: [article.body, ...article.provinceBlocks.values(), article.more ?? ''].join('\n'),
  }
}

/** The topics that nothing can be said about yet, known by their meaning alone. */
function withoutArticle(byTopic: ReadonlyMap<TopicId, Article>, topics: Topics): Entry[] {
  return [...topics]
    .filter(([topic]) => !byTopic.has(topic))
    .map(([, { group, meaning }]) => ({ group, article: null, title: meaning, questions: [], body: '' }))
}

function notOursEntries(subjects: Language['notOurs']): Entry[] {
  return [...subjects].map(([title, questions]) => ({ group: '', article: null, title, questions, body: '' }))
}
