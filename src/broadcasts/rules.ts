import { join } from 'node:path'
import { z } from 'zod'
import { QUOTAS } from '../core/channel.ts'
import { AppError } from '../core/errors.ts'
import { CHANNEL_TYPES, type ChannelType } from '../core/ids.ts'
import { readYaml } from '../core/read-yaml.ts'
import { timeOfDay } from '../core/time-of-day.ts'
import { dayOf, type Minutes, minutesOf, readDay } from '../core/vietnam-day.ts'

/**
 * What a way can bring: a text as it was written; a template that the platform approved beforehand, to a person or to a
 * phone number; an article, to all who follow the account; a text that the platform charges for, to who allowed it.
 */
const CARRIED = ['message', 'template', 'template_by_phone', 'article', 'paid_message'] as const
export type Carried = (typeof CARRIED)[number]

const day = z.string().transform((text, context): number => {
  const read = readDay(text)
  if (read !== null) return read
  context.addIssue({ code: 'custom', message: 'must be a day such as 05/10/2026' })
  return z.NEVER
})
const hours = z.strictObject({ from: timeOfDay, to: timeOfDay })
const way = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  carries: z.enum(CARRIED),
  /** How long after the person's last sign of life; without it there is no end. */
  within_hours: z.int().positive().optional(),
  hours: hours.optional(),
  /** So many of our messages of any kind after each sign of life of the person. */
  per_window: z.int().positive().optional(),
  /** So long after the last message to the person that went this way. */
  every_hours: z.int().positive().optional(),
  /** The allowance of the platform that each message uses; it stops the way, or with `free_per_month` its being free. */
  quota: z.enum(QUOTAS).optional(),
  /** So many times of an account in a calendar month, where the platform tells no allowance. */
  per_month: z.int().positive().optional(),
  /** So many of an account in a calendar month cost nothing. */
  free_per_month: z.int().min(0).default(0),
  /** null: the platform names none; without the account's own price the way is closed. */
  price_dong: z.int().min(0).nullable(),
})
const rulesFile = z.strictObject({
  channel: z.enum(CHANNEL_TYPES),
  checked: day,
  source: z.string(),
  rules: z.array(z.strictObject({ from: day, source: z.string().optional(), ways: z.array(way).min(1) })).min(1),
})

export const URGENCIES = ['khan', 'thuong', 'tin-vui'] as const
export type Urgency = (typeof URGENCIES)[number]
const urgencyRule = z.strictObject({
  title: z.string(),
  hours,
  per_week: z.int().positive().nullable(),
  late_minutes: z.int().positive(),
  /** To so many people an author may write without a second person's look; never to more than fifty. */
  own_approval_up_to: z.int().min(0).max(50),
})
const urgencyFile = z.strictObject({ khan: urgencyRule, thuong: urgencyRule, 'tin-vui': urgencyRule })

/** From the first minute up to, not including, the last one. */
export type Hours = z.infer<typeof hours>
/** One way to reach somebody who did not just write; `price_dong` is a message's price in đồng, where the platform names one. */
export type Way = z.infer<typeof way>
export type UrgencyRule = z.infer<typeof urgencyRule>

/** What may be sent when, how often and for how much: data, because platforms change it several times a year. */
export interface SendingRules {
  /** The ways of a channel at an instant (UTC ms), in the order of the file. */
  waysOf(channel: ChannelType, now: number): readonly Way[]
  readonly urgency: Readonly<Record<Urgency, UrgencyRule>>
}

/** Reads `data/platform-rules`. Throws an `AppError` that names the file with a mistake. */
export function readSendingRules(folder: string): SendingRules {
  const files = new Map(
    CHANNEL_TYPES.map((channel) => {
      const path = join(folder, `${channel}.yaml`)
      const file = readYaml(path, rulesFile)
      if (file.channel !== channel)
        throw new AppError('data_file', `${path} is wrong: it must say "channel: ${channel}", as its name does.`)
      return [channel, file.rules.toSorted((a, b) => b.from - a.from)] as const
    }),
  )
  return {
    waysOf: (channel, now) => files.get(channel)?.find((rules) => rules.from <= dayOf(now))?.ways ?? [],
    urgency: readYaml(join(folder, 'urgency.yaml'), urgencyFile),
  }
}

/** The titles of all ways at an instant (UTC ms), by their ids. */
export function wayTitles(rules: Pick<SendingRules, 'waysOf'>, now: number): ReadonlyMap<string, string> {
  return new Map(CHANNEL_TYPES.flatMap((channel) => rules.waysOf(channel, now).map((way) => [way.id, way.title])))
}

/** Whether a time of the day is within `hours`, whose end is outside. */
export function isWithin({ from, to }: Hours, minutes: Minutes): boolean {
  return minutes >= from && minutes < to
}

/** Whether the clock in Việt Nam is within `hours` at an instant (UTC ms). */
export function isOpenAt(hours: Hours, instant: number): boolean {
  return isWithin(hours, minutesOf(instant))
}
