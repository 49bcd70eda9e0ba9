import { z } from 'zod'
import type { Action } from '../engine/action.ts'
import { provinceOrThrow } from '../places/provinces.ts'
import { findActivities } from '../plans/activities.ts'
import { describeActivities } from '../plans/describe-activities.ts'
import { type ActionDeps, communeOf } from './deps.ts'

const MAX_SHOWN = 5

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
      const lines = describeActivities(found, { texts: planTexts, provinceName, limit: MAX_SHOWN })
      return { outcome: 'done', messages: [{ type: 'text', text: lines.join('\n') }] }
    },
  }
}
