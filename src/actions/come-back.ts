import { z } from 'zod'
import type { Action } from '../engine/action.ts'
import { planFollowUp } from '../requests/follow-up.store.ts'

const HOUR_MS = 3_600_000
const params = z.strictObject({
  flow: z.string(),
  hours: z.string().regex(/^\d{1,2}$/),
})

/** Lets a flow begin by itself after some hours; within a day, so that both platforms still let us answer. */
export const comeBackLater: Action = {
  params,
  outcomes: ['done'],
  gives: [],
  run(given, { contact, now }) {
    const { flow, hours } = params.parse(given)
    return {
      outcome: 'done',
      writes: [(trx) => planFollowUp(trx, { contact, flow, askedAt: now, dueAt: now + Number(hours) * HOUR_MS })],
    }
  },
}
