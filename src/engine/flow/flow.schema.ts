import { z } from 'zod'
import { CHANNEL_TYPES } from '../../core/ids.ts'
import { stepSchema } from './step.schema.ts'

/** Moments at which a flow may start by itself; each must start exactly one. */
export const FLOW_EVENTS = ['followed', 'chat_opened', 'no_answer', 'failed'] as const
export type FlowEvent = (typeof FLOW_EVENTS)[number]

const ATTACHMENTS = [
  'image',
  'gif',
  'video',
  'audio',
  'sticker',
  'file',
  'link',
  'location',
  'business_card',
  'other',
] as const

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const duration = z
  .string()
  .regex(/^\d{1,3}[mhd]$/, { error: 'a duration is a number with m, h or d, as 30m, 2h or 3d' })
  .transform((text) => Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS])

const startsSchema = z.strictObject({
  /** Whole messages, as people write them with accents. */
  phrases: z
    .array(z.string().trim().min(1))
    .default([])
    .describe('Whole messages that start it, written with accents.'),
  examples: z
    .array(z.string().trim().min(1))
    .default([])
    .describe('Sample sentences: what is meant like them starts it, as questions find articles.'),
  refs: z
    .array(z.string().regex(/^[a-z0-9-]+$/, { error: 'a ref has small letters, digits and hyphens' }))
    .default([])
    .describe('Codes of links and posters that start it.'),
  codes: z
    .strictObject({
      letters: z
        .array(z.string().regex(/^[a-z]{1,4}$/, { error: 'the letters of a code are one to four small ones' }))
        .min(1),
      before: z.array(z.string().trim().min(1)).default([]),
      after: z.array(z.string().trim().min(1)).default([]),
    })
    .optional()
    .describe('Codes that start it as a whole message, "LC13", with words before them and phrases after them.'),
  details: z
    .strictObject({
      phrases: z.array(z.string().trim().min(1)).min(1),
      around_name: z.array(z.string().trim().min(1)).default([]),
    })
    .optional()
    .describe('Phrases that start it within a message that gives a phone number too; words around a name in it.'),
  events: z.array(z.enum(FLOW_EVENTS)).default([]),
  attachments: z.array(z.enum(ATTACHMENTS)).default([]),
})

/** One conversation: what starts it and, step by step, what is said, asked and done. `docs/flows.md` explains the format. */
export const flowSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, { error: 'an id has small letters, digits and hyphens' }),
  title: z.string().trim().min(1).max(40, { error: 'a title has at most 40 characters: it stands on buttons' }),
  starts: startsSchema.prefault({}),
  /** After how long without an answer the person is asked whether to go on, in ms. */
  park_after: duration
    .default(2 * UNIT_MS.h)
    .describe('Idle time after which the person is asked whether to go on: 30m, 2h, 3d.'),
  /** The topic whose article answers what is asked about the form within it: "có mất tiền không?". */
  about: z.string().optional().describe('The topic whose article answers questions about the form while it asks.'),
  /** A button under the article that it is about begins it. */
  offered: z.literal(true).optional().describe('A button under the article of "about" begins it.'),
  /** Where it may start; everywhere when absent. */
  channels: z.array(z.enum(CHANNEL_TYPES)).optional(),
  steps: z.array(stepSchema).min(1, { error: 'a flow has at least one step' }),
})
export type Flow = z.infer<typeof flowSchema>
