import type { LeftOut, SendingPlan } from './plan-sending.ts'

/** How many recipients go which way for how much, and how many are left out for what. */
export interface Totals {
  readonly reachable: number
  readonly costDong: number
  readonly ways: Readonly<Record<string, { readonly count: number; readonly costDong: number }>>
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>
  /** How many of those reachable have to wait for an allowance that is used up. */
  readonly waiting: number
}

export const NO_TOTALS: Totals = { reachable: 0, costDong: 0, ways: {}, leftOut: {}, waiting: 0 }

/** `totals` with `plans` counted in. */
export function addToTotals(totals: Totals, plans: readonly SendingPlan[]): Totals {
  const ways: Record<string, { count: number; costDong: number }> = structuredClone(totals.ways)
  const leftOut: Partial<Record<LeftOut, number>> = { ...totals.leftOut }
  let { reachable, costDong, waiting } = totals
  for (const plan of plans) {
    if (plan.type === 'left_out') {
      leftOut[plan.reason] = (leftOut[plan.reason] ?? 0) + 1
      continue
    }
    const way = ways[plan.way] ?? { count: 0, costDong: 0 }
    ways[plan.way] = { count: way.count + 1, costDong: way.costDong + plan.costDong }
    reachable++
    costDong += plan.costDong
    if (plan.waits) waiting++
  }
  return { reachable, costDong, ways, leftOut, waiting }
}
