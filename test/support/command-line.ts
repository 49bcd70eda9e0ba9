import { resolve } from 'node:path'
import type { Command } from '../../src/cli/command.ts'
import { runCli } from '../../src/cli/run-cli.ts'

/** Runs one command line in this process, with an empty standard input; gives its exit code and what it wrote. */
export async function runCommandLine(
  commands: readonly Command[],
  argv: readonly string[],
  { env, now }: { readonly env: Readonly<Record<string, string>>; readonly now: () => number },
) {
  let out = ''
  let err = ''
  const code = await runCli(commands, [...argv], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    stdin: (async function* () {})(),
    now,
    env,
    root: resolve(import.meta.dirname, '../..'),
  })
  return { code, out, err }
}
