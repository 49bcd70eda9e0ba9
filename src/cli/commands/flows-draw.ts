import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Actions } from '../../engine/action.ts'
import { graphOf } from '../../engine/flow/picture/graph.ts'
import { mermaidOf } from '../../engine/flow/picture/mermaid.ts'
import { svgOf } from '../../engine/flow/picture/svg.ts'
import { readFlows } from '../../engine/flow/read-flows.ts'
import { type CommandIo, type ExitCode, UsageError } from '../command.ts'

const FOLDER = 'docs/flows'

/** `flows draw`: a picture of each flow in `docs/flows`; with `--check` only says which are not current. */
export async function flowsDraw(args: string[], io: CommandIo, actions: Actions): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } },
  })
  if (positionals.length > 0) throw new UsageError('flows draw takes no names: it draws all flows.')
  const folder = join(io.root, FOLDER)
  const wanted = drawAll(io.root, actions)
  const present = picturesIn(folder)
  const stale = [...new Set([...wanted.keys(), ...present.keys()])]
    .filter((name) => wanted.get(name) !== present.get(name))
    .sort()
  if (!values.check) write(folder, stale, wanted)
  if (values.json) io.out(`${JSON.stringify({ folder: FOLDER, pictures: wanted.size, stale })}\n`)
  else io.out(describe(stale, wanted, values.check))
  return values.check && stale.length > 0 ? 1 : 0
}

/** File name to content. */
function drawAll(root: string, actions: Actions): Map<string, string> {
  return new Map(
    readFlows(join(root, 'flows'), () => []).flatMap((flow) => {
      const graph = graphOf(flow, actions)
      return [
        [`${flow.id}.mmd`, mermaidOf(graph)],
        [`${flow.id}.svg`, svgOf(graph)],
      ] as const
    }),
  )
}

function picturesIn(folder: string): Map<string, string> {
  mkdirSync(folder, { recursive: true })
  const names = readdirSync(folder).filter((name) => /\.(mmd|svg)$/.test(name))
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** Writes what has changed and takes away the pictures of flows that are gone. */
function write(folder: string, stale: readonly string[], wanted: ReadonlyMap<string, string>): void {
  for (const name of stale) {
    const text = wanted.get(name)
    if (text === undefined) rmSync(join(folder, name))
    else writeFileSync(join(folder, name), text)
  }
}

function describe(stale: readonly string[], wanted: ReadonlyMap<string, string>, check: boolean): string {
  const lines = stale.map((name) => {
    const gone = !wanted.has(name)
    const what = check ? 'is not current' : gone ? 'removed' : 'drawn'
    return `${FOLDER}/${name} ${what}\n`
  })
  const cure = check && stale.length > 0 ? 'Draw them anew: npm run cli -- flows draw\n' : ''
  return `${lines.join('')}${wanted.size} pictures, ${stale.length} ${check ? 'not current' : 'changed'}\n${cure}`
}
