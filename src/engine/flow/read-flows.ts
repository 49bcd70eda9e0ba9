import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { FlowSamples } from '../../answers/searched.ts'
import { AppError } from '../../core/errors.ts'
import { READ_ONCE } from '../../core/read-once.ts'
import { readYamlText } from '../../core/yaml-text.ts'
import { type Flow, flowSchema } from './flow.schema.ts'
import { sayIssues } from './schema-issues.ts'
import { mayHaveSlips, yamlSlips } from './yaml-slips.ts'

/** Something wrong in a flow file, at its line, with what to do about it. */
export interface FlowMistake {
  /** The file's name: `chon-xa.yaml`. */
  readonly file: string
  readonly line: number
  readonly message: string
}

/** A flow as it was read, with where its parts stand for whoever checks it further. */
export interface FlowFile {
  readonly file: string
  readonly flow: Flow
  /** The line of what stands at a path (`['steps', 2, 'outcomes', 'full']`), or of the nearest thing around it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

export interface FlowReading {
  readonly files: readonly FlowFile[]
  readonly mistakes: readonly FlowMistake[]
}

/** Reads every conversation of a folder; what cannot be read is among the mistakes. */
export function readFlowFolder(folder: string): FlowReading {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
  const readings = names.map((name) => readFlowText(readFileSync(join(folder, name), 'utf8'), name))
  return {
    files: readings.flatMap(({ files }) => files),
    mistakes: readings.flatMap(({ mistakes }) => mistakes),
  }
}

/** The flows that are found among the articles by their sample sentences. */
export function flowSamples(files: readonly Pick<FlowFile, 'flow'>[]): FlowSamples[] {
  return files.flatMap(({ flow: { id, title, starts } }) =>
    starts.examples.length > 0 ? [{ id, title, examples: starts.examples }] : [],
  )
}

/** Reads one conversation. `file` is the name that its mistakes carry, and that its id must agree with. */
export function readFlowText(text: string, file: string): FlowReading {
  const slips = mayHaveSlips(text) ? yamlSlips(text) : []
  if (slips.length > 0) return refused(file, slips)
  const { value: raw, errors, lineOf } = readYamlText(text)
  const parsed = flowSchema.safeParse(raw, READ_ONCE)
  if (errors.length > 0 || !parsed.success) {
    const causes = yamlSlips(text)
    if (causes.length > 0) return refused(file, causes)
  }
  if (!parsed.success) {
    const issues = sayIssues(parsed.error.issues, raw, Object.keys(flowSchema.shape))
    return refused(
      file,
      issues.map(({ path, message }) => ({ line: lineOf(path), message })),
    )
  }
  const flow = parsed.data
  if (`${flow.id}.yaml` !== basename(file)) {
    const message = `id is ${flow.id}: name the file ${flow.id}.yaml, or change the id`
    return refused(file, [{ line: lineOf(['id']), message }])
  }
  return { files: [{ file, flow, lineOf }], mistakes: [] }
}

function refused(file: string, mistakes: readonly Omit<FlowMistake, 'file'>[]): FlowReading {
  return { files: [], mistakes: mistakes.map(({ line, message }) => ({ file, line, message })) }
}

/** The flows of a folder. Throws an `AppError` that lists what is wrong, each with file and line. */
export function readFlows(folder: string, check: (files: readonly FlowFile[]) => readonly FlowMistake[]): Flow[] {
  const { files, mistakes } = readFlowFolder(folder)
  refuseMistakes(folder, mistakes.length > 0 ? mistakes : check(files))
  return files.map(({ flow }) => flow)
}

/** Throws an `AppError` that lists the mistakes of a folder; does nothing when there are none. */
export function refuseMistakes(folder: string, mistakes: readonly FlowMistake[]): void {
  if (mistakes.length === 0) return
  const lines = mistakes.map((mistake) => `  ${sayMistake(mistake)}`)
  throw new AppError('flows', `The conversations in ${folder} are wrong:\n${lines.join('\n')}`)
}

export function sayMistake({ file, line, message }: FlowMistake): string {
  return `${file}:${line}: ${message}`
}
