import type { ProvinceId, TopicId } from '../core/ids.ts'
import { remember } from '../core/remember.ts'
import { atOnce, type Stepwise } from '../core/stepwise.ts'
import { type Article, isShownIn } from './article.ts'
import { type AnswerTexts, type ComposedAnswer, composeAnswer } from './compose.ts'
import { decide } from './decide.ts'
import { evidenceOf } from './evidence.ts'
import { buildingFinder, type FinderCache } from './finder.ts'
import { type ArticleDecision, type Finding, flowOfTopic, MAX_RANKED } from './finding.ts'
import { rank } from './rank.ts'
import { type FlowSamples, searchedOf, type Taught } from './searched.ts'
import type { Language } from './text/language.ts'
import { typedTokens, type Word } from './text/reader.ts'
import type { Topics } from './topics.ts'

export interface Answers {
  /** Finds what the articles can do for a question typed by someone of `province`. Pure; takes 0.1 to 0.2 ms. */
  find(question: string, options: { readonly province: ProvinceId }): Finding
  article(topic: TopicId): Article | undefined
  /** What someone of `province` is shown of an article; `wording` stands for its own text. */
  compose(article: Article, options: { readonly province: ProvinceId; readonly wording?: string }): ComposedAnswer
  /** What a question says, for comparing it with others: terms that say something -> how rare they are. */
  tellingTermsOf(question: string): ReadonlyMap<string, number>
}

export interface AnswersParts {
  readonly articles: readonly Article[]
  /** What is begun rather than answered. */
  readonly flows?: readonly FlowSamples[]
  /** All topics; those without an article are known, so that a question about one is not answered with a neighbour. */
  readonly topics: Topics
  readonly language: Language
  readonly texts: AnswerTexts
  readonly cache?: FinderCache | undefined
}

/** Longer questions are read up to here: more than any platform lets a person send at once. */
const MAX_QUESTION_CHARS = 3000
/** How many findings are kept for a province, and of how long questions: they stand in memory as they were typed. */
const MAX_REMEMBERED = 1000
const MAX_REMEMBERED_CHARS = 80

export function createAnswers(parts: AnswersParts): Answers {
  return atOnce(buildingAnswers(parts))
}

/** The making of answers that also know what was `taught`. */
export function* buildingAnswers(
  { articles, flows = [], topics, language, texts, cache }: AnswersParts,
  taught?: Taught,
): Stepwise<Answers> {
  const byTopic = new Map(articles.map((article) => [article.topic, article]))
  const searched = searchedOf(articles, flows, topics, language)
  const groups = searched.map(({ group }) => group)
  const { index, classify, read } = yield* buildingFinder(searched, language, { taught, cache })

  const attached = new Map(
    [...(taught ?? [])].flatMap(([topic, questions]) =>
      questions.map((question) => [wordingOf(read(typedTokens(question))), topic] as const),
    ),
  )
  const isShown = (topic: TopicId, province: ProvinceId): boolean => {
    const article = byTopic.get(topic)
    return article ? isShownIn(article, province) : flowOfTopic(topic) !== null
  }

  function lookUp(question: string, province: ProvinceId): Finding {
    const words = read(typedTokens(question.slice(0, MAX_QUESTION_CHARS)))
    const found = search(words, province)
    const topic = attached.get(wordingOf(words))
    return topic !== undefined && isShown(topic, province) ? answeredAs(topic, found) : found
  }

  function search(words: readonly Word[], province: ProvinceId): Finding {
    const ranking = rank(words, index.search(words), classify(words), groups, language.anchors)
    const evidence = evidenceOf(ranking, (at) => {
      const found = searched[at]
      return !found || (found.article && !isShownIn(found.article, province)) ? undefined : (found.topic ?? undefined)
    })
    return {
      decision: asFlow(decide(evidence)),
      ranked: evidence.candidates
        .filter(({ topic }) => flowOfTopic(topic) === null)
        .slice(0, MAX_RANKED)
        .map(({ topic, score }) => ({ topic, score })),
    }
  }

  const remembered = new Map<ProvinceId, (question: string) => Finding>()
  function lookUpShort(question: string, province: ProvinceId): Finding {
    const find = remembered.get(province) ?? remember(MAX_REMEMBERED, (asked) => lookUp(asked, province))
    remembered.set(province, find)
    return find(question)
  }

  return {
    find(question, { province }) {
      // A long story is nobody else's question.
      return question.length <= MAX_REMEMBERED_CHARS ? lookUpShort(question, province) : lookUp(question, province)
    },
    article: (topic) => byTopic.get(topic),
    tellingTermsOf: (question) => index.tellingTermsOf(read(typedTokens(question.slice(0, MAX_QUESTION_CHARS)))),
    compose(article, { province, wording }) {
      const labelOf = (topic: TopicId) => {
        const other = byTopic.get(topic)
        return other && isShownIn(other, province) ? other.short : undefined
      }
      return composeAnswer(article, province, texts, labelOf, wording)
    },
  }
}

/** What is told apart of two ways to put a question: not its accents, nor words for the same thing. */
function wordingOf(words: readonly Word[]): string {
  return words.map(({ folded }) => folded).join(' ')
}

/** What staff attached is answered as they said, word for word, whatever it is near to. */
function answeredAs(topic: TopicId, { ranked }: Finding): Finding {
  const others = ranked.filter((other) => other.topic !== topic)
  const own = flowOfTopic(topic) === null ? [{ topic, score: ranked[0]?.score ?? 1 }] : []
  return { decision: asFlow({ kind: 'answer', topic, score: 1 }), ranked: [...own, ...others].slice(0, MAX_RANKED) }
}

function asFlow(decision: ArticleDecision): ArticleDecision {
  const flow = decision.kind === 'answer' ? flowOfTopic(decision.topic) : null
  return flow === null ? decision : { kind: 'flow', flow, score: decision.score }
}
