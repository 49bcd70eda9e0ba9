import { clockStartingAt } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { fakeNowOf } from '../environment.ts'
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.ts'

/** What the command line finds where it runs; its `now` is the machine's. */
type Surroundings = Omit<CommandIo, 'machineNow'>

/** Runs the command that `argv` (without the program) names. What is expected to fail becomes a line and an exit code. */
export async function runCli(
  commands: readonly Command[],
  argv: readonly string[],
  io: Surroundings,
): Promise<ExitCode> {
  const [name, ...args] = argv
  const command = commands.find((one) => one.name === name)
  if (!command) {
    const help = name === undefined || name === 'help' || name === '--help'
    if (!help) io.err(`There is no command "${name}".\n`)
    const list = `Commands (npm run cli -- <command>):\n${commands.map((one) => `  ${one.name.padEnd(14)}${one.summary}\n`).join('')}`
    if (name === undefined || !help) io.err(list)
    else io.out(list)
    return help && name !== undefined ? 0 : 2
  }
  if (args.includes('--help')) {
    io.out(usageOf(command))
    return 0
  }
  try {
    return await command.run(args, { ...io, now: clockOf(io), machineNow: io.now })
  } catch (error) {
    if (error instanceof UsageError || isParseArgsError(error)) {
      io.err(`${error.message}\n${usageOf(command)}`)
      return 2
    }
    if (error instanceof AppError) {
      io.err(`${oneLine(error.message)}\n`)
      return 1
    }
    throw error
  }
}

/** The clock of the server: with another one, what a command writes would be early or late there. */
function clockOf({ env, now }: Surroundings): () => number {
  const fakeNow = fakeNowOf(env)
  return fakeNow === null ? now : clockStartingAt(fakeNow, { now }).now
}

/** A heading with a list below it becomes `heading: one; two`: scripts read refusals line by line. */
function oneLine(message: string): string {
  const [head = '', ...items] = message.split(/\s*\n\s*/)
  return items.length === 0 ? head : `${head} ${items.join('; ')}`
}

function usageOf(command: Command): string {
  return `${command.usage.trim().replace(/^/gm, 'npm run cli -- ')}\n`
}

/** An option that the command does not have, or one without its value (`node:util` parseArgs). */
function isParseArgsError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}
