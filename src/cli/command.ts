/** What a command reads and writes: given by `main.ts`, and by tests. */
export interface CommandIo {
  /** Writes to standard output as it is; the caller adds line ends. */
  out(text: string): void
  err(text: string): void
  readonly stdin: AsyncIterable<Buffer | string>
  /** UTC ms, by the clock that the server goes by (`FAKE_NOW`). */
  now(): number
  /** UTC ms by the machine's clock: on its days the articles were reviewed. */
  machineNow(): number
  /** The environment, for the settings. */
  readonly env: NodeJS.ProcessEnv
  /** The project's folder: where `data/` and `flows/` lie. */
  readonly root: string
}

/** 0 done, 1 refused with a one-line reason, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2

export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** All forms of the command, one a line. */
  readonly usage: string
  /** `args` are those after the command's name. Throws `UsageError` or `AppError`, which `runCli` turns into exit codes. */
  run(args: string[], io: CommandIo): Promise<ExitCode>
}

/** The name given with `--by`: everything is a known person's deed ("staff list" shows them). Throws a `UsageError` without one. */
export function doerOrThrow({ by }: { readonly by?: string | undefined }): string {
  const name = by?.trim()
  if (!name) throw new UsageError('Say who does it: --by <name>.')
  return name
}

/** The command was called in a way it does not know; its usage is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
