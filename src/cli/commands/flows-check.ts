import { parseArgs } from 'node:util'
import type { Actions } from '../../engine/action.ts'
import { type FlowMistake, sayMistake } from '../../engine/flow/read-flows.ts'
import type { Stranding } from '../../engine/flow/stranded.ts'
import { type CommandIo, type ExitCode, UsageError } from '../command.ts'
import { judgeFlows } from '../flow-content.ts'
import { countLiveSessions, type LiveSessions } from '../live-sessions.ts'

const WHY: Readonly<Record<Stranding, string>> = {
  flow_gone: 'the flow is gone: it is dropped without a word',
  step_gone: 'the step is gone: they begin anew with what they said kept',
  meaning_changed: 'the step asks for something else: they begin anew with what they said kept',
}

/** `flows check`: every mistake in `flows/`; with `--live` also whom publishing them would set back. */
export async function flowsCheck(args: string[], io: CommandIo, actions: Actions): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, live: { type: 'boolean', default: false } },
  })
  if (positionals.length > 0) throw new UsageError('flows check takes no names: it checks all flows together.')
  const { files, mistakes } = judgeFlows(io.root, actions)
  const flows = new Map(files.map(({ flow }) => [flow.id, flow]))
  // With broken files, people in those flows would be counted as set back.
  const live = values.live && mistakes.length === 0 ? await countLiveSessions(flows, io.env) : null
  const placed = mistakes.map(inFolder)
  if (values.json)
    io.out(`${JSON.stringify({ flows: files.length, mistakes: placed, ...(values.live ? { live } : {}) })}\n`)
  else
    io.out(`${placed.map((one) => `${sayMistake(one)}\n`).join('')}${sayCount(files.length, mistakes)}${sayLive(live)}`)
  return mistakes.length === 0 ? 0 : 1
}

/** With the folder's name, as editors and terminals open it. */
function inFolder(mistake: FlowMistake): FlowMistake {
  return mistake.file.endsWith('.yaml') ? { ...mistake, file: `flows/${mistake.file}` } : mistake
}

function sayCount(files: number, mistakes: readonly FlowMistake[]): string {
  const broken = new Set(mistakes.map(({ file }) => file)).size
  return mistakes.length === 0 ? `${files} flows, no mistakes\n` : `${mistakes.length} mistakes in ${broken} files\n`
}

function sayLive(live: LiveSessions | null): string {
  if (live === null) return ''
  const places = live.places.map(({ flow, step, why, people }) => `  ${flow}, step ${step}: ${people} (${WHY[why]})\n`)
  return `${live.people} people are in the middle of a flow; ${live.stranded} of them at a place that is no longer the same\n${places.join('')}`
}
