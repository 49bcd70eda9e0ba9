import { join } from 'node:path'
import { z } from 'zod'
import { SEND_FAILURES } from '../core/channel.ts'
import { CHANNEL_TYPES } from '../core/ids.ts'
import { readYaml } from '../core/read-yaml.ts'
import { BROADCAST_STATUSES } from './broadcasts.schema.ts'
import { LEFT_OUT } from './plan-sending.ts'
import { URGENCIES } from './rules.ts'

const text = z.string().min(1)

/** Of the console's texts, the names of things that officers also read in chat. */
const labelsSchema = z.object({
  broadcasts: z.object({
    urgencies: z.record(z.enum(URGENCIES), text),
    channels: z.record(z.enum(CHANNEL_TYPES), text),
    states: z.record(z.enum(BROADCAST_STATUSES), text),
    left_out_reasons: z.record(z.enum(LEFT_OUT), text),
    skipped_reasons: z.record(z.string(), text),
    schedules: z.object({ once: text, daily: text, weekly: text, cron: text }),
  }),
  failures: z.object({ reasons: z.record(z.enum(SEND_FAILURES), z.object({ why: text })) }),
})
export type BroadcastLabels = z.infer<typeof labelsSchema>

/** Reads `console.yaml` of `data/messages`. Throws an `AppError` that names what is missing. */
export function readBroadcastLabels(messagesFolder: string): BroadcastLabels {
  return readYaml(join(messagesFolder, 'console.yaml'), labelsSchema)
}
