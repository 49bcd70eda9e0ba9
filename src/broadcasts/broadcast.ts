import { z } from 'zod'
import { CLASS_CODE } from '../classes/class.ts'
import { MINUTE_MS } from '../core/durations.ts'
import { AppError } from '../core/errors.ts'
import { CHANNEL_TYPES, type ProvinceId } from '../core/ids.ts'
import { showMinutes } from '../core/vietnam-day.ts'
import type { BroadcastId, BroadcastStatus } from './broadcasts.schema.ts'
import type { Content } from './content.ts'
import type { PlanDates } from './plan-dates.ts'
import { isWithin, type SendingRules, URGENCIES, type Urgency, type UrgencyRule } from './rules.ts'
import { type Schedule, scheduleSchema, timesOfDay } from './schedule.ts'
import { contentInputSchema } from './templates.ts'
import type { PhoneListId } from './ways.schema.ts'

const classCode = z.string().regex(CLASS_CODE, { error: 'must be a class such as LC12' })

/** Whom a broadcast is for, within its province. People who opted out are never among them. */
export const segmentSchema = z.strictObject({
  channels: z.array(z.enum(CHANNEL_TYPES)).min(1).optional(),
  /** Official codes of communes; only people whose commune is known are met. */
  communes: z
    .array(z.string().regex(/^\d{5}$/))
    .min(1)
    .optional(),
  /** People who gave a sign of life in the last days. */
  seen_within_days: z.int().positive().optional(),
  /** People who came for the first time in the last days. */
  new_within_days: z.int().positive().optional(),
  /** In place of people who wrote: the phone numbers of a list ("broadcasts phones"), for approved templates alone. */
  phone_list: z
    .string()
    .regex(/^[0-9a-z]+$/)
    .transform((id) => id as PhoneListId)
    .optional(),
  /** Codes of classes on whose lists people stand, with a seat; of more than one, any. */
  classes: z.array(classCode).min(1).optional(),
  /** Codes of classes of which people came to a lesson; of more than one, any. */
  attended: z.array(classCode).min(1).optional(),
  /** The broadcast whose wrong text this one corrects: for exactly those who got it, whatever the weekly limit. */
  corrects: z
    .string()
    .regex(/^[0-9a-z]+$/)
    .transform((id) => id as BroadcastId)
    .optional(),
  /** Also posted into the Zalo groups of its communes, where a personal account is set up for that. */
  groups: z.literal(true).optional(),
})
export type Segment = z.infer<typeof segmentSchema>

/** A draft as its author writes it, in a file or a form. */
export const draftSchema = z.strictObject({
  title: z.string().trim().min(1).max(120),
  province: z.string().regex(/^[a-z-]+$/),
  urgency: z.enum(URGENCIES).default('thuong'),
  content: contentInputSchema,
  segment: segmentSchema.default({}),
  schedule: scheduleSchema,
  /** How much money one run may cost, in đồng: without it only free ways are used. */
  budget_dong: z.int().min(0).default(0),
  /** How late after its time it may still begin, should the system have stood still; without it, as its urgency says. */
  late_minutes: z.int().min(1).max(1440).optional(),
  /** Everything is done but the sending. */
  training: z.boolean().default(false),
})
export type Draft = z.infer<typeof draftSchema>

const { title, province, budget_dong: budget, late_minutes: late } = draftSchema.shape
/** What a change says anew, in a file or a form; what it does not name stays as it is. */
export const changeSchema = z
  .strictObject({
    title,
    province,
    urgency: z.enum(URGENCIES),
    content: contentInputSchema,
    segment: segmentSchema,
    schedule: scheduleSchema,
    budget_dong: budget.unwrap(),
    late_minutes: late.unwrap(),
    training: z.boolean(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: 'must say what is to change' })
export type Change = z.infer<typeof changeSchema>

/** One announcement. Instants are UTC ms. */
export interface Broadcast {
  readonly id: BroadcastId
  readonly title: string
  readonly author: string
  /** Who rewrote it last; null while it is as its author wrote it. */
  readonly changedBy: string | null
  readonly province: ProvinceId
  readonly status: BroadcastStatus
  readonly statusReason: string | null
  readonly urgency: Urgency
  readonly training: boolean
  readonly content: Content
  readonly segment: Segment
  readonly schedule: Schedule
  readonly budgetDong: number
  /** Null: as its urgency says. */
  readonly lateMinutes: number | null
  /** Null for what was made of no plan. */
  readonly plan: PlanDates | null
  /** The admin who let it out beyond its plan's dates; null while nobody has. */
  readonly outsidePlanBy: string | null
  readonly nextDueAt: number | null
  readonly approval: Approval | null
  readonly createdAt: number
  readonly changedAt: number
}

/** Who said yes, when, and to what exactly. */
export interface Approval {
  readonly by: string
  readonly at: number
  /** Of content, audience and time (`hashOf`). */
  readonly hash: string
}

/** How long after its time a broadcast may still begin, in milliseconds. */
export function freshForMs(
  { urgency, lateMinutes }: Pick<Broadcast, 'urgency' | 'lateMinutes'>,
  rules: Pick<SendingRules, 'urgency'>,
): number {
  return (lateMinutes ?? rules.urgency[urgency].late_minutes) * MINUTE_MS
}

/** How often people may be written to for a broadcast: who read something wrong reads what is right, whatever else they got. */
export function urgencyOf(
  { urgency, segment }: Pick<Broadcast, 'urgency' | 'segment'>,
  rules: Pick<SendingRules, 'urgency'>,
): UrgencyRule {
  const rule = rules.urgency[urgency]
  return segment.corrects === undefined ? rule : { ...rule, per_week: null }
}

/** Throws an `AppError` when a schedule has a time outside the hours of its urgency. */
export function checkHours(schedule: Schedule, urgency: Urgency, rules: Pick<SendingRules, 'urgency'>): void {
  const { hours } = rules.urgency[urgency]
  const wrong = timesOfDay(schedule).find((minutes) => !isWithin(hours, minutes))
  if (wrong === undefined) return
  throw new AppError(
    'quiet_hours',
    `${showMinutes(wrong)} lies outside the hours of "${urgency}" (${showMinutes(hours.from)}–${showMinutes(hours.to)}): choose another time.`,
  )
}
