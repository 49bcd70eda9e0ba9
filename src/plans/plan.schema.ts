import { z } from 'zod'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import type { UnitCode } from '../places/commune.ts'

const text = z.string().trim().min(1, 'must not be empty')
const topicId = text.transform((value) => value as TopicId)
const provinceId = text.transform((value) => value as ProvinceId)
const unitCode = z
  .string('must stand in quotes, such as "26209"')
  .regex(/^\d{5}$/, 'must be a five-digit code of a commune')
  .transform((value) => value as UnitCode)

const day = z.iso.date('must be a date such as 2026-10-10')
const monthOrDay = z.union(
  [z.iso.date(), z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)],
  'must be a date such as 2026-10-10, or a month such as 2026-10',
)
const yearOrFiner = z.union(
  [monthOrDay, z.string().regex(/^\d{4}$/)],
  'must be a date such as 2026-10-10, a month such as 2026-10, or a year in quotes',
)

/** Whom an activity is for. What is for `staff` alone is not told to citizens. */
const AUDIENCES = ['people', 'students', 'teachers', 'workers', 'traders', 'businesses', 'staff'] as const

/** How the plan speaks of time beside its dates: thường xuyên, trong năm, hằng tuần, hằng năm. */
export const SCHEDULES = ['ongoing', 'in_the_year', 'weekly', 'yearly'] as const

/** `every_commune`: each commune holds its own. A place names its communes when only their people are meant. */
const whereSchema = z.union(
  [
    z.enum(['province', 'every_commune', 'online']),
    z.strictObject({ place: text, communes: z.array(unitCode).min(1).optional() }),
  ],
  'must be province, every_commune, online, or a place: { place: …, communes: ["26209"] }',
)

const targetSchema = z.strictObject({
  what: text,
  number: z.number(),
  /** `%`, `người`, `trạm`. */
  unit: text,
  by: yearOrFiner.optional(),
})

const activitySchema = z.strictObject({
  id: text.regex(/^[a-z0-9-]+$/, 'must be of the letters a-z, digits and hyphens'),
  /** Where it stands in the document: `Mục III.2.1`. */
  section: text,
  /** In plain words for citizens. */
  title: text,
  what: text,
  leads: z.array(text).min(1).optional(),
  /** Those who work with the leaders. */
  with: z.array(text).min(1).optional(),
  audience: z.array(z.enum(AUDIENCES)).min(1),
  from: monthOrDay.optional(),
  to: monthOrDay.optional(),
  schedule: z.enum(SCHEDULES).optional(),
  /** The time in the plan's words when it gives no date. */
  when: text.optional(),
  /** The plan calls its dates "dự kiến". */
  tentative: z.boolean().default(false),
  where: whereSchema.optional(),
  join: text.optional(),
  topics: z.array(topicId).default([]),
  targets: z.array(targetSchema).default([]),
  /** What a member of staff should know: where the document contradicts itself, for example. */
  note: text.optional(),
})

const reportSchema = z.strictObject({
  who: text,
  what: text,
  to: text,
  /** `by` is the last day itself ("chậm nhất ngày"), `before` the day that is too late ("trước ngày"). */
  by: z.array(day).min(1).optional(),
  before: day.optional(),
  when: text.optional(),
})

/** A province's plan of one year, as `data/plans/<province>-<year>.yaml` writes it (docs/knowledge.md). */
export const planSchema = z.strictObject({
  province: provinceId,
  year: z.number().int().min(2020).max(2100),
  title: text,
  issuer: text,
  number: text.optional(),
  date: yearOrFiner.optional(),
  signer: text.optional(),
  period: z.strictObject({ from: day, to: day }).optional(),
  /** Of the Digital Transformation Day, and of the whole year. */
  themes: z.strictObject({ day: text.optional(), year: text.optional() }).optional(),
  slogan: text.optional(),
  targets: z.array(targetSchema).default([]),
  activities: z.array(activitySchema).min(1, 'needs at least one activity'),
  reports: z.array(reportSchema).default([]),
})

export type Plan = Readonly<z.infer<typeof planSchema>>
export type Activity = Readonly<Plan['activities'][number]>
export type PlanReport = Readonly<Plan['reports'][number]>
