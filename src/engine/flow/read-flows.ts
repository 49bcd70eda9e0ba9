import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { FlowSamples } from '../../answers/searched.ts'
import { AppError } from '../../core/errors.ts'
import { type Flow, flowSchema } from './flow.schema.ts'
import { sayIssues } from './schema-issues.ts'
import { yamlSlips } from './yaml-slips.ts'

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
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line
  const slips = yamlSlips(document)
  if (slips.length > 0)
    return { files: [], mistakes: slips.map(({ at, message }) => ({ file, line: lineAt(at), message })) }
  /** The line of what stands at a path, or of the nearest thing around it that is there. */
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return lineAt(node.range[0])
    }
    return 1
  }
  const raw: unknown = document.toJS()
  const parsed = flowSchema.safeParse(raw)
  if (!parsed.success) {
    const issues = sayIssues(parsed.error.issues, raw, Object.keys(flowSchema.shape))
    return { files: [], mistakes: issues.map(({ path, message }) => ({ file, line: lineOf(path), message })) }
  }
  const flow = parsed.data
  if (`${flow.id}.yaml` !== basename(file)) {
    const message = `id is ${flow.id}: name the file ${flow.id}.yaml, or change the id`
    return { files: [], mistakes: [{ file, line: lineOf(['id']), message }] }
  }
  return { files: [{ file, flow, lineOf }], mistakes: [] }
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
