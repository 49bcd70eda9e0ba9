import { vietnamDate } from '../core/clock.ts'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import type { UnitCode } from '../places/commune.ts'
import type { Activity, Plan } from './plan.schema.ts'
import { type Span, spanOf } from './span.ts'

export interface ActivityQuery {
  readonly province: ProvinceId
  /** UTC ms: what is current, coming or past is judged by the day in Vietnam. */
  readonly now: number
  /** Leaves out what takes place in other communes alone. */
  readonly commune?: UnitCode
  /** ISO days: one day, or from and to (both included; either may be left open). */
  readonly on?: string
  readonly from?: string
  readonly to?: string
  readonly topic?: TopicId
}

export interface FoundActivity {
  readonly plan: Plan
  readonly activity: Activity
  readonly span: Span
  readonly state: ActivityState
}

/** `unsure`: the plan is of an earlier year and gives no end, so it may have gone on or not. In the order of telling. */
export const ACTIVITY_STATES = ['current', 'coming', 'unsure', 'past'] as const
export type ActivityState = (typeof ACTIVITY_STATES)[number]

/**
 * The activities for citizens that the plans of a province have on the asked days: current ones first (what ends
 * soonest leads), then those to come, then those of earlier years that may go on, then past ones, the latest first. Pure.
 */
export function findActivities(plans: readonly Plan[], query: ActivityQuery): FoundActivity[] {
  const today = vietnamDate(query.now).split('/').reverse().join('-')
  const from = query.on ?? query.from ?? ''
  const to = query.on ?? query.to ?? '9999-12-31'
  return plans
    .filter((plan) => plan.province === query.province)
    .flatMap((plan) => plan.activities.map((activity) => ({ plan, activity, span: spanOf(plan, activity) })))
    .filter(({ activity }) => activity.audience.some((group) => group !== 'staff'))
    .filter(({ activity }) => query.topic === undefined || activity.topics.includes(query.topic))
    .filter(({ activity }) => query.commune === undefined || mayBeIn(activity, query.commune))
    .filter(({ span }) => span.from <= to && span.to >= from)
    .map((found): FoundActivity => ({ ...found, state: stateOf(found.span, today) }))
    .sort((a, b) => orderOf(a) - orderOf(b) || withinState(a, b))
}

function mayBeIn({ where }: Activity, commune: UnitCode): boolean {
  return typeof where !== 'object' || where.communes === undefined || where.communes.includes(commune)
}

function stateOf(span: Span, today: string): ActivityState {
  if (span.to < today) return span.endIsSaid ? 'past' : 'unsure'
  return span.from > today ? 'coming' : 'current'
}

function orderOf({ state }: FoundActivity): number {
  return ACTIVITY_STATES.indexOf(state)
}

/** The sort is stable: what is alike keeps the order of the plan. */
function withinState(a: FoundActivity, b: FoundActivity): number {
  const byFrom = a.span.from.localeCompare(b.span.from)
  const byTo = a.span.to.localeCompare(b.span.to)
  if (a.state === 'coming') return byFrom || byTo
  return a.state === 'current' ? byTo || byFrom : -byTo || -byFrom
}
