import { z } from 'zod'

/** Moments at which a flow may start by itself. */
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

const label = z.string().trim().min(1).max(60, { error: 'a label has at most 60 characters' })
const choiceSchema = z.union(
  [
    z.strictObject({ label, topic: z.string() }),
    z.strictObject({ label, flow: z.string() }),
    z.strictObject({ label, url: z.url({ protocol: /^https$/ }) }),
    z.strictObject({ label, phone: z.string().regex(/^\d{8,12}$/) }),
  ],
  { error: 'a choice has a label and one of topic, flow, url (https) or phone (digits)' },
)
export type FlowChoice = z.infer<typeof choiceSchema>

const saySchema = z.strictObject({
  text: z.string().trim().min(1),
  choices: z
    .array(choiceSchema)
    .max(10, { error: 'at most 10 choices: more is no longer read on a small screen' })
    .optional(),
})
export type FlowSay = z.infer<typeof saySchema>

/** One conversation: what starts it, what it does, what it says. */
export const flowSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, { error: 'an id has small letters, digits and hyphens' }),
  title: z.string().trim().min(1),
  starts: z
    .strictObject({
      /** Whole messages, as people write them with accents. */
      phrases: z.array(z.string().trim().min(1)).default([]),
      events: z.array(z.enum(FLOW_EVENTS)).default([]),
      attachments: z.array(z.enum(ATTACHMENTS)).default([]),
    })
    .prefault({}),
  does: z.enum(['opt_out', 'opt_in', 'request_person']).optional(),
  say: z.array(saySchema).min(1),
})
export type Flow = z.infer<typeof flowSchema>
