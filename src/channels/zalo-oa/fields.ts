import { z } from 'zod'

/**
 * A field that is missing or of a wrong type reads as null and spoils nothing else: each event then decides whether it can
 * do without it. The default stands for most: it spares zod from describing an error for every field that is missing.
 */
export const lenient = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null).default(null)

/** NFC, and without what storage refuses: NUL characters and halves of surrogate pairs. */
const cleaned = (value: string | number) => String(value).replaceAll('\0', '').toWellFormed().normalize('NFC')

const scalar = z.union([z.string(), z.number()]).transform(cleaned)

/** The one field no event can do without. */
export const eventName = z.string().transform(cleaned).pipe(z.string().min(1).max(100))

/** A text, or a number in its written form. */
export const text = lenient(scalar)

/** Ids come as strings, now and then as numbers. */
export const id = lenient(scalar.pipe(z.string().regex(/^[\w.+-]{1,128}$/)))

export const messageId = lenient(scalar.pipe(z.string().trim().min(1).max(200)))

/** Only web addresses pass: links are shown to staff in a browser. */
export const webUrl = lenient(scalar.pipe(z.url({ protocol: /^https?$/ })))
