import type { Answers } from '../answers/answer.ts'
import { loadAnswers } from '../answers/load-answers.ts'
import type { Ask, AskedAnswer, AskedQuestion } from './commands/ask.ts'

/** Asks the articles alone: no flow and no small talk stands before them. */
export function askArticles(root: string): Ask {
  const answers = loadAnswers(root)
  return (asked) => askOf(answers, asked)
}

function askOf(answers: Answers, { question, province }: AskedQuestion): AskedAnswer {
  const { decision, ranked } = answers.find(question, { province })
  const score = Math.round(decision.score * 1000) / 1000
  const topics = ranked.map(({ topic }) => topic)
  switch (decision.kind) {
    case 'answer': {
      const article = answers.article(decision.topic)
      const composed = article && answers.compose(article, { province })
      return { decision: 'answer', topics, score, text: composed?.text ?? '', sources: composed?.sources ?? [] }
    }
    case 'clarify': {
      const titles = decision.topics.flatMap((topic) => answers.article(topic)?.title ?? [])
      const text = titles.map((title, index) => `${index + 1}. ${title}`).join('\n')
      return { decision: 'clarify', topics: decision.topics, score, text, sources: [] }
    }
    case 'decline':
      return { decision: 'decline', topics, score, text: '', sources: [] }
  }
}
