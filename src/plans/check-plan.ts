import type { ProvinceId, TopicId } from '../core/ids.ts'
import type { Commune, UnitCode } from '../places/commune.ts'
import type { Plan } from './plan.schema.ts'
import { firstDay, lastDay } from './span.ts'

/** What a plan may name. */
export interface KnownToPlans {
  readonly topics: { has(topic: TopicId): boolean }
  readonly provinces: { get(province: ProvinceId): { readonly code: UnitCode } | undefined }
  readonly communes: { byCode(code: UnitCode): Commune | undefined }
}

/** What is wrong, and the key at which it stands: `['activities', 2, 'to']`. */
export interface PlanMistake {
  readonly key: readonly (string | number)[]
  readonly message: string
}

/** What the schema cannot see: unknown names, dates out of order, and a file that is called otherwise than its plan. */
export function checkPlan(plan: Plan, fileName: string, known: KnownToPlans): PlanMistake[] {
  const mistakes: PlanMistake[] = []
  const add = (key: PlanMistake['key'], message: string) => mistakes.push({ key, message })
  const province = known.provinces.get(plan.province)

  if (!province) add(['province'], `there is no province "${plan.province}" in data/provinces`)
  const expected = `${plan.province}-${plan.year}.yaml`
  if (fileName !== expected) add(['province'], `the file of this plan must be called ${expected}`)
  if (plan.period && plan.period.from > plan.period.to) add(['period', 'to'], 'lies before "from"')

  const ids = new Set<string>()
  for (const [index, activity] of plan.activities.entries()) {
    const at = (...rest: (string | number)[]) => ['activities', index, ...rest]
    if (ids.has(activity.id)) add(at('id'), `"${activity.id}" stands twice: give each activity its own id`)
    ids.add(activity.id)
    for (const end of ['from', 'to'] as const) {
      const date = activity[end]
      if (date && !date.startsWith(`${plan.year}-`)) add(at(end), `${date} is not in the plan's year ${plan.year}`)
    }
    if (activity.from && activity.to && firstDay(activity.from) > lastDay(activity.to)) {
      add(at('to'), `${activity.to} lies before "from" (${activity.from})`)
    }
    for (const [place, topic] of activity.topics.entries()) {
      if (!known.topics.has(topic)) add(at('topics', place), `"${topic}" is no topic of data/topics.yaml`)
    }
    const communes = typeof activity.where === 'object' ? (activity.where.communes ?? []) : []
    for (const [place, code] of communes.entries()) {
      if (known.communes.byCode(code)?.province === province?.code) continue
      add(at('where', 'communes', place), `"${code}" is no commune of ${plan.province} (data/places/communes)`)
    }
  }
  return mistakes
}
