import { basename } from 'node:path'
import { vietnamDate } from '../core/clock.ts'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import { normalise, tokens } from '../core/text.ts'
import { checkDates } from './check/check-dates.ts'
import { checkFacts } from './check/check-facts.ts'
import { checkForm } from './check/check-form.ts'
import { type KnowledgeFile, type Problem, type ReadArticle, readArticle } from './read-article.ts'
import type { Topics } from './topics.ts'

export interface CheckedAgainst {
  readonly topics: Topics
  readonly provinces: ReadonlySet<ProvinceId>
  /** UTC ms. */
  readonly now: number
  /** What a missing article is reported of. */
  readonly topicsFile: string
}

/** Judges all articles by the rules of docs/knowledge.md: problems in the order of files and lines. Pure. */
export function checkKnowledge(files: readonly KnowledgeFile[], against: CheckedAgainst): Problem[] {
  const { topics, provinces, now } = against
  const today = vietnamDate(now).split('/').reverse().join('-')
  const problems: Problem[] = []
  const read: ReadArticle[] = []
  for (const file of files) {
    const reading = readArticle(file, (topic) => topics.get(topic)?.group)
    if (reading.type === 'refused') problems.push(...reading.problems)
    else read.push(reading.read)
  }
  for (const one of read) {
    problems.push(
      ...checkForm(one, provinces),
      ...checkFacts(one),
      ...checkDates(one, today),
      ...checkPlace(one, topics),
    )
  }
  problems.push(...checkDuplicates(read), ...checkFollowUps(read), ...missingTopics(files, against))
  return problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))
}

/** The topic exists, and the file lies in its group's folder under its name. */
function checkPlace({ file, article, lineOf }: ReadArticle, topics: Topics): Problem[] {
  const line = lineOf(['id'])
  if (!topics.has(article.topic)) {
    const message = `"${article.topic}" is no topic of data/topics.yaml: correct the id, or add the topic there`
    return [{ file, line, level: 'error', message }]
  }
  const expected = `${article.group}/${article.topic}.md`
  if (file.replaceAll('\\', '/').endsWith(`/${expected}`)) return []
  const message = `the file of ${article.topic} must be ${expected}: move it there, or correct the id`
  return [{ file, line, level: 'error', message }]
}

/** No topic has two articles, and no question stands twice, however it is written. */
function checkDuplicates(read: readonly ReadArticle[]): Problem[] {
  const problems: Problem[] = []
  const articles = new Map<TopicId, string>()
  const questions = new Map<string, string>()
  for (const { file, article, lineOf } of read) {
    const other = articles.get(article.topic)
    if (other !== undefined) {
      const message = `${article.topic} already has an article in ${other}: keep one of them`
      problems.push({ file, line: lineOf(['id']), level: 'error', message })
    }
    articles.set(article.topic, file)
    for (const [index, question] of article.questions.entries()) {
      const key = tokens(normalise(question)).join(' ')
      const line = lineOf(['questions', index])
      const first = questions.get(key)
      if (first !== undefined) {
        const message = `the question "${question}" already stands in ${first}: no question may have two answers`
        problems.push({ file, line, level: 'error', message })
      } else questions.set(key, `${file}:${line}`)
    }
  }
  return problems
}

/** What is offered next can be answered. */
function checkFollowUps(read: readonly ReadArticle[]): Problem[] {
  const topics = new Set(read.map(({ article }) => article.topic))
  return read.flatMap(({ file, article, lineOf }) =>
    article.followUps.flatMap((topic, index): Problem[] => {
      const line = lineOf(['follow_ups', index])
      if (topic === article.topic) {
        return [{ file, line, level: 'error', message: `${topic} follows itself: name another topic` }]
      }
      if (topics.has(topic)) return []
      return [{ file, line, level: 'error', message: `${topic} has no article: write it, or name another topic` }]
    }),
  )
}

function missingTopics(files: readonly KnowledgeFile[], { topics, topicsFile }: CheckedAgainst): Problem[] {
  const names = new Set(files.map((file) => basename(file.path, '.md')))
  return [...topics]
    .filter(([topic]) => !names.has(topic))
    .map(([topic, { group }]) => {
      return {
        file: topicsFile,
        line: 1,
        level: 'warning',
        message: `${topic} has no article yet (${group}/${topic}.md)`,
      }
    })
}
