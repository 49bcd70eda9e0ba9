import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readArticles, readKnowledgeFiles } from '../../src/answers/read-articles.ts'
import { readLanguage } from '../../src/answers/text/language.ts'
import { readTopics } from '../../src/answers/topics.ts'
import { askAssistant, root, startUpMs } from './assistant.ts'
import { likenessTo } from './likeness.ts'
import { judgeLibrary, type LibraryResult } from './plain/judge.ts'
import { plainArticle } from './plain/library.ts'
import { miniSearch } from './plain/mini-search.ts'
import { plainLibraries } from './plain-libraries.ts'
import { readQuestions } from './questions.ts'
import { report } from './report.ts'

const posed = readQuestions()
const topics = readTopics(join(root, 'data/topics.yaml'))
const { articles } = readArticles(readKnowledgeFiles(join(root, 'data/knowledge'), root), topics)

const { wordings, notOurs } = readLanguage(join(root, 'data/language'))

const libraries: LibraryResult[] = []
for (const library of await plainLibraries(articles.map(plainArticle))) {
  libraries.push(await judgeLibrary(library, posed))
}
const worded = articles.map((article) =>
  plainArticle({ ...article, questions: [...article.questions, ...(wordings.get(article.topic) ?? [])] }),
)
const page = report({
  outcomes: await askAssistant(posed),
  libraries,
  withWordings: await judgeLibrary({ ...miniSearch(worded), name: 'MiniSearch 7 with our wordings' }, posed),
  startUpMs: startUpMs(),
  isKnown: likenessTo([
    ...articles.flatMap(({ title, questions }) => [title, ...questions]),
    ...[...wordings.values()].flat(),
    ...[...notOurs.values()].flat(),
  ]),
})
writeFileSync(join(root, 'docs/evaluation.md'), page)
console.log(page)
