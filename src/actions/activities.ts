import { z } from 'zod'
import type { Action } from '../engine/action.ts'
import { provinceOrThrow } from '../places/provinces.ts'
import { type FoundActivity, findActivities } from '../plans/activities.ts'
import { describeActivities } from '../plans/describe-activities.ts'
import { type ActionDeps, communeOf } from './deps.ts'

const MAX_SHOWN = 5
/** What goes on all year must not hide all that is to come. */
const MAX_CURRENT = 3

/** Tells what the province's plan has in store, by date and place. */
export function tellActivities({ plans, planTexts, provinces }: ActionDeps): Action {
  return {
    params: z.strictObject({}),
    outcomes: ['done'],
    gives: [],
    run(_params, context) {
      const { province, now } = context
      const commune = communeOf(context)
      const found = findActivities(plans, { province, now, ...(commune === null ? {} : { commune }) })
      const provinceName = provinceOrThrow(provinces, province).name
      const lines = describeActivities(withComing(found), { texts: planTexts, provinceName, limit: MAX_SHOWN })
      return { outcome: 'done', messages: [{ type: 'text', text: lines.join('\n') }] }
    },
  }
}

/** Leaves out later ones of what is current where something is to come, the soonest of which is worth knowing. */
function withComing(found: readonly FoundActivity[]): readonly FoundActivity[] {
  if (!found.some(({ state }) => state === 'coming')) return found
  const current = found.filter(({ state }) => state === 'current')
  return [...current.slice(0, MAX_CURRENT), ...found.filter(({ state }) => state !== 'current')]
}
