import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readArticles, readKnowledgeFiles } from '../../src/answers/read-articles.ts'
import { readTopics } from '../../src/answers/topics.ts'
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
const page = report({ outcomes: await askAssistant(posed), libraries, startUpMs: startUpMs() })
mkdirSync(join(root, 'docs'), { recursive: true })
writeFileSync(join(root, 'docs/evaluation.md'), page)
console.log(page)

async function askLibrary({ name, find }: PlainLibrary): Promise<LibraryResult> {
  const found: (string | null)[] = []
  for (const { q } of inScope as readonly Posed[]) found.push(await find(q))
  return { name, found, inScope }
}
