import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { AppError } from '../core/errors.ts'
import type { TopicId } from '../core/ids.ts'
import { FLOW_EVENTS, type Flow, flowSchema } from './flow.schema.ts'

/** Reads every conversation of a folder. Throws one `AppError` that lists what is wrong, each with its file. */
export function readFlows(folder: string, hasArticle: (topic: TopicId) => boolean): Flow[] {
  const mistakes: string[] = []
  const flows: Flow[] = []
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    const path = join(folder, file)
    try {
      const parsed = flowSchema.safeParse(parse(readFileSync(path, 'utf8')))
      if (!parsed.success) mistakes.push(`${path}: ${z.prettifyError(parsed.error)}`)
      else if (`${parsed.data.id}.yaml` !== basename(path))
        mistakes.push(`${path}: id is ${parsed.data.id}; the file's name must be ${parsed.data.id}.yaml`)
      else flows.push(parsed.data)
    } catch (error) {
      mistakes.push(`${path}: ${(error as Error).message}`)
    }
  }
  mistakes.push(...deadEnds(flows, hasArticle), ...missingMoments(flows))
  if (mistakes.length > 0)
    throw new AppError(
      'flows',
      `The conversations in ${folder} are wrong:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`,
    )
  return flows
}

function deadEnds(flows: readonly Flow[], hasArticle: (topic: TopicId) => boolean): string[] {
  const ids = new Set(flows.map((flow) => flow.id))
  return flows.flatMap((flow) =>
    flow.say
      .flatMap((say) => say.choices ?? [])
      .flatMap((choice) => {
        if ('flow' in choice && !ids.has(choice.flow))
          return [`${flow.id}: the choice "${choice.label}" leads to the flow ${choice.flow}, which does not exist`]
        if ('topic' in choice && !hasArticle(choice.topic as TopicId))
          return [`${flow.id}: the choice "${choice.label}" leads to the topic ${choice.topic}, which has no article`]
        return []
      }),
  )
}

function missingMoments(flows: readonly Flow[]): string[] {
  return FLOW_EVENTS.flatMap((event) => {
    const starting = flows.filter((flow) => flow.starts.events.includes(event))
    return starting.length === 1 ? [] : [`the event ${event} must start exactly one flow; it starts ${starting.length}`]
  })
}
