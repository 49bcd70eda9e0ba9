import type { LatencySummary } from './latencies.ts'
import type { ClosedLoopResult } from './loads.ts'
import type { Burst, Conversations, Steady } from './measure.ts'

export interface Measurements {
  /** Server and load each had a core of their own. */
  readonly pinned: boolean
  readonly node: string
  readonly rounds: readonly {
    readonly bare: ClosedLoopResult
    readonly durable: ClosedLoopResult
    readonly receipts: ClosedLoopResult
    readonly questions: Burst
    readonly conversations: Conversations
  }[]
  /** Acknowledgements of (b) at 500 events a second. */
  readonly durableSteady: LatencySummary
  /** 500 events a second: 250 questions, and Messenger's reports of the answers. */
  readonly steady: Steady
  /** 500 questions a second. */
  readonly hard: Steady
  readonly peakMb: number | null
}

export interface Goal {
  readonly name: string
  readonly goal: string
  readonly value: number | null
  readonly holds: boolean | null
}

/** What is to be held; ratios are of the same round, so that a slow machine does not change them. */
export function goalsOf(m: Measurements): Goal[] {
  const share = median(m.rounds.map((round) => round.receipts.perSecond / round.durable.perSecond))
  const answers = median(m.rounds.map((round) => round.conversations.answersPerSecond))
  return [
    atMost('ack p99 at 500 events/s, ms', 10, m.steady.acknowledgement.p99),
    atLeast('acks/s, of (b)', 0.4, share),
    atLeast('questions answered end to end, /s', 800, answers),
    atMost('resident memory at its peak, MB', 250, m.peakMb),
  ]
}

/** A value that is to stay below `limit`. */
export function atMost(name: string, limit: number, value: number | null): Goal {
  return { name, goal: `< ${limit}`, value, holds: value === null ? null : value < limit }
}

/** A value that is to reach `limit`. */
export function atLeast(name: string, limit: number, value: number): Goal {
  return { name, goal: `>= ${limit}`, value, holds: value >= limit }
}

/** The measurements in words and columns: of several rounds the middle one, and from the least to the most. */
export function report(m: Measurements): string {
  const rates: readonly (readonly [name: string, values: readonly number[]])[] = [
    ['(a) bare node:http, acks/s', m.rounds.map((round) => round.bare.perSecond)],
    ['(b) a durable insert each, acks/s', m.rounds.map((round) => round.durable.perSecond)],
    ['(c) Gần Dân: read receipts, acks/s', m.rounds.map((round) => round.receipts.perSecond)],
    ['    questions, acks/s', m.rounds.map((round) => round.questions.perSecond)],
    ['      answers/s meanwhile', m.rounds.map((round) => round.questions.answersPerSecond)],
    ['      last answer after the burst, ms', m.rounds.map((round) => round.questions.drainMs)],
    ['    256 people asking, answers/s', m.rounds.map((round) => round.conversations.answersPerSecond)],
    ['      answer p50, ms', m.rounds.map((round) => round.conversations.latency.p50)],
    ['      answer p99, ms', m.rounds.map((round) => round.conversations.latency.p99)],
    ['      CPU an answer, ms', m.rounds.map((round) => round.conversations.cpuMsPerAnswer ?? Number.NaN)],
  ]
  const refused = m.rounds.reduce((sum, { receipts, questions }) => sum + receipts.refused + questions.refused, 0)
  const busiest = Math.max(...m.rounds.flatMap(({ bare, durable }) => [bare.loadBusy, durable.loadBusy]))
  return [
    `Node ${m.node}, SQLite; ${m.pinned ? 'server and load on a core each' : 'NOT pinned to cores: numbers will vary'}`,
    '',
    ...rates.map(([name, values]) => row(name, number(median(values)), range(values))),
    row('(b) 500 events/s: ack', ...latencyCells(m.durableSteady)),
    row('(c) 500 events/s: ack', ...latencyCells(m.steady.acknowledgement)),
    row('      answer', ...latencyCells(m.steady.answer)),
    row('    500 questions/s: ack', ...latencyCells(m.hard.acknowledgement)),
    row('      answer', ...latencyCells(m.hard.answer)),
    row('load generator, busiest, % of its core', number(busiest * 100)),
    row('webhooks not acknowledged', number(refused + m.steady.refused + m.hard.refused)),
    '',
    ...goalsOf(m).map(goalLine),
  ].join('\n')
}

/** A goal and whether it holds, in columns. */
export function goalLine({ name, goal, value, holds }: Goal): string {
  const verdict = holds === null ? '' : holds ? 'holds' : 'MISSED'
  return row(name, value === null ? '?' : number(value), `goal ${goal}`, verdict)
}

export function latencyCells({ p50, p99, max }: LatencySummary): string[] {
  return [`p50 ${number(p50)} ms`, `p99 ${number(p99)} ms`, `max ${number(max)} ms`]
}

export function row(name: string, ...cells: string[]): string {
  return [name.padEnd(42), ...cells.map((cell) => cell.padStart(16))].join('').trimEnd()
}

function range(values: readonly number[]): string {
  return values.length < 2 ? '' : `${number(Math.min(...values))} – ${number(Math.max(...values))}`
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
