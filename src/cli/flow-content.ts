import { join } from 'node:path'
import { readArticles, readKnowledgeFiles } from '../answers/read-articles.ts'
import { readTopics } from '../answers/topics.ts'
import type { Actions } from '../engine/action.ts'
import { checkFlows } from '../engine/flow/check-flows.ts'
import { type FlowReading, readFlowFolder } from '../engine/flow/read-flows.ts'
import { COMMON_VALUES } from '../engine/load-conversation.ts'
import { readProvinces } from '../places/provinces.ts'

/** The flows of the project's folder `root` with everything that is wrong with them: also with those beside a broken one. */
export function judgeFlows(root: string, actions: Actions): FlowReading {
  const { files, mistakes } = readFlowFolder(join(root, 'flows'))
  const topics = readTopics(join(root, 'data/topics.yaml'))
  const { articles } = readArticles(readKnowledgeFiles(join(root, 'data/knowledge'), root), topics)
  const written = new Set(articles.map(({ topic }) => topic))
  const found = checkFlows(files, {
    hasArticle: (topic) => written.has(topic),
    actions,
    provinces: new Set(readProvinces(join(root, 'data/provinces')).keys()),
    values: COMMON_VALUES,
    unread: new Set(mistakes.map(({ file }) => file.replace(/\.yaml$/, ''))),
  })
  return { files, mistakes: [...mistakes, ...found] }
}
