import { z } from 'zod'
import { dayOf, startOfDay } from '../calendar/days.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/durations.ts'
import type { Action } from '../engine/action.ts'
import { planFollowUp } from '../requests/follow-up.store.ts'
import { afterNight } from '../support/deadline.ts'
import type { SupportRules } from '../support/desk.ts'
import type { ActionDeps } from './deps.ts'

/** The platforms' day, less some time for the sending. */
const LATEST_MS = 23.5 * HOUR_MS
const BEFORE_NIGHT_MS = 30 * MINUTE_MS
const params = z.strictObject({
  flow: z.string(),
  hours: z.string().regex(/^\d{1,2}$/),
})

/** Lets a flow begin by itself after some hours; within a day, so that both platforms still let us answer, and not at night. */
export function comeBackLater({ desk }: Pick<ActionDeps, 'desk'>): Action {
  return {
    params,
    outcomes: ['done'],
    gives: [],
    run(given, { contact, now }) {
      const { flow, hours } = params.parse(given)
      const dueAt = byDay(desk.rules, now + Number(hours) * HOUR_MS, now + LATEST_MS)
      return { outcome: 'done', writes: [(trx) => planFollowUp(trx, { contact, flow, askedAt: now, dueAt })] }
    },
  }
}

/** After the night that `wanted` falls into; in the evening before it, where the morning is later than `latest`. */
function byDay(rules: SupportRules, wanted: number, latest: number): number {
  const morning = afterNight(rules, wanted)
  if (morning <= latest) return morning
  return startOfNightBefore(rules, morning) - BEFORE_NIGHT_MS
}

function startOfNightBefore({ night }: SupportRules, morning: number): number {
  const midnight = startOfDay(dayOf(morning))
  return midnight + night.from * MINUTE_MS - (night.from > night.to ? DAY_MS : 0)
}
