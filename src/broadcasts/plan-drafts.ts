import { fill } from '../core/fill.ts'
import type { TopicId } from '../core/ids.ts'
import { type Day, instantOf, readDay, readMinutes } from '../core/vietnam-day.ts'
import type { Activity, Plan } from '../plans/plan.schema.ts'
import { firstDay, lastDay, spanOf } from '../plans/span.ts'
import { type Draft, draftSchema } from './broadcast.ts'
import type { PlanDates } from './plan-dates.ts'
import type { BroadcastTexts, ContentInput, Template } from './templates.ts'

/** When the announcements of a plan's day go out, unless an officer says otherwise. */
const TIME = '07:30'
/** An activity that goes on for longer is recalled on its last day. */
const LONG_DAYS = 7
const MAX_TITLE = 120
const MAX_TEXT = 1400
/** The topic that tells what is on, by place and date. */
const ACTIVITIES = 'cd.hoat-dong' as TopicId

/** A draft that a plan gives reason for. */
export type PlanDraft = Draft & { readonly plan: PlanDates }

/** An activity that is announced on a day, `05/10/2026`. */
interface Announced {
  readonly activity: Activity
  readonly day: string
}

/**
 * Drafts of the announcements that a plan gives reason for: one on the first day of each activity for citizens that has
 * a date, one more on the last day of a long one; what is past at `now` (UTC ms) is left out. What the same people would
 * be told of on the same day is told in one: the weekly limit would let the first two through and no more. Officers
 * complete the drafts.
 */
export function draftsOfPlan(plan: Plan, texts: BroadcastTexts, now: number): PlanDraft[] {
  const announced = plan.activities
    .filter((activity) => activity.audience.some((group) => group !== 'staff'))
    .flatMap((activity) => daysOf(activity).map((day): Announced => ({ activity, day })))
  const together = Map.groupBy(announced, ({ activity, day }) => [day, ...(communesOf(activity) ?? [])].join(' '))
  return [...together.values()]
    .map((ofOneDay) => draftOf(plan, ofOneDay, texts))
    .filter((draft) => draft.schedule.type === 'once' && timeOf(draft.schedule.at) > now)
}

function communesOf({ where }: Activity): readonly string[] | undefined {
  return typeof where === 'object' ? where.communes : undefined
}

/** Vietnamese days, `05/10/2026`. */
function daysOf({ from, to }: Activity): string[] {
  const first = from === undefined ? undefined : firstDay(from)
  const last = to === undefined ? undefined : lastDay(to)
  if (first === undefined) return last === undefined ? [] : [vietnamese(last)]
  const long = last !== undefined && numberOf(vietnamese(last)) - numberOf(vietnamese(first)) > LONG_DAYS
  return (long ? [first, last] : [first]).map(vietnamese)
}

function draftOf(plan: Plan, announced: readonly Announced[], texts: BroadcastTexts): PlanDraft {
  const [{ activity, day }] = announced as [Announced]
  const communes = communesOf(activity)
  const alone = announced.length === 1
  const draft = draftSchema.parse({
    title: alone ? `${activity.title.slice(0, MAX_TITLE - 14)} (${day})` : fill(texts.frame.day_title, { day }),
    province: plan.province,
    content: alone ? contentOf(activity, texts) : joinedContent(announced, texts),
    segment: communes ? { communes } : {},
    schedule: { type: 'once', at: `${day} ${TIME}` },
  })
  return { ...draft, plan: datesOf(plan, announced) }
}

/** What is told in one is told while all of it is on. */
function datesOf(plan: Plan, announced: readonly Announced[]): PlanDates {
  const spans = announced.map(({ activity }) => spanOf(plan, activity))
  const [from = ''] = spans.map((span) => span.from).toSorted((a, b) => (a > b ? -1 : 1))
  const [to = ''] = spans.map((span) => span.to).toSorted()
  return {
    plan: `${plan.province}-${plan.year}`,
    activities: announced.map(({ activity }) => activity.id),
    day: announced[0]?.day ?? vietnamese(from),
    from: vietnamese(from),
    to: vietnamese(to),
  }
}

/** All in one list, with a button to the article that tells of activities by place and date. */
function joinedContent(announced: readonly Announced[], { frame }: BroadcastTexts): ContentInput {
  const list = announced.map(({ activity }, at) =>
    fill(frame.day_item, { number: String(at + 1), title: activity.title, when: whenOf(activity, frame) }),
  )
  const text = fill(frame.day, { day: announced[0]?.day ?? '', count: String(announced.length), list: list.join('\n') })
  return { text: text.slice(0, MAX_TEXT), buttons: [{ label: frame.more, topic: ACTIVITIES }], values: {} }
}

/** A template for one of its topics that asks nothing, or its own words with a button to the topic. */
function contentOf(activity: Activity, { templates, frame }: BroadcastTexts): ContentInput {
  const fitting = activity.topics.flatMap((topic) =>
    [...templates.values()].filter((template) => template.activities.includes(topic) && asksNothing(template)),
  )[0]
  if (fitting) return { template: fitting.id, values: {} }
  const text = fill(frame.activity, { title: activity.title, what: activity.what, when: whenOf(activity, frame) })
  const topic = activity.topics[0]
  return { text: text.slice(0, MAX_TEXT), buttons: topic ? [{ label: frame.more, topic }] : [], values: {} }
}

function whenOf({ from, to }: Activity, frame: BroadcastTexts['frame']): string {
  const days = [from === undefined ? undefined : firstDay(from), to === undefined ? undefined : lastDay(to)]
  const [first = '', last = first] = days.filter((day) => day !== undefined).map(vietnamese)
  return fill(first === last ? frame.when_day : frame.when_days, { from: first, to: last })
}

function asksNothing({ asks }: Template): boolean {
  return Object.keys(asks).length === 0
}

/** `2026-10-05` as `05/10/2026`. */
function vietnamese(isoDay: string): string {
  return isoDay.split('-').reverse().join('/')
}

function numberOf(day: string): Day {
  return readDay(day) ?? 0
}

function timeOf(at: string): number {
  const [day = '', time = ''] = at.split(' ')
  return instantOf(numberOf(day), readMinutes(time) ?? 0)
}
