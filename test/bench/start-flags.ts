import { mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'

const manifestSchema = z.object({ scripts: z.object({ start: z.string() }) })

/**
 * V8's flags with which `npm start` runs the server. With `profileFolder` it leaves a CPU profile there at its end, to be
 * opened in a browser's developer tools.
 */
export function startFlags(profileFolder?: string): readonly string[] {
  const manifest = manifestSchema.parse(
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
  )
  const flags = manifest.scripts.start.match(/--(?!import )\S+/g) ?? []
  if (profileFolder === undefined) return flags
  mkdirSync(profileFolder, { recursive: true })
  return [...flags, '--cpu-prof', `--cpu-prof-dir=${resolve(profileFolder)}`]
}
