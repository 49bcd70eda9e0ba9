import type { Activity, Plan } from './plan.schema.ts'

/** ISO days, both included. */
export interface Span {
  readonly from: string
  readonly to: string
  /** False when the plan gives no end, so that nobody can tell from it whether the activity goes on after its year. */
  readonly endIsSaid: boolean
}

/** The first day of an ISO day or month. */
export function firstDay(date: string): string {
  return date.length === 7 ? `${date}-01` : date
}

/** The last day of an ISO day or month. */
export function lastDay(date: string): string {
  if (date.length !== 7) return date
  const [year = 0, month = 1] = date.split('-').map(Number)
  return `${date}-${new Date(Date.UTC(year, month, 0)).getUTCDate()}`
}

/**
 * The days on which the plan has an activity going on. A plan speaks for its own year: what it leaves open, or calls
 * "thường xuyên", is counted until the end of that year.
 */
export function spanOf(plan: Plan, activity: Activity): Span {
  const { from, to, schedule } = activity
  const year = { from: `${plan.year}-01-01`, to: `${plan.year}-12-31` }
  if (from === undefined && to === undefined) {
    return schedule === undefined
      ? { ...(plan.period ?? year), endIsSaid: false }
      : { ...year, endIsSaid: schedule === 'in_the_year' }
  }
  const end = schedule === 'ongoing' || to === undefined ? null : lastDay(to)
  return {
    from: from === undefined ? year.from : firstDay(from),
    to: end ?? year.to,
    endIsSaid: end !== null,
  }
}
