import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkKnowledge } from '../../answers/check-knowledge.ts'
import type { Problem } from '../../answers/read-article.ts'
import { readKnowledgeFiles } from '../../answers/read-articles.ts'
import { readTopics } from '../../answers/topics.ts'
import { readProvinces } from '../../places/provinces.ts'
import { type Command, UsageError } from '../command.ts'

const TOPICS_FILE = 'data/topics.yaml'

/** `knowledge check`: judges the articles of `data/knowledge` by the rules of docs/knowledge.md. */
export const knowledgeCommand: Command = {
  name: 'knowledge',
  summary: 'check: judges the articles',
  usage: 'knowledge check [--json]',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    if (positionals.length !== 1 || positionals[0] !== 'check') throw new UsageError('knowledge can only "check".')
    const problems = checkKnowledge(readKnowledgeFiles(join(io.root, 'data/knowledge'), io.root), {
      topics: readTopics(join(io.root, TOPICS_FILE)),
      topicsFile: TOPICS_FILE,
      provinces: new Set(readProvinces(join(io.root, 'data/provinces')).keys()),
      now: io.machineNow(),
    })
    const errors = problems.filter((problem) => problem.level === 'error').length
    const warnings = problems.length - errors
    if (values.json) io.out(`${JSON.stringify({ errors, warnings, problems })}\n`)
    else io.out(`${problems.map(lineOf).join('')}${errors} errors, ${warnings} warnings\n`)
    return errors === 0 ? 0 : 1
  },
}

function lineOf({ file, line, level, message }: Problem): string {
  return `${file}:${line}: ${level === 'warning' ? 'warning: ' : ''}${message}\n`
}
