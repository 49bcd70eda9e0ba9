import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The core of the server under test, and the one of the load and the fake platforms. */
export interface Cores {
  readonly server: number
  readonly load: number
}

/** Two cores this process may use; null where there are not two, or where nothing can be pinned (no `taskset`). */
export function findCores(): Cores | null {
  if (process.platform !== 'linux' || spawnSync('taskset', ['--version']).status !== 0) return null
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
  const [server, load] = allowed.split(',').flatMap(coresOfRange)
  return server === undefined || load === undefined ? null : { server, load }
}

/** `0-3` or `5`. */
function coresOfRange(range: string): number[] {
  const [first = Number.NaN, last = first] = range.split('-').map(Number)
  return Number.isNaN(first) ? [] : Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
}

/** Keeps a process, with all its threads, on one core. What it starts later stays there too. */
export function pin(pid: number, core: number): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)])
}
