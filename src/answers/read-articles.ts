import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Article } from './article.ts'
import { type KnowledgeFile, type Problem, readArticle } from './read-article.ts'
import type { Topics } from './topics.ts'

/** Every `.md` file under `folder`, ordered by path; paths are given relative to `root`. */
export function readKnowledgeFiles(folder: string, root: string): KnowledgeFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
}

/** Reads all articles; a file that cannot be read as one gives its problems and no article. */
export function readArticles(
  files: readonly KnowledgeFile[],
  topics: Topics,
): { articles: Article[]; problems: Problem[] } {
  const articles: Article[] = []
  const problems: Problem[] = []
  for (const file of files) {
    const reading = readArticle(file, (topic) => topics.get(topic)?.group)
    if (reading.type === 'read') articles.push(reading.read.article)
    else problems.push(...reading.problems)
  }
  return { articles, problems }
}
