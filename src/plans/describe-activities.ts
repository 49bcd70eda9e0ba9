import { z } from 'zod'
import { fill } from '../core/fill.ts'
import { ACTIVITY_STATES, type FoundActivity } from './activities.ts'
import { type Activity, SCHEDULES } from './plan.schema.ts'

const text = z.string().min(1)

/** How activities are told, with `{{names}}` (`data/messages/plans.yaml`). */
export const planTextsSchema = z.strictObject({
  /** What stands over the activities of one plan that are in the same state. */
  headings: z.record(z.enum(ACTIVITY_STATES), text.includes('{{year}}')),
  activity: text.includes('{{title}}').includes('{{when}}'),
  place: text.includes('{{place}}'),
  join: text.includes('{{join}}'),
  where: z.strictObject({ every_commune: text, online: text }),
  when: z.strictObject({
    day: text.includes('{{from}}'),
    days: text.includes('{{from}}').includes('{{to}}'),
    from: text.includes('{{from}}'),
    until: text.includes('{{to}}'),
    peak: text.includes('{{days}}'),
    tentative: text.includes('{{when}}'),
    month: text.includes('{{month}}'),
    not_said: text,
  }),
  schedules: z.record(z.enum(SCHEDULES), text),
  /** Below what is current or to come; below what is not; and when nothing was found. */
  ask: text,
  ask_anew: text,
  none: text.includes('{{province}}'),
})
export type PlanTexts = z.infer<typeof planTextsSchema>

export interface Telling {
  readonly texts: PlanTexts
  /** As it stands within a sentence: `tỉnh Gia Lai`. */
  readonly provinceName: string
  /** Activities in all, those found first; the rest is left out. */
  readonly limit?: number
}

/**
 * Short lines for citizens: a heading for each plan and state, one line an activity, and where to ask. Past activities
 * are never told without their plan's year. When nothing was found, one line sends the person to the commune.
 */
export function describeActivities(found: readonly FoundActivity[], telling: Telling): string[] {
  const { texts, provinceName, limit = found.length } = telling
  const shown = found.slice(0, limit)
  if (shown.length === 0) return [fill(texts.none, { province: provinceName })]
  const lines: string[] = []
  for (const [heading, activities] of Map.groupBy(shown, (one) => headingOf(one, texts))) {
    lines.push(heading, ...activities.map((one) => lineOf(one, texts)))
  }
  const isNew = shown.some(({ state }) => state === 'current' || state === 'coming')
  return [...lines, isNew ? texts.ask : texts.ask_anew]
}

function headingOf({ plan, state }: FoundActivity, texts: PlanTexts): string {
  return fill(texts.headings[state], { year: String(plan.year) })
}

function lineOf({ activity, plan }: FoundActivity, texts: PlanTexts): string {
  const place = placeOf(activity, texts)
  return [
    fill(texts.activity, { title: activity.title, when: whenOf(activity, plan.year, texts) }),
    ...(place === null ? [] : [fill(texts.place, { place })]),
    ...(activity.join === undefined ? [] : [fill(texts.join, { join: activity.join })]),
  ].join(' ')
}

function placeOf({ where }: Activity, texts: PlanTexts): string | null {
  if (where === undefined || where === 'province') return null
  return typeof where === 'object' ? where.place : texts.where[where]
}

function whenOf(activity: Activity, year: number, texts: PlanTexts): string {
  const { schedule, when: words } = activity
  const dates = datesOf(activity, texts)
  if (dates === null) {
    return schedule ? fill(texts.schedules[schedule], { year: String(year) }) : (words ?? texts.when.not_said)
  }
  const whole = schedule === 'ongoing' ? fill(texts.when.peak, { days: dates }) : dates
  return activity.tentative ? fill(texts.when.tentative, { when: whole }) : whole
}

function datesOf({ from, to }: Activity, texts: PlanTexts): string | null {
  if (from !== undefined && to !== undefined) {
    return from === to
      ? fill(texts.when.day, { from: shown(from, texts) })
      : fill(texts.when.days, { from: shown(from, texts), to: shown(to, texts) })
  }
  if (from !== undefined) return fill(texts.when.from, { from: shown(from, texts) })
  return to === undefined ? null : fill(texts.when.until, { to: shown(to, texts) })
}

/** `05/10/2026`, or `tháng 10/2026`. */
function shown(date: string, texts: PlanTexts): string {
  const people = date.split('-').reverse().join('/')
  return date.length === 7 ? fill(texts.when.month, { month: people }) : people
}
