import { setTimeout as delay } from 'node:timers/promises'
import type { Connections } from './connections.ts'
import type { Crowd } from './crowd.ts'
import type { LatencySummary } from './latencies.ts'
import { acknowledgeAtRate, type ClosedLoopResult, closedLoop } from './loads.ts'
import { cpuMs } from './servers.ts'
import type { Webhooks } from './webhooks.ts'
import { personOf } from './webhooks.ts'

/** The system under load: the real server, who writes to it and what they send. */
export interface Bench {
  readonly connections: Connections
  readonly crowd: Crowd
  readonly webhooks: Webhooks
  /** Of the server. */
  readonly pid: number
}

export interface Burst extends ClosedLoopResult {
  /** Answers that arrived while the burst lasted, a second. */
  readonly answersPerSecond: number
  /** Acknowledged and not yet answered at the burst's end. */
  readonly backlog: number
  /** How long the last of them took after the burst, in ms. */
  readonly drainMs: number
}

/** Questions as fast as they are acknowledged: the turns run behind. */
export async function burstOfQuestions({ connections, crowd, webhooks }: Bench, seconds: number): Promise<Burst> {
  const before = crowd.answered
  const load = await closedLoop(connections, seconds, () => webhooks.question(crowd.ask(performance.now())))
  const answersPerSecond = (crowd.answered - before) / seconds
  const backlog = crowd.waiting
  const ended = performance.now()
  await crowd.allAnswered()
  crowd.takeLatencies()
  return { ...load, answersPerSecond, backlog, drainMs: performance.now() - ended }
}

/** Events from which nothing follows, as fast as they are acknowledged. */
export function burstOfReceipts({ connections, webhooks }: Bench, seconds: number): Promise<ClosedLoopResult> {
  let number = 0
  return closedLoop(connections, seconds, () => webhooks.readReceipt(personOf(number++ % 10_000)))
}

export interface Conversations {
  readonly answersPerSecond: number
  /** What an answer costs the server, all in all; other programs on the same core do not blur it. */
  readonly cpuMsPerAnswer: number | null
  readonly latency: LatencySummary
}

/** A number of people who ask again as soon as they are answered. */
export async function conversations(bench: Bench, people: number, seconds: number): Promise<Conversations> {
  const { connections, crowd, webhooks } = bench
  const started = performance.now()
  const until = started + seconds * 1000
  const before = crowd.answered
  const cpuBefore = cpuMs(bench.pid)
  async function talk(): Promise<void> {
    while (performance.now() < until) {
      await new Promise<void>((answered) => {
        void connections.post(webhooks.question(crowd.ask(performance.now(), answered)))
      })
    }
  }
  const talks = Promise.all(Array.from({ length: people }, talk))
  await Promise.race([talks, delay(seconds * 1000)])
  await crowd.allAnswered()
  await talks
  const elapsedMs = performance.now() - started
  const cpuAfter = cpuMs(bench.pid)
  const answers = crowd.answered - before
  return {
    answersPerSecond: (answers / elapsedMs) * 1000,
    cpuMsPerAnswer: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / answers,
    latency: crowd.takeLatencies().summary(),
  }
}

export interface Steady {
  readonly acknowledgement: LatencySummary
  readonly answer: LatencySummary
  readonly refused: number
}

/** Questions at a fixed rate, all of them answered. */
export async function questionsAtRate(bench: Bench, perSecond: number, seconds: number): Promise<Steady> {
  const { connections, crowd, webhooks } = bench
  const next = (due: number) => webhooks.question(crowd.ask(due))
  const { latencies, refused } = await acknowledgeAtRate(connections, { perSecond, seconds, next })
  await crowd.allAnswered()
  return { acknowledgement: latencies.summary(), answer: crowd.takeLatencies().summary(), refused }
}
