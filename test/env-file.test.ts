import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gan-dan-env-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What a script's program finds in its environment when `.env` lies beside it, and what it writes by itself. */
async function environmentOf(script: 'start' | 'cli', file: string | null): Promise<unknown> {
  if (file !== null) writeFileSync(join(folder, '.env'), file)
  const [, ...words] = scripts[script].split(' ')
  const flags = words.slice(0, -1).map((word: string) => word.replace('./src', join(root, 'src')))
  const program = 'console.log(JSON.stringify([process.env.PORT, process.env.HOST, process.env.PROVINCE]))'
  const env = { PATH: process.env.PATH, PROVINCE: 'ha-tinh' }
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, '-e', program], {
    cwd: folder,
    env,
  })
  return { said: stderr, found: JSON.parse(stdout) }
}

describe.each(['start', 'cli'] as const)('npm script %s', (script) => {
  it('says nothing where there is no .env: a refusal is one line', async () => {
    expect(await environmentOf(script, null)).toEqual({ said: '', found: [null, null, 'ha-tinh'] })
  })

  it('reads .env as an editor of Windows saves it; variables of the shell win', async () => {
    const file = '\uFEFFPORT=4000\r\n# where\r\nHOST="127.0.0.1"\r\nPROVINCE=lang-son\r\n'
    expect(await environmentOf(script, file)).toEqual({ said: '', found: ['4000', '127.0.0.1', 'ha-tinh'] })
  })
})
