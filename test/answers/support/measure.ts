import { type Answers, createAnswers } from '../../../src/answers/answer.ts'
import type { Article } from '../../../src/answers/article.ts'
import type { ProvinceId } from '../../../src/core/ids.ts'
import { articles, type LabelledQuestion, language, texts, topics } from './project.ts'

const PROVINCE = 'gia-lai' as ProvinceId

/** Shares of all questions, 0 to 1. */
export interface Measured {
  readonly count: number
  /** The best topic is a right one, or one of the best three, whatever was decided. */
  readonly top1: number
  readonly top3: number
  readonly answeredRight: number
  readonly answeredWrong: number
  /** Asked back with a right topic among the choices, or without. */
  readonly askedWith: number
  readonly askedWithout: number
  readonly declined: number
}

export function answersOf(some: readonly Article[]): Answers {
  return createAnswers({ articles: some, topics, language, texts })
}

/** What `answers` makes of the questions. For a question without a right topic every answer is a wrong one. */
export function measure(answers: Answers, questions: readonly LabelledQuestion[]): Measured {
  return shares(questions.map((question) => outcomeOf(answers, question)))
}

/**
 * Asks every article's sample questions of an index built without them. Each `folds`th question is held out at a time;
 * those of all articles together, so that an article is never judged with more samples than its neighbours.
 */
export function crossValidate(folds: number): Measured {
  const outcomes = Array.from({ length: folds }, (_, fold) => {
    const without = articles.map((article) => ({
      ...article,
      questions: article.questions.filter((_question, index) => index % folds !== fold),
    }))
    const answers = answersOf(without)
    return articles.flatMap((article) =>
      article.questions
        .filter((_question, index) => index % folds === fold)
        .map((q) => outcomeOf(answers, { q, topics: [article.topic] })),
    )
  })
  return shares(outcomes.flat())
}

type Outcome = Readonly<Record<keyof Omit<Measured, 'count'>, boolean>>

function outcomeOf(answers: Answers, { q, topics: right }: LabelledQuestion): Outcome {
  const { decision, ranked } = answers.find(q, { province: PROVINCE })
  const isRight = (topic: string | undefined) => topic !== undefined && right.includes(topic)
  const offered = decision.kind === 'clarify' && decision.topics.some(isRight)
  return {
    top1: isRight(ranked[0]?.topic),
    top3: ranked.slice(0, 3).some(({ topic }) => isRight(topic)),
    answeredRight: decision.kind === 'answer' && isRight(decision.topic),
    answeredWrong: decision.kind === 'answer' && !isRight(decision.topic),
    askedWith: offered,
    askedWithout: decision.kind === 'clarify' && !offered,
    declined: decision.kind === 'decline',
  }
}

function shares(outcomes: readonly Outcome[]): Measured {
  const share = (key: keyof Outcome) => outcomes.filter((outcome) => outcome[key]).length / outcomes.length
  return {
    count: outcomes.length,
    top1: share('top1'),
    top3: share('top3'),
    answeredRight: share('answeredRight'),
    answeredWrong: share('answeredWrong'),
    askedWith: share('askedWith'),
    askedWithout: share('askedWithout'),
    declined: share('declined'),
  }
}
