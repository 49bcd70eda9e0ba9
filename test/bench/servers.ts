import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pin } from './pinning.ts'

/** One of the servers to compare with, in a process of its own. */
export interface Baseline extends AsyncDisposable {
  readonly port: number
  readonly pid: number
}

/** Starts `baselines/<name>.ts`, which prints the port it listens on. */
export async function startBaseline(name: 'bare' | 'group-commit', args: readonly string[] = []): Promise<Baseline> {
  const script = join(import.meta.dirname, 'baselines', `${name}.ts`)
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface(child.stdout), 'line')
  return {
    port: Number(line),
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit')
      child.kill()
      await exited
    },
  }
}

/** Runs `baselines/send-loop.ts` for so many seconds, on one core where it is named; gives calls a second. */
export async function runSendLoop(origin: string, seconds: number, atOnce: number, core?: number): Promise<number> {
  const script = join(import.meta.dirname, 'baselines', 'send-loop.ts')
  const child = spawn(process.execPath, [script, origin, String(seconds), String(atOnce)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (core !== undefined) pin(child.pid ?? 0, core)
  const [line] = await once(createInterface(child.stdout), 'line')
  return Number(line)
}

/** Linux counts a process' time in these units, whatever the kernel's own tick (USER_HZ). */
const TICKS_A_SECOND = 100

/** What the process has computed so far, in ms over all threads; null where the system does not tell. */
export function cpuMs(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return ((Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND) * 1000
  } catch {
    return null
  }
}

/** What the process has resident just now, in MB; null where the system does not tell. */
export function residentMb(pid: number): number | null {
  return statusMb(pid, 'VmRSS')
}

/** The most memory the process ever had resident, in MB; null where the system does not tell. */
export function peakMemoryMb(pid: number): number | null {
  return statusMb(pid, 'VmHWM')
}

function statusMb(pid: number, field: 'VmRSS' | 'VmHWM'): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kilobytes = new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) / 1024
  } catch {
    return null
  }
}
