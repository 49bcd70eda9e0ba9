import { setTimeout as delay } from 'node:timers/promises'
import type { Connections } from './connections.ts'
import { Latencies } from './latencies.ts'

export interface ClosedLoopResult {
  readonly perSecond: number
  readonly acknowledged: number
  /** Answers other than 200. */
  readonly refused: number
  /** Share of one core that the load itself took, 0 to 1: near 1 it would have measured itself. */
  readonly loadBusy: number
}

/** Every connection posts the next request as soon as the last one was answered. */
export async function closedLoop(
  connections: Connections,
  seconds: number,
  next: () => Buffer,
): Promise<ClosedLoopResult> {
  const before = process.cpuUsage()
  const started = performance.now()
  const until = started + seconds * 1000
  let acknowledged = 0
  let refused = 0
  async function work(): Promise<void> {
    while (performance.now() < until) {
      if ((await connections.post(next())) === 200) acknowledged += 1
      else refused += 1
    }
  }
  await Promise.all(Array.from({ length: connections.size }, work))
  const elapsedMs = performance.now() - started
  const { user, system } = process.cpuUsage(before)
  return {
    perSecond: (acknowledged / elapsedMs) * 1000,
    acknowledged,
    refused,
    loadBusy: (user + system) / 1000 / elapsedMs,
  }
}

/**
 * Calls `start` at a fixed rate whether or not the earlier calls are over, with the instant (`performance.now`) at which
 * it was due: durations counted from there hold the waiting that a slow server causes (no coordinated omission).
 */
export async function openLoop(perSecond: number, seconds: number, start: (due: number) => void): Promise<void> {
  const begin = performance.now()
  const count = perSecond * seconds
  for (let sent = 0; sent < count; ) {
    const due = begin + (sent / perSecond) * 1000
    if (performance.now() >= due) {
      start(due)
      sent += 1
    } else {
      // A timer comes up to a millisecond late, and that counts as the server's; spinning would be exact, but on most
      // machines two cores share so much that it slows the server down.
      await delay(1)
    }
  }
}

/** Posts at a fixed rate; durations until the answers, and how many were not 200. */
export async function acknowledgeAtRate(
  connections: Connections,
  options: { readonly perSecond: number; readonly seconds: number; readonly next: (due: number) => Buffer },
): Promise<{ latencies: Latencies; refused: number }> {
  const latencies = new Latencies()
  const underWay = new Set<Promise<void>>()
  let refused = 0
  await openLoop(options.perSecond, options.seconds, (due) => {
    const answered = connections.post(options.next(due)).then((status) => {
      latencies.add(performance.now() - due)
      if (status !== 200) refused += 1
      underWay.delete(answered)
    })
    underWay.add(answered)
  })
  await Promise.all(underWay)
  return { latencies, refused }
}
