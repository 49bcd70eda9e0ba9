import type { ProvinceId, TopicId } from '../core/ids.ts'
import type { Stepwise } from '../core/stepwise.ts'
import { type Answers, type AnswersParts, buildingAnswers, createAnswers } from './answer.ts'
import { isShownIn } from './article.ts'
import { topicOfFlow } from './finding.ts'
import type { Taught } from './searched.ts'

/** Answers that can be taught while they answer. */
export interface TeachableAnswers extends Answers {
  /** What questions of people of `province` can be attached to, with its title: topics that have an article there, and flows as `topicOfFlow` gives them. */
  teachableIn(province: ProvinceId): ReadonlyMap<TopicId, string>
  /** The making of other answers that know what was `taught`, beside all that these were made of. */
  others(taught: Taught): Stepwise<Answers>
  /** From now on answers as `others` do; a turn under way ends as it began. */
  become(others: Answers): void
}

export function createTeachableAnswers(parts: AnswersParts): TeachableAnswers {
  let current = createAnswers(parts)
  const { articles, flows = [] } = parts
  // Only what every start makes is kept: reading and writing a whole index takes longer than people should wait meanwhile,
  // and what is only tried would crowd out what is used.
  const whileAnswering: AnswersParts = { ...parts, cache: undefined }
  return {
    teachableIn: (province) =>
      new Map([
        ...articles.flatMap((one) => (isShownIn(one, province) ? [[one.topic, one.title] as const] : [])),
        ...flows.map(({ id, title }) => [topicOfFlow(id), title] as const),
      ]),
    others: (taught) => buildingAnswers(whileAnswering, taught),
    become(others) {
      current = others
    },
    find: (question, options) => current.find(question, options),
    article: (topic) => current.article(topic),
    compose: (article, options) => current.compose(article, options),
    tellingTermsOf: (question) => current.tellingTermsOf(question),
  }
}
