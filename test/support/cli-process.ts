import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Env } from './server-process.ts'

const ROOT = join(import.meta.dirname, '../..')
/** As `npm run cli` has it: from the second call on the sources are there compiled. */
const PROGRAM = ['--import', join(ROOT, 'src/compile-cache.js'), join(ROOT, 'src/cli/main.ts')]

/** Runs a command as an operator does, in a process of its own; gives what it printed. Rejects when it exits with another code than 0. */
export async function runCliProcess(args: readonly string[], env: Env): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...PROGRAM, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  return stdout
}
