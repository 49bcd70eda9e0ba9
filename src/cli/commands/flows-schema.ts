import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { editorSchema } from '../../engine/flow/editor-schema.ts'
import { type CommandIo, type ExitCode, UsageError } from '../command.ts'

const SCHEMA_FILE = 'flows/flow.schema.json'

/** `flows schema`: writes the format for editors; with `--check` only says whether the file is current. */
export async function flowsSchema(args: string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } },
  })
  if (positionals.length > 0) throw new UsageError('flows schema takes no names.')
  const path = join(io.root, SCHEMA_FILE)
  const text = `${JSON.stringify(editorSchema(), null, 2)}\n`
  const current = textOf(path) === text
  if (!current && !values.check) writeFileSync(path, text)
  if (values.json) io.out(`${JSON.stringify({ file: SCHEMA_FILE, current })}\n`)
  else if (current) io.out(`${SCHEMA_FILE} is current\n`)
  else
    io.out(values.check ? `${SCHEMA_FILE} is not current: npm run cli -- flows schema\n` : `${SCHEMA_FILE} written\n`)
  return current || !values.check ? 0 : 1
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
