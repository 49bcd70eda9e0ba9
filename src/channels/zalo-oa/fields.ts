import { z } from 'zod'
import { cleaned, payloadField } from '../payload-field.ts'

/**
 * A field that is missing or of a wrong type reads as null and spoils nothing else: each event then decides whether it can
 * do without it. The default stands for most: it spares zod from describing an error for every field that is missing.
 */
export const lenient = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null).default(null)

/** A text, or a number in its written form, as `read` gives it. */
const scalar = (read: (text: string) => string | null) =>
  payloadField((value) =>
    typeof value === 'string' || typeof value === 'number' ? read(cleaned(String(value))) : null,
  )

/** The one field no event can do without. */
export const eventName = z.string().overwrite(cleaned).min(1).max(100)

export const text = scalar((value) => value)

/** Ids come as strings, now and then as numbers. */
export const id = scalar((value) => (/^[\w.+-]{1,128}$/.test(value) ? value : null))

export const messageId = scalar((value) => {
  const trimmed = value.trim()
  return trimmed !== '' && trimmed.length <= 200 ? trimmed : null
})

const url = z.url({ protocol: /^https?$/ })
/** Only web addresses pass: links are shown to staff in a browser. */
export const webUrl = scalar((value) => url.safeParse(value).data ?? null)
