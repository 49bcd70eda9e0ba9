import { createHash } from 'node:crypto'
import type { Broadcast } from './broadcast.ts'

type Approved = Pick<
  Broadcast,
  | 'province'
  | 'urgency'
  | 'training'
  | 'content'
  | 'segment'
  | 'schedule'
  | 'budgetDong'
  | 'lateMinutes'
  | 'plan'
  | 'outsidePlanBy'
>

/**
 * What an approval is bound to: the content, the audience, the time, and the plan with an admin's leave to go beyond it. Any
 * change of them asks anew.
 */
export function hashOf(broadcast: Approved): string {
  const { province, urgency, training, content, segment, schedule, budgetDong, lateMinutes } = broadcast
  const { plan, outsidePlanBy } = broadcast
  const approved = {
    ...{ province, urgency, training, content, segment, schedule, budgetDong, lateMinutes },
    // What was made of no plan keeps the hash that it was approved with before there were dates to keep.
    ...(plan && { plan, outsidePlanBy }),
  }
  return createHash('sha256')
    .update(JSON.stringify(inOrder(approved)))
    .digest('hex')
}

/** The same value always as the same text, in whatever order its keys were written. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, inOrder(inner)]),
  )
}
