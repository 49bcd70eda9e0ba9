import { resolve } from 'node:path'
import { loadAnswers } from '../../../src/answers/load-answers.ts'
import type { TopicId } from '../../../src/core/ids.ts'
import { readFlows } from '../../../src/engine/flow/read-flows.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const answers = loadAnswers(ROOT)
const flows = readFlows(resolve(ROOT, 'flows'), () => [])

/** Whether `text` says each paragraph of the topic's article (`data/knowledge`), whatever stands around and between. */
export function saysArticle(text: string, topic: string): boolean {
  const article = answers.article(topic as TopicId)
  if (!article) throw new Error(`there is no article ${topic}`)
  return saysAll(text, article.body.split(/\n{2,}/))
}

/** Whether `text` says all that the flow (`flows/<id>.yaml`) says, its values filled in for the province "tỉnh Gia Lai". */
export function saysFlow(text: string, id: string): boolean {
  return saysAll(text, flowTexts(id))
}

function flowTexts(id: string): string[] {
  const flow = flows.find((one) => one.id === id)
  if (!flow) throw new Error(`there is no flow ${id}`)
  return flow.steps.flatMap((step) => {
    const text = 'say' in step && typeof step.say === 'string' ? step.say : null
    return text === null ? [] : [text.replaceAll('{{province}}', 'tỉnh Gia Lai')]
  })
}

function saysAll(text: string, passages: readonly string[]): boolean {
  const said = squeeze(text)
  return passages.every((passage) => said.includes(squeeze(passage)))
}

/** A platform's channel may break lines at other places. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
