import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCliProcess } from './cli-process.ts'
import { createServerProcess } from './server-process.ts'

/** Nine in the morning of a working day, a few days before the campaign of 05/10 to 10/10. */
const NOW = '2026-10-01T09:00:00+07:00'
export const CONSOLE_PASSWORD = 'a password of the tests'

/** The real server as `npm start` runs it on a machine without any settings: SQLite in a folder, no account. */
export interface RunningSandbox extends AsyncDisposable {
  readonly url: string
  /** Runs a command on the server's database; gives what it printed. */
  cli(...args: string[]): Promise<string>
  /** Takes the classes of a spreadsheet (CSV) into the catalogue, as an officer does. */
  importClasses(csv: string): Promise<void>
}

export async function startSandbox(): Promise<RunningSandbox> {
  await using parts = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'gan-dan-sandbox-'))
  parts.defer(() => rm(folder, { recursive: true, force: true }))
  const env = {
    DATABASE_URL: `file:${join(folder, 'gan-dan.db')}`,
    CONSOLE_ADMIN_PASSWORD: CONSOLE_PASSWORD,
    FAKE_NOW: NOW,
  }
  const server = parts.use(await createServerProcess(folder, env))
  await server.start()
  const cli = (...args: string[]) => runCliProcess(args, env)
  const running = parts.move()
  return {
    url: server.url,
    cli,
    async importClasses(csv) {
      const file = join(folder, 'classes.csv')
      await writeFile(file, csv)
      await cli('classes', 'import', file)
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
