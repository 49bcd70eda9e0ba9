import type { ClosedLoopResult } from './loads.ts'
import type { Burst, Conversations, Steady } from './measure.ts'

export interface Measurements {
  readonly pinned: boolean
  readonly node: string
  readonly rounds: readonly {
    readonly bare: ClosedLoopResult
    readonly durable: ClosedLoopResult
    readonly receipts: ClosedLoopResult
    readonly questions: Burst
    readonly conversations: Conversations
  }[]
  readonly steady: Steady
  readonly moderate: Steady
  readonly peakMb: number | null
}

export function report(m: Measurements): string {
  return JSON.stringify(m, null, 1)
}
