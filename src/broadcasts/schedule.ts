import { z } from 'zod'
import { type Day, dayOf, instantOf, type Minutes, readDay, readMinutes, weekdayOf } from '../core/vietnam-day.ts'
import { readCron } from './cron-expression.ts'

/** A day as people write it: `05/10/2026`. */
export const daySchema = z
  .string()
  .refine((text) => readDay(text) !== null, { error: 'must be a day such as 05/10/2026' })
const time = z.string().refine((text) => readMinutes(text) !== null, { error: 'must be a time such as 07:30' })
const moment = z.string().refine((text) => readMoment(text) !== null, {
  error: 'must be a day and time such as 05/10/2026 07:30',
})
const weekday = z.enum(['t2', 't3', 't4', 't5', 't6', 't7', 'cn'])
const WEEKDAYS = weekday.options
const expression = z.string().superRefine((text, context) => {
  try {
    const { times } = readCron(text)
    if (times.length > 24) context.addIssue({ code: 'custom', message: 'may not be due more often than once an hour' })
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
  }
})

/** When a broadcast is due. Days and times are those of Asia/Ho_Chi_Minh, as people write them. */
export const scheduleSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('once'), at: moment }),
    z.strictObject({ type: z.literal('daily'), at: time, from: daySchema, to: daySchema }),
    z.strictObject({
      type: z.literal('weekly'),
      days: z.array(weekday).min(1),
      at: time,
      from: daySchema,
      to: daySchema,
    }),
    z.strictObject({ type: z.literal('cron'), expression, from: daySchema, to: daySchema }),
  ])
  .refine((schedule) => schedule.type === 'once' || dayNumber(schedule.from) <= dayNumber(schedule.to), {
    error: 'ends before it begins: "to" must not lie before "from"',
  })
export type Schedule = z.infer<typeof scheduleSchema>

interface Times {
  readonly first: Day
  readonly last: Day
  isOn(day: Day): boolean
  readonly times: readonly Minutes[]
}

/** The first time (UTC ms) a schedule is due later than `after`; null when there is none. */
export function nextDue(schedule: Schedule, after: number): number | null {
  const { first, last, isOn, times } = timesOf(schedule)
  for (let candidate = Math.max(first, dayOf(after)); candidate <= last; candidate++) {
    if (!isOn(candidate)) continue
    for (const minutes of times) {
      const instant = instantOf(candidate, minutes)
      if (instant > after) return instant
    }
  }
  return null
}

/** The times of the day at which a schedule is due, for judging them before it begins. */
export function timesOfDay(schedule: Schedule): readonly Minutes[] {
  return timesOf(schedule).times
}

function timesOf(schedule: Schedule): Times {
  if (schedule.type === 'once') {
    const at = readMoment(schedule.at) as { day: Day; minutes: Minutes }
    return { first: at.day, last: at.day, isOn: () => true, times: [at.minutes] }
  }
  const [first, last] = [dayNumber(schedule.from), dayNumber(schedule.to)]
  if (schedule.type === 'cron') return { first, last, ...readCron(schedule.expression) }
  const times = [readMinutes(schedule.at) as Minutes]
  if (schedule.type === 'daily') return { first, last, isOn: () => true, times }
  const days = new Set(schedule.days.map((name) => WEEKDAYS.indexOf(name) + 1))
  return { first, last, isOn: (candidate) => days.has(weekdayOf(candidate)), times }
}

function dayNumber(text: string): Day {
  return readDay(text) as Day
}

function readMoment(text: string): { day: Day; minutes: Minutes } | null {
  const [dayText = '', timeText = '', ...others] = text.split(' ')
  const [theDay, minutes] = [readDay(dayText), readMinutes(timeText)]
  return theDay === null || minutes === null || others.length > 0 ? null : { day: theDay, minutes }
}
