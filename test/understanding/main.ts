import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readArticles, readKnowledgeFiles } from '../../src/answers/read-articles.ts'
import { readLanguage } from '../../src/answers/text/language.ts'
import { readTopics } from '../../src/answers/topics.ts'
import { fold, normalise, tokens } from '../../src/core/text.ts'
import { askAssistant, root, startUpMs } from './assistant.ts'
import { type PlainLibrary, plainLibraries } from './plain-libraries.ts'
import { type Posed, readQuestions } from './questions.ts'
import { type LibraryResult, report } from './report.ts'

const posed = readQuestions()
const inScope = posed.filter(({ topic }) => topic !== null)
const topics = readTopics(join(root, 'data/topics.yaml'))
const { articles } = readArticles(readKnowledgeFiles(join(root, 'data/knowledge'), root), topics)

const libraries: LibraryResult[] = []
for (const library of await plainLibraries(articles)) libraries.push(await askLibrary(library))
const plain = (text: string) => tokens(fold(normalise(text))).join(' ')
const { wordings } = readLanguage(join(root, 'data/language'))
const known = new Set(
  [...articles.flatMap(({ title, questions }) => [title, ...questions]), ...[...wordings.values()].flat()].map(plain),
)
const page = report({
  outcomes: await askAssistant(posed),
  libraries,
  startUpMs: startUpMs(),
  isKnown: (question) => known.has(plain(question)),
})
writeFileSync(join(root, 'docs/evaluation.md'), page)
console.log(page)

async function askLibrary({ name, find }: PlainLibrary): Promise<LibraryResult> {
  const found: (string | null)[] = []
  for (const { q } of inScope as readonly Posed[]) found.push(await find(q))
  return { name, found, inScope }
}
