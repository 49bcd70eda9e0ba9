import { z } from 'zod'
import { vietnamDateTime } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { dayOf, readDay } from '../core/vietnam-day.ts'
import type { Broadcast } from './broadcast.ts'
import { daySchema, nextDue } from './schedule.ts'

/** Of which activities of a plan a broadcast tells, and the days on which all of them are on: `05/10/2026`, both included. */
export const planDatesSchema = z.strictObject({
  /** As `data/plans` names it: `gia-lai-2026`. */
  plan: z.string().min(1),
  activities: z.array(z.string()).min(1),
  /** The day of theirs that it announces. */
  day: daySchema,
  from: daySchema,
  to: daySchema,
})
export type PlanDates = z.infer<typeof planDatesSchema>

/** Whether both announce the same day of the same activities. */
export function announcesSame(one: PlanDates, other: PlanDates): boolean {
  const keyOf = ({ plan, activities, day }: PlanDates) => [plan, day, ...activities].join(' ')
  return keyOf(one) === keyOf(other)
}

type Bound = Pick<Broadcast, 'plan' | 'outsidePlanBy'>

/** Whether an instant (UTC ms) lies on a day that the plan of a broadcast does not give, and no admin has said it may. */
export function isOutsidePlan({ plan, outsidePlanBy }: Bound, instant: number): boolean {
  return plan !== null && outsidePlanBy === null && !isWithinDates(plan, instant)
}

/** The first time (UTC ms) at which a broadcast would go out outside its plan's dates; null when there is none. */
export function firstOutsidePlan({ schedule, ...bound }: Bound & Pick<Broadcast, 'schedule'>): number | null {
  for (let due = nextDue(schedule, 0); due !== null; due = nextDue(schedule, due))
    if (isOutsidePlan(bound, due)) return due
  return null
}

/** Throws an `AppError` that names the dates when a broadcast would go out outside those of its plan. */
export function checkPlanDates(broadcast: Bound & Pick<Broadcast, 'id' | 'schedule'>): void {
  const { id, plan } = broadcast
  const outside = firstOutsidePlan(broadcast)
  if (plan === null || outside === null) return
  throw new AppError(
    'outside_plan',
    `Broadcast ${id} would go out ${vietnamDateTime(outside)}, outside the dates of the plan ${plan.plan} (${plan.from}–${plan.to}): change its schedule, or have an admin let it ("--outside-plan").`,
  )
}

function isWithinDates({ from, to }: PlanDates, instant: number): boolean {
  const day = dayOf(instant)
  return day >= (readDay(from) ?? Number.NaN) && day <= (readDay(to) ?? Number.NaN)
}
