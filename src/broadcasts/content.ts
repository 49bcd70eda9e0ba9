import { z } from 'zod'
import { AppError } from '../core/errors.ts'
import { fill } from '../core/fill.ts'
import { CHANNEL_TYPES, type ChannelType, type ProvinceId, type TopicId } from '../core/ids.ts'
import type { Choice, Message } from '../core/messages.ts'
import { payloadOf } from '../engine/payload.ts'
import type { Province } from '../places/provinces.ts'

export const MAX_TEXT = 1500
/** Messenger's buttons; Zalo takes five. */
const MAX_BUTTONS = 3

const label = z.string().min(1).max(20, { error: 'must fit on a button: at most 20 characters' })
const name = z.string().regex(/^[a-z0-9.-]+$/)
const buttonSchema = z.union([
  z.strictObject({ label, topic: name }),
  z.strictObject({ label, flow: name }),
  z.strictObject({ label, url: z.url({ protocol: /^https$/ }) }),
  z.strictObject({ label, phone: z.string().regex(/^\+?\d{4,15}$/) }),
])
export type Button = z.infer<typeof buttonSchema>

export const textSchema = z.string().trim().min(1).max(MAX_TEXT)
export const variantSchema = z
  .strictObject({
    channels: z.array(z.enum(CHANNEL_TYPES)).min(1).optional(),
    provinces: z.array(z.string()).min(1).optional(),
    text: textSchema,
  })
  .refine((variant) => variant.channels !== undefined || variant.provinces !== undefined, {
    error: 'must say for which channels or provinces it is',
  })
export const buttonsSchema = z.array(buttonSchema).max(MAX_BUTTONS)
export const valuesSchema = z.record(z.string().regex(/^\w+$/), z.string())

/** A template that a platform approved, for people to whom no message may be written freely any more. */
export const approvedSchema = z.partialRecord(
  z.enum(CHANNEL_TYPES),
  z.strictObject({
    /** As the platform names it: "broadcasts templates" lists them. */
    template: z.string().min(1),
    /** For each parameter a text, which may have `{{names}}` as the message has, and of a list of phones its columns. */
    values: z.record(z.string(), z.string().min(1)).default({}),
  }),
)

/** An article with the message's text, for all followers of an account, where the platform has articles. */
export const articleSchema = z.strictObject({
  title: z.string().trim().min(1).max(150),
  description: z.string().trim().min(1).max(300),
  cover_url: z.url({ protocol: /^https$/ }),
})

/** What a broadcast says, complete in itself: a later change of the template does not change what was approved. */
export const contentSchema = z.strictObject({
  /** Where the text came from; null for one that was written freely. */
  template: z.string().nullable(),
  text: textSchema,
  /** In place of `text` for some; the first that fits. */
  variants: z.array(variantSchema),
  buttons: buttonsSchema,
  /** For the `{{names}}` of the texts, beside those that every text may use (`knownValues`). */
  values: valuesSchema,
  /** How to get no more of these, under every text. */
  footer: z.string().min(1),
  approved: approvedSchema.optional(),
  article: articleSchema.optional(),
})
export type Content = z.infer<typeof contentSchema>

/** For whom a text is put together, and the day (`05/10/2026`) on which it goes out. */
export interface Setting {
  readonly channel: ChannelType
  readonly province: Province
  readonly date: string
}

/** What a broadcast says to people on one channel of one province. Throws an `AppError` for a `{{name}}` without a value. */
export function messageOf(content: Content, setting: Setting): Message {
  const variant = content.variants.find((one) => fits(one, setting))
  const values = { ...knownValues(setting), ...content.values }
  const filled = (text: string) => fillOrRefuse(text, values)
  const text = `${filled(variant?.text ?? content.text)}\n\n${filled(content.footer)}`
  const choices = content.buttons.map((button) => choiceOf(button, filled))
  return choices.length > 0 ? { type: 'text', text, choices } : { type: 'text', text }
}

/** The values that every text may use without anybody's giving them. */
export const KNOWN_VALUES = ['province', 'short', 'site', 'date'] as const

/** What the names that every text may use stand for. */
export function knownValues({ province, date }: Setting): Record<(typeof KNOWN_VALUES)[number], string> {
  return { province: province.name, short: province.short, site: province.site, date }
}

function fits(
  variant: { channels?: readonly ChannelType[] | undefined; provinces?: readonly string[] | undefined },
  { channel, province }: { channel: ChannelType; province: { id: ProvinceId } },
): boolean {
  return (variant.channels?.includes(channel) ?? true) && (variant.provinces?.includes(province.id) ?? true)
}

function choiceOf(button: Button, filled: (text: string) => string): Choice {
  const text = filled(button.label)
  if ('topic' in button)
    return { type: 'reply', label: text, payload: payloadOf({ type: 'topic', topic: button.topic as TopicId }) }
  if ('flow' in button) return { type: 'reply', label: text, payload: payloadOf({ type: 'flow', flow: button.flow }) }
  if ('url' in button) return { type: 'url', label: text, url: button.url }
  return { type: 'phone', label: text, phone: button.phone }
}

function fillOrRefuse(text: string, values: Readonly<Record<string, string>>): string {
  try {
    return fill(text, values)
  } catch (cause) {
    throw new AppError(
      'broadcast_content',
      `The text cannot be filled in: ${(cause as Error).message}. Give the value under content.values.`,
      { cause },
    )
  }
}
