import { join } from 'node:path'
import { z } from 'zod'
import { CHANNEL_TYPES } from '../../core/ids.ts'
import { readYaml } from '../../core/read-yaml.ts'
import { timeOfDay } from '../../core/time-of-day.ts'

/** What people of a class are written without having asked just now. */
const NOTICE_KINDS = ['reminder', 'change', 'rating', 'letter'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** `name`: the template's id or title at the platform; `values`: what its parameters get. */
const templateUse = z.strictObject({ name: z.string().min(1), values: z.record(z.string(), z.string()) })
const settingsSchema = z.strictObject({
  most_dong: z.int().min(0),
  ask_rating_at: timeOfDay,
  templates: z.partialRecord(z.enum(CHANNEL_TYPES), z.partialRecord(z.enum(NOTICE_KINDS), templateUse)),
})

/** `data/classes/notices.yaml`; `ask_rating_at` in minutes after midnight. */
export type NoticeSettings = z.infer<typeof settingsSchema>

/** Reads it under `root`. Throws an `AppError` that names a mistake in it. */
export function readNoticeSettings(root: string): NoticeSettings {
  return readYaml(join(root, 'data/classes/notices.yaml'), settingsSchema)
}
