import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from './free-port.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const READY_WITHIN_MS = 30_000
/** Node keeps the sources it has stripped and compiled here: a start takes half the time. */
const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/compiled')

/** New objects have room from the beginning: a start, of which the tests have more than a hundred, takes a tenth less. */
const STARTS_QUICKLY: readonly string[] = ['--min-semi-space-size=12']

/** Variables of the environment. */
export type Env = Readonly<Record<string, string>>

/** The real server as a process of its own, which may be started, ended and started again. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  /** What it wrote to its log so far, over all its lives. */
  log(): string
  /** Resolves when it is ready, rejects when it ends before. `env`: variables that are other ones from now on. */
  start(env?: Env): Promise<void>
  /** As the operating system's out-of-memory killer would: no goodbye. */
  kill(): Promise<void>
  /** Politely; gives the exit code. */
  stop(): Promise<number | null>
}

/**
 * A server that has not been started yet, on a free port. `folder`: where it runs and keeps files of its own. `nodeFlags`:
 * by default what makes tests fast, not what `npm start` has.
 */
export async function createServerProcess(
  folder: string,
  firstEnv: Env,
  nodeFlags = STARTS_QUICKLY,
): Promise<ServerProcess> {
  const port = await freePort()
  // Not `localhost`: while nobody listens, to look that up for every try costs more than the try.
  const url = `http://127.0.0.1:${port}`
  let env: Env = { PATH: process.env.PATH ?? '', PORT: String(port), ...firstEnv }
  let child: ChildProcess | null = null
  let output = ''

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const ending = child
    child = null
    if (!ending || hasEnded(ending)) return ending?.exitCode ?? null
    const exited = once(ending, 'exit')
    ending.kill(signal)
    await exited
    return ending.exitCode
  }

  return {
    url,
    get pid() {
      return child?.pid ?? 0
    },
    log: () => output,
    async start(changes = {}) {
      env = { ...env, ...changes }
      const onOutput = (text: string) => {
        output += text
      }
      child = runServer(folder, env, onOutput, nodeFlags)
      await becomesReady(child, url, () => output)
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  }
}

/** Servers of tests that were cut short must not outlive the run. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Runs the server's program; `onOutput` is called with what it writes, on either stream. */
export function runServer(
  folder: string,
  env: Env,
  onOutput: (text: string) => void,
  nodeFlags = STARTS_QUICKLY,
): ChildProcess {
  const child = spawn(process.execPath, [...nodeFlags, join(ROOT, 'src/main.ts')], {
    cwd: folder,
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput)
  return child
}

async function becomesReady(child: ChildProcess, url: string, log: () => string): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS
  while (performance.now() < until) {
    if (hasEnded(child)) throw new Error(`the server ended (${child.exitCode ?? child.signalCode}):\n${log()}`)
    if (await isReady(url)) return
    await delay(50)
  }
  throw new Error(`the server did not become ready:\n${log()}`)
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}
