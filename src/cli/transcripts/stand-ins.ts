import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import type { Action } from '../../engine/action.ts'
import type { Conversation } from '../../engine/conversation.ts'
import { checkFlows } from '../../engine/flow/check-flows.ts'
import { type FlowFile, type FlowMistake, readFlowText, sayMistake } from '../../engine/flow/read-flows.ts'
import { COMMON_VALUES } from '../../engine/load-conversation.ts'
import { createStartMatchers } from '../../engine/named-code.ts'
import type { Stage } from './stage.ts'
import type { StandIn } from './transcript.schema.ts'

/** The stage's conversation with the flows and actions of one chat. `onCall` hears of every stand-in that is called. */
export function conversationWith(
  stage: Stage,
  files: readonly FlowFile[],
  standIns: Readonly<Record<string, StandIn>>,
  onCall: (said: string) => void,
): Conversation {
  const { conversation, flowFiles, fillers, abbreviations } = stage
  const actions = new Map(conversation.actions)
  for (const [name, standIn] of Object.entries(standIns))
    actions.set(name, standInFor(name, standIn, actions.get(name), onCall))
  const replaced = new Set(files.map(({ flow }) => flow.id))
  const all = [...flowFiles.filter(({ flow }) => !replaced.has(flow.id)), ...files]
  const mistakes = checkFlows(all, {
    hasArticle: (topic) => conversation.answers.article(topic) !== undefined,
    actions,
    provinces: stage.provinces,
    values: COMMON_VALUES,
  })
  if (mistakes.length > 0) throw wrongFlows(mistakes)
  const flows = all.map(({ flow }) => flow)
  return {
    ...conversation,
    actions,
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    ...createStartMatchers(flows, fillers, abbreviations),
  }
}

/** Reads a flow of the chats' own folder. `dang-ky.moi.yaml` is a later `dang-ky.yaml`. */
export function readOwnFlow(folder: string, name: string): FlowFile {
  const { files, mistakes } = readFlowText(textOf(folder, name), name.replace(/(\.[a-z0-9-]+)+\.yaml$/, '.yaml'))
  const [file] = files
  if (!file) throw wrongFlows(mistakes)
  return file
}

function textOf(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8')
  } catch (cause) {
    throw new AppError('transcript', `${join(folder, name)} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

function wrongFlows(mistakes: readonly FlowMistake[]): AppError {
  return new AppError('transcript', `The chat's own flows are wrong:\n${mistakes.map(sayMistake).join('\n')}`)
}

function standInFor(
  name: string,
  { outcome, outcomes, gives }: StandIn,
  real: Action | undefined,
  onCall: (said: string) => void,
): Action {
  return {
    params: z.record(z.string(), z.string()),
    outcomes: outcomes ?? real?.outcomes ?? [outcome],
    gives: [...(real?.gives ?? []), ...Object.keys(gives)],
    run(params) {
      onCall(`${name} ${JSON.stringify(params)}`)
      const values = Object.fromEntries(Object.entries(gives).map(([key, value]) => [key, { value, said: value }]))
      return { outcome, values }
    },
  }
}
